import { createServer } from 'node:http';
import type { PackageFile } from '../../../sandbox/test/package-files.ts';

/** A public registry of npm. */
export interface PublicRegistry {
  readonly url: string;
  close(): void;
}

/** Starts one with one package. */
export async function startRegistry(
  file: PackageFile,
  name: string,
  version: string,
): Promise<PublicRegistry> {
  const server = createServer(({ url, headers }, response) => {
    const dist = { tarball: `http://${headers.host}/file.tgz`, integrity: file.integrity };
    if (url === '/file.tgz') response.end(file.bytes);
    else if (url === `/${name}`)
      response.end(JSON.stringify({ name, versions: { [version]: { name, version, dist } } }));
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
