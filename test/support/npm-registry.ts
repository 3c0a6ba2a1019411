import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A registry on loopback with one package, whose files are sent as `send` says. */
export interface NpmRegistry extends AsyncDisposable {
  readonly url: string;
  /** As a lock file has it. */
  readonly integrity: string;
  /** Paths that were asked for. */
  readonly requests: string[];
  send: (response: ServerResponse, bytes: Buffer) => void;
}

/** Sends a file whole. */
export function whole(response: ServerResponse, bytes: Buffer): void {
  response.end(bytes);
}

/** Promises a file, sends half of it and breaks the connection. */
export function half(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

/** Starts a registry that serves `name` 1.0.0; its file is made in `folder`. */
export async function npmRegistry(folder: string, name: string): Promise<NpmRegistry> {
  const bytes = await packageFile(folder, name);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    registry.requests.push(path);
    if (path.endsWith('.tgz')) registry.send(response, bytes);
    else {
      const dist = { tarball: `${registry.url}/${name}-1.0.0.tgz`, integrity };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          name,
          'dist-tags': { latest: '1.0.0' },
          versions: { '1.0.0': { name, version: '1.0.0', dist } },
        }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const registry: NpmRegistry = {
    url: `http://127.0.0.1:${port}`,
    integrity,
    requests: [],
    send: whole,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

async function packageFile(folder: string, name: string): Promise<Buffer> {
  const source = join(folder, 'source');
  await mkdir(source, { recursive: true });
  await writeFile(join(source, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(source, 'index.js'), `exports.engine = ${JSON.stringify('x'.repeat(100))};\n`);
  await promisify(execFile)('npm', ['pack', '--pack-destination', folder], { cwd: source });
  return readFile(join(folder, `${name}-1.0.0.tgz`));
}
