import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StepError } from '@ml-ci/core';
import type { SourceFile } from './sources.ts';

/** A file and what was in it. */
export interface FileDigest {
  readonly name: string;
  readonly bytes: number;
  readonly digest: string;
  /** Where only a part was read: the digest is that of this part, and where in the file it is. */
  readonly part?: {
    readonly etag: string;
    readonly versionId?: string;
    readonly readBytes: number;
    readonly columns: readonly string[];
  };
}

/** The sha256 of a file. */
export async function digestFile(
  { name, path, digest }: SourceFile,
  signal: AbortSignal,
): Promise<FileDigest> {
  if (digest !== undefined) return digest;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name, bytes, digest: `sha256:${hash.digest('hex')}` };
}

/**
 * Remembers how files are now; the function that comes back throws SOURCE_CHANGED where one is another by then. What was
 * hashed is then what was checked.
 */
export async function guardFiles(files: readonly SourceFile[]): Promise<() => Promise<void>> {
  const before = await Promise.all(files.map(stampOf));
  return async () => {
    const after = await Promise.all(files.map(stampOf));
    const changed = files.find((_, at) => before[at] !== after[at]);
    if (changed === undefined) return;
    throw new StepError('SOURCE_CHANGED', {
      message: `"${changed.name}" changed while it was read`,
      fix: 'run again when nothing writes to it',
    });
  };
}

async function stampOf({ path }: SourceFile): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? 'gone' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join();
}

/** One digest for all files: the sha256 of their digests, a line each, in the order in which they are read. */
export function combineDigests(digests: readonly string[]): string {
  return sha256(digests.map((digest) => `${digest}\n`).join(''));
}

/** The sha256 of text or bytes, as `sha256:…`. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
