import { StepError } from '@ml-ci/core';
import type { LockKind } from './lock.ts';
import { readLock } from './read-lock.ts';

/** Hashes for locks that tests write. */
export const sha256 = `sha256:${'a'.repeat(64)}`;
export const otherSha256 = `sha256:${'b'.repeat(64)}`;
export const integrity = `sha512-${'A'.repeat(86)}==`;
export const integrityHex = `sha512:${'0'.repeat(128)}`;

/** What a reader refuses: the code, and `name line` of each entry. */
export interface Refused {
  readonly code: string;
  readonly found: readonly string[];
  readonly messages: readonly string[];
}

/** What reading throws; `none` where it does not. */
export async function refusedBy(read: () => unknown): Promise<Refused> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return {
      code: error.code,
      found: error.problems.map(
        ({ name, place }) => `${name} ${typeof place === 'string' ? place.split(':').at(-1) : ''}`,
      ),
      messages: error.problems.map(({ message }) => message),
    };
  }
  return { code: 'none', found: [], messages: [] };
}

/** What a lock of this kind is refused for. */
export function refused(kind: LockKind, text: string): Promise<Refused> {
  return refusedBy(() => readLock(text, 'lock', kind));
}
