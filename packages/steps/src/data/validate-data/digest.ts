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
}

/** The sha256 of a file; SOURCE_CHANGED where it is not the same file afterwards. */
export async function digestFile({ name, path }: SourceFile, signal: AbortSignal): Promise<FileDigest> {
  const before = await stat(path, { bigint: true });
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk);
  await assertUnchanged(name, path, before.mtimeNs, before.size);
  return { name, bytes: Number(before.size), digest: `sha256:${hash.digest('hex')}` };
}

/** Throws SOURCE_CHANGED where a file has another time or size than before. */
export async function assertUnchanged(
  name: string,
  path: string,
  mtimeNs: bigint,
  size: bigint,
): Promise<void> {
  const after = await stat(path, { bigint: true });
  if (after.mtimeNs === mtimeNs && after.size === size) return;
  throw new StepError('SOURCE_CHANGED', {
    message: `"${name}" changed while it was read`,
    fix: 'run again when nothing writes to it',
  });
}

/** One digest for all files: the sha256 of their digests, a line each, in the order in which they are read. */
export function combineDigests(files: readonly FileDigest[]): string {
  return sha256(files.map(({ digest }) => `${digest}\n`).join(''));
}

/** The sha256 of text or bytes, as `sha256:…`. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
