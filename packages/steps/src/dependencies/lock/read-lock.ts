import { unreachable } from '@ml-ci/core';
import type { Reading } from './entry.ts';
import { exactLock } from './exact-lock.ts';
import type { Lock, LockKind } from './lock.ts';
import { lockLimit, unreadable } from './lock-error.ts';
import { lockKindOf } from './lock-kind.ts';
import { readPdm } from './pdm.ts';
import { readPnpm } from './pnpm.ts';
import { readPoetry } from './poetry.ts';
import { readPylock } from './pylock.ts';
import { readPackageLock } from './read-package-lock.ts';
import { readRequirements } from './read-requirements.ts';
import { readUv } from './uv.ts';
import { readYarn1 } from './yarn-1.ts';
import { type BerryOptions, readYarnBerry } from './yarn-berry.ts';

/**
 * Reads a lock of any kind; the kind is told by the name of its file, else by its content. Throws LOCK_INVALID where it is
 * none, LOCK_UNSAFE or LOCK_UNPINNED with every entry that leads elsewhere or is not exact.
 */
export async function readLock(
  text: string,
  file: string,
  kind: LockKind = lockKindOf(text, file),
  options: BerryOptions = {},
): Promise<Lock> {
  return exactLock(kind, file, await readEntries(text, file, kind, options));
}

/** The entries of a lock as they stand there, exact or not. */
export async function readEntries(
  text: string,
  file: string,
  kind: LockKind,
  options: BerryOptions = {},
): Promise<Reading> {
  if (text.length > lockLimit) throw unreadable(file, kind, 'is larger than a lock file can be');
  const content = text.replace(/^\uFEFF/, '');
  switch (kind) {
    case 'requirements':
      return readRequirements(content, file);
    case 'uv':
      return await readUv(content, file);
    case 'poetry':
      return await readPoetry(content, file);
    case 'pdm':
      return await readPdm(content, file);
    case 'pylock':
      return await readPylock(content, file);
    case 'package-lock':
      return readPackageLock(content, file);
    case 'pnpm':
      return await readPnpm(content, file);
    case 'yarn-1':
      return readYarn1(content, file);
    case 'yarn-berry':
      return await readYarnBerry(content, file, options);
    default:
      return unreachable(kind);
  }
}
