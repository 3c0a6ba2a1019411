import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PackageFile } from '../../../sandbox/test/package-files.ts';

/** An index of packages that asks for no token, as the public one: locks are made from it. */
export interface PublicIndex {
  /** The address of its simple index, with a slash at the end. */
  readonly url: string;
  /** How often it was asked. */
  requests(): number;
  close(): Promise<void>;
}

/** Serves wheels and source distributions on loopback. */
export async function startIndex(files: readonly PackageFile[]): Promise<PublicIndex> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const [, kind, name = ''] = (request.url ?? '').split('/');
    const found = files.find(({ fileName }) => fileName === name);
    if (kind === 'files' && found) return response.end(found.bytes);
    const links = files.filter((file) => kind === 'simple' && projectOf(file) === name).map(link);
    if (links.length === 0) response.statusCode = 404;
    response.setHeader('content-type', 'text/html').end(`<!DOCTYPE html><body>${links.join('\n')}</body>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}/simple/`,
    requests: () => count,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function projectOf({ fileName }: PackageFile): string {
  return (/^(.+?)-\d/.exec(fileName)?.[1] ?? fileName).replaceAll('_', '-');
}

function link({ fileName, sha256 }: PackageFile): string {
  return `<a href="/files/${fileName}#sha256=${sha256}">${fileName}</a>`;
}
