import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { digestFile, guardFiles } from '../digest.ts';
import type { Format, SourceFile } from '../sources.ts';
import type { Spill } from '../spill.ts';
import { compressionOf, unpacked } from './compression.ts';
import { decoded, markBytes, markOf, needsDecoding } from './encoding.ts';
import { FileFault } from './file-fault.ts';

/** What is needed to make a plain file of one that is not. */
export interface PlainOptions {
  readonly entry: string;
  readonly format: Format;
  /** The encoding that the checks file declares. */
  readonly encoding: string | undefined;
  readonly spill: Spill;
  readonly signal: AbortSignal;
}

/**
 * The file as the readers want it: unpacked and in UTF-8, in the spill folder where it is not so itself. Ours read it more than
 * once (header, quotes, rows), and the engine with all threads. What is hashed is the file itself.
 */
export async function plainFile(file: SourceFile, options: PlainOptions): Promise<SourceFile> {
  const { signal, format, encoding } = options;
  const compression = compressionOf(file.name);
  const start = compression === undefined ? await startOf(file.path) : undefined;
  const isText = format === 'csv' || format === 'jsonl';
  const isPlain = start !== undefined && !(isText && needsDecoding(start, encoding));
  if (isPlain) return file;
  const assertUnchanged = await guardFiles([file]);
  const digest = await digestFile(file, signal);
  const bytes =
    compression === undefined
      ? // a stream without an encoding gives buffers
        (createReadStream(file.path, { highWaterMark: 1 << 18, signal }) as AsyncIterable<Buffer>)
      : unpacked(file.path, compression, signal);
  const plain = await write(file, isText ? decoded(bytes, encoding) : bytes, options);
  await assertUnchanged();
  if (file.path.startsWith(join(options.spill.folder, sep))) await discard(file.path, digest.bytes, options);
  const told = encoding ?? (start && markOf(start)?.encoding);
  return { ...file, digest, ...plain, ...(isText && told !== undefined && { encoding: told }) };
}

/** A download is not needed any more once it is unpacked. */
async function discard(path: string, bytes: number, { spill }: PlainOptions): Promise<void> {
  await rm(path);
  spill.give(bytes);
}

async function write(
  { path }: SourceFile,
  content: AsyncIterable<Buffer>,
  { entry, spill, signal }: PlainOptions,
): Promise<Pick<SourceFile, 'path' | 'broken'>> {
  const folder = join(spill.folder, 'plain');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, spill.next());
  let written = 0;
  const bounded = async function* () {
    for await (const chunk of content) {
      spill.take(chunk.length, entry);
      written += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(
      Readable.from(bounded()),
      createWriteStream(target, { flags: 'wx', mode: 0o600, highWaterMark: 1 << 20 }),
      { signal },
    );
    return { path: target };
  } catch (error) {
    await rm(target, { force: true });
    spill.give(written);
    if (error instanceof FileFault) return { path, broken: error.message };
    throw error;
  }
}

async function startOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(markBytes), 0, markBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
