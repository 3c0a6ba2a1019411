import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { compressionOf, PackedError, unpacked } from './compression.ts';
import { digestFile, guardFiles } from './digest.ts';
import type { SourceFile } from './sources.ts';
import type { Spill } from './spill.ts';

/** What is needed to make a plain file of one that is not. */
export interface PlainOptions {
  readonly entry: string;
  readonly spill: Spill;
  readonly signal: AbortSignal;
}

/**
 * The file as the readers want it: unpacked into the spill folder where it is compressed. Ours read it more than once (header,
 * quotes, rows), and the engine with all threads. What is hashed is the file itself.
 */
export async function plainFile(file: SourceFile, options: PlainOptions): Promise<SourceFile> {
  const compression = compressionOf(file.name);
  if (compression === undefined) return file;
  const { signal } = options;
  const assertUnchanged = await guardFiles([file]);
  const digest = await digestFile(file, signal);
  const plain = await write(file, unpacked(file.path, compression, signal), options);
  await assertUnchanged();
  if (file.path.startsWith(join(options.spill.folder, sep))) await discard(file.path, digest.bytes, options);
  return { ...file, digest, ...plain };
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
    if (error instanceof PackedError) return { path, broken: error.message };
    throw error;
  }
}
