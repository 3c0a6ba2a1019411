import { type ErrorCode, type Problem, plural, StepError } from '@ml-ci/core';
import type { LockKind } from './lock.ts';
import { repairOf } from './repair.ts';

/** A lock file that is too large to be one. */
export const lockLimit = 32 * 1024 * 1024;

/** An entry of a lock that is refused: it leads elsewhere, or it is not exact. */
export interface Offender {
  readonly problem: Problem;
  readonly isUnsafe: boolean;
}

/** Throws one error with every offender of a lock file, in the order of the file; the graver kind names it. */
export function refuseOffenders(
  lock: string,
  offenders: readonly Offender[],
  fix: { readonly unsafe: string; readonly unpinned: string },
): void {
  const [first] = offenders;
  if (first === undefined) return;
  const count = plural(offenders.length, 'entry', 'entries');
  const isUnsafe = offenders.some((offender) => offender.isUnsafe);
  const code: ErrorCode = isUnsafe ? 'LOCK_UNSAFE' : 'LOCK_UNPINNED';
  const what = isUnsafe ? 'that may not stand in a lock' : 'without exact version or hash';
  throw new StepError(code, {
    message: `"${lock}" has ${count} ${what}`,
    fix: isUnsafe ? fix.unsafe : fix.unpinned,
    problems: offenders.map(({ problem }) => problem),
  });
}

/** Where a lock cannot be read on, and why. */
export interface Spot {
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

/** The error for a lock that cannot be read at all, or is of a version that is not known: it "is not TOML". */
export function unreadable(
  lock: string,
  kind: LockKind,
  message: string,
  { at, cause }: { readonly at?: Spot; readonly cause?: unknown } = {},
): StepError {
  const problems = at ? [{ name: lock, message: at.why, place: `${lock}:${at.line}` }] : [];
  const fix = repairOf(kind, lock).unreadable;
  return new StepError('LOCK_INVALID', { message: `"${lock}" ${message}`, fix, problems, cause });
}

/** A piece of a lock as it is repeated in a message: not whole files, and no passwords. */
export function shorten(text: string): string {
  const masked = text.replace(/\/\/[^@/\s]*@/g, '//***@');
  return masked.length > 60 ? `${masked.slice(0, 57)}…` : masked;
}
