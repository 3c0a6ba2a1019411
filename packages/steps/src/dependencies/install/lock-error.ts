import { type ErrorCode, type Problem, StepError } from '@ml-ci/core';

/** A lock file that is too large to be one. */
export const lockLimit = 32 * 1024 * 1024;

/** One error with every offender of a lock file, in the order of the file. */
export function lockError(
  code: ErrorCode,
  lock: string,
  what: string,
  problems: readonly Problem[],
  fix: string,
): StepError {
  const count = problems.length === 1 ? 'an entry' : `${problems.length} entries`;
  return new StepError(code, { message: `"${lock}" has ${count} ${what}`, fix, problems });
}
