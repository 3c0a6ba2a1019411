import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '@ml-ci/core';
import {
  assembleImage,
  type BaseImage,
  collectEntries,
  type Digest,
  type Platform,
  pushImage,
  type Repository,
  writeLayer,
} from '@ml-ci/oci';

// what stands in a new service before its first release: it answers every request, so that alarms begin quiet
const server = `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ placeholder: true }));
});
server.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

/** Pushes the image that a new service starts with, as infrastructure code does, and returns its digest. */
export async function pushPlaceholder(
  repository: Repository,
  {
    files,
    platform,
    base,
    port,
  }: {
    readonly files: Files;
    readonly platform: Platform;
    readonly base: BaseImage | undefined;
    readonly port: number;
  },
): Promise<Digest> {
  const folder = await files.temporary('placeholder');
  await writeFile(join(folder, 'server.mjs'), server);
  const entries = await collectEntries(folder, { to: '/placeholder', include: ['server.mjs'] });
  const layers = [await writeLayer(entries, { file: join(folder, 'layer.tar.gz') })];
  const settings = {
    command: ['node', 'server.mjs'],
    workdir: '/placeholder',
    env: { PORT: String(port) },
    ports: [port],
  };
  const image = assembleImage({ layers, settings, platform, ...(base && { base }) });
  await pushImage(repository, { image, layers, tag: 'placeholder', ...(base && { base }) });
  return image.manifest.descriptor.digest;
}
