import { realpath, statfs } from 'node:fs/promises';
import { formatBytes, StepError } from '@ml-ci/core';

/** The folder of a run for what cannot be read where it lies, and how much may go there. */
export interface Spill {
  /** Absolute, no link. */
  readonly folder: string;
  /** Bytes that may still be written. */
  readonly leftBytes: number;
  /** Takes room before it is written to: SOURCE_TOO_LARGE where there is not so much. */
  take(bytes: number, entry: string): void;
  /** Gives room back: what was written is removed. */
  give(bytes: number): void;
  /** A name in the folder that nothing else has. */
  next(): string;
}

/** The spill folder, with a limit: what is asked for, by default half of what is free, and never more than that. */
export async function openSpill(folder: string, limitBytes: number | undefined): Promise<Spill> {
  const real = await realpath(folder);
  const { bavail, bsize } = await statfs(real);
  const freeBytes = bavail * bsize;
  const mostBytes = Math.floor(Math.min(limitBytes ?? freeBytes / 2, freeBytes));
  let usedBytes = 0;
  let names = 0;
  return {
    folder: real,
    get leftBytes() {
      return mostBytes - usedBytes;
    },
    take(bytes, entry) {
      if (usedBytes + bytes > mostBytes) throw tooLarge(entry, usedBytes + bytes, mostBytes);
      usedBytes += bytes;
    },
    give(bytes) {
      usedBytes -= bytes;
    },
    next() {
      names += 1;
      return `${names}`;
    },
  };
}

function tooLarge(entry: string, neededBytes: number, mostBytes: number): StepError {
  return new StepError('SOURCE_TOO_LARGE', {
    message: `with the source "${entry}" the sources need ${formatBytes(neededBytes)} or more for temporary files, and ${formatBytes(mostBytes)} are allowed`,
    fix: ({ input }) =>
      `raise ${input('disk', '20GB')}, set TMPDIR to a folder with more room, or name fewer files`,
  });
}
