import { type ErrorCode, type Problem, StepError } from '@ml-ci/core';

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
  const count = offenders.length === 1 ? 'an entry' : `${offenders.length} entries`;
  const isUnsafe = offenders.some((offender) => offender.isUnsafe);
  const code: ErrorCode = isUnsafe ? 'LOCK_UNSAFE' : 'LOCK_UNPINNED';
  const what = isUnsafe ? 'that may not stand in a lock' : 'without exact version or hash';
  throw new StepError(code, {
    message: `"${lock}" has ${count} ${what}`,
    fix: isUnsafe ? fix.unsafe : fix.unpinned,
    problems: offenders.map(({ problem }) => problem),
  });
}
