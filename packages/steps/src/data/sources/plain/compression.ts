import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { describeError, StepError } from '@ml-ci/core';
import { FileFault } from './file-fault.ts';

const endings = { '.gz': 'gzip', '.zst': 'zstd' } as const;
export type Compression = (typeof endings)[keyof typeof endings];

/** How a file is compressed, by the last ending of its name. */
export function compressionOf(name: string): Compression | undefined {
  return Object.entries(endings).find(([ending]) => name.toLowerCase().endsWith(ending))?.[1];
}

/** The name that a file has once it is unpacked. */
export function unpackedName(name: string): string {
  return compressionOf(name) === undefined ? name : name.slice(0, name.lastIndexOf('.'));
}

/**
 * The plain bytes of a file, as they come; FileFault where it is damaged, cut off or followed by something else. A file may
 * have several members (gzip) or frames (zstd): zlib takes one frame and is silent of the rest, so it is started again behind it.
 */
export async function* unpacked(
  path: string,
  compression: Compression,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  let consumed = 0;
  do {
    const unpacker = create(compression);
    const packed = createReadStream(path, { start: consumed, highWaterMark: 1 << 18, signal });
    packed.on('error', (error) => unpacker.destroy(error));
    packed.pipe(unpacker);
    try {
      yield* unpacker as AsyncIterable<Buffer>;
    } catch (cause) {
      signal.throwIfAborted();
      throw isDamage(cause) ? new FileFault(reasonOf(cause, compression, consumed), { cause }) : cause;
    } finally {
      packed.destroy();
      unpacker.destroy();
    }
    const taken = unpacker.bytesWritten;
    // zlib passes over zeros behind a member of gzip, which is no end that we know
    if (taken === 0 || (compression === 'gzip' && consumed + taken < size))
      throw new FileFault(`has bytes behind its end that are not ${compression}`);
    consumed += taken;
  } while (consumed < size);
}

function create(compression: Compression): zlib.Gunzip | zlib.ZstdDecompress {
  const options = { chunkSize: 1 << 18 };
  if (compression === 'gzip') return zlib.createGunzip(options);
  assertZstd();
  return zlib.createZstdDecompress(options);
}

/** The command runs on Node 22 as well, where zstd came with 22.15. */
export function assertZstd(): void {
  if ('createZstdDecompress' in zlib) return;
  throw new StepError('SOURCE_INVALID', {
    message: `this Node, ${process.version}, cannot read zstd`,
    fix: 'run ml-ci with Node 24, or compress with gzip',
  });
}

function isDamage(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'code' in cause && /^(Z_|ZSTD_)/.test(String(cause.code));
}

function reasonOf(cause: NodeJS.ErrnoException, compression: Compression, consumed: number): string {
  if (cause.code === 'Z_BUF_ERROR') return `is cut off: its ${compression} has no end`;
  if (cause.code === 'ZSTD_error_prefix_unknown' && consumed > 0)
    return `has bytes behind its end that are not ${compression}`;
  return `cannot be unpacked as ${compression}: ${describeError(cause)}`;
}
