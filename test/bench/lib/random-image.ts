import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { wallClock } from '../../../packages/core/src/index.ts';
import {
  anonymousCredentials,
  createTransport,
  type Descriptor,
  digestOf,
  makeManifest,
  mediaTypes,
  registryRepository,
} from '../../../packages/oci/src/index.ts';

export interface RandomImage {
  readonly tag: string;
  readonly layers: number;
  /** In all. */
  readonly bytes: number;
  /** For one layer at a time. */
  readonly folder: string;
}

/** Pushes an image of random layers. They are real gzip: other tools would compress what is not, and time that. */
export async function pushRandomImage(host: string, path: string, image: RandomImage): Promise<void> {
  const transport = createTransport({
    host,
    clock: wallClock,
    random: Math.random,
    credentials: anonymousCredentials,
  });
  const repository = registryRepository(transport, path);
  const layers: Descriptor[] = [];
  const diffIds: string[] = [];
  const file = join(image.folder, 'layer.tmp');
  for (let i = 0; i < image.layers; i += 1) {
    const { descriptor, diffId } = await writeRandomLayer(file, Math.round(image.bytes / image.layers));
    await repository.writeBlob(descriptor, async () => createReadStream(file, { highWaterMark: 1 << 20 }));
    layers.push(descriptor);
    diffIds.push(diffId);
  }
  await rm(file, { force: true });
  const config = Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: diffIds } }),
  );
  const described = { mediaType: mediaTypes.ociConfig, digest: digestOf(config), size: config.byteLength };
  await repository.writeBlob(described, async () => Readable.from([config]));
  const content = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config: described, layers };
  await repository.writeManifest(makeManifest(mediaTypes.ociManifest, content), image.tag);
  transport.close();
}

async function writeRandomLayer(file: string, bytes: number) {
  const [diff, whole] = [createHash('sha256'), createHash('sha256')];
  const plain = async function* () {
    for await (const chunk of randomChunks(bytes)) {
      diff.update(chunk);
      yield chunk;
    }
  };
  const hashed = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      whole.update(chunk);
      yield chunk;
    }
  };
  await pipeline(plain, createGzip({ level: 0, chunkSize: 1 << 20 }), hashed, createWriteStream(file));
  const { size } = await stat(file);
  const descriptor: Descriptor = {
    mediaType: mediaTypes.ociLayerGzip,
    digest: `sha256:${whole.digest('hex')}`,
    size,
  };
  return { descriptor, diffId: `sha256:${diff.digest('hex')}` };
}

/** The key stream of a cipher with a random key: as random as it looks, and faster than the generator of the system. */
async function* randomChunks(bytes: number): AsyncGenerator<Buffer> {
  const cipher = createCipheriv('aes-256-ctr', randomBytes(32), randomBytes(16));
  const zeros = Buffer.alloc(1 << 20);
  for (let left = bytes; left > 0; left -= zeros.byteLength) {
    yield cipher.update(left < zeros.byteLength ? zeros.subarray(0, left) : zeros);
  }
}
