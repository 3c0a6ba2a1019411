import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** The first file of a .tar.gz whose name fits; undefined where there is none. The rest is not unpacked. */
export async function readTarEntry(
  content: AsyncIterable<Uint8Array>,
  fits: (name: string) => boolean,
  limit = 4 * 1024 * 1024,
): Promise<Buffer | undefined> {
  const gunzip = createGunzip();
  const archive = extract();
  const source = Readable.from(content);
  // Each end of the chain must hear of the other's failure, or the loop below would wait for ever.
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('error', (error) => archive.destroy(error));
  source.pipe(gunzip).pipe(archive);
  try {
    for await (const entry of archive) {
      if (entry.header.type === 'file' && fits(entry.header.name))
        return await bytesOf(Readable.from(entry), limit);
      entry.resume();
    }
    return undefined;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function bytesOf(entry: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of entry) {
    size += chunk.length;
    if (size > limit) throw new Error(`a manifest is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
