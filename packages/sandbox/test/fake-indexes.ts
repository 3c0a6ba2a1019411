import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseDistribution } from '../src/codeartifact/pypi/file-name.ts';
import type { PackageFile } from './package-files.ts';

/** A server on loopback that stands for the outside. */
export interface FakeIndex {
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A simple index with these distributions; `attributes` go into the link of each file of that name. */
export async function fakePypi(
  files: readonly PackageFile[],
  attributes: Readonly<Record<string, string>> = {},
): Promise<FakeIndex> {
  const pages = new Map<string, string>();
  const answers = new Map<string, string | Buffer>();
  for (const { fileName, bytes, sha256 } of files) {
    const path = `/simple/${parseDistribution(fileName)?.project}/`;
    const link = `<a href="/files/${fileName}#sha256=${sha256}" ${attributes[fileName] ?? ''}>${fileName}</a>`;
    pages.set(path, `${pages.get(path) ?? ''}${link}\n`);
    answers.set(`/files/${fileName}`, bytes);
  }
  const index = await serve(new Map([...pages, ...answers]));
  return { ...index, url: `${index.url}/simple/` };
}

/** A Maven repository with these files by path, each with its `.sha1`. */
export async function fakeMaven(files: Readonly<Record<string, string>>): Promise<FakeIndex> {
  const answers = Object.entries(files).flatMap(([path, text]) => [
    [`/maven2/${path}`, text] as const,
    [`/maven2/${path}.sha1`, createHash('sha1').update(text).digest('hex')] as const,
  ]);
  const index = await serve(new Map(answers));
  return { ...index, url: `${index.url}/maven2` };
}

async function serve(answers: ReadonlyMap<string, string | Buffer>): Promise<FakeIndex> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
