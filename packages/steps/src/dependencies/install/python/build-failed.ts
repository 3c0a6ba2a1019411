import { StepError } from '@ml-ci/core';

/** The error for a build that failed, whatever tool was asked for it. */
export function buildFailed(what: string, exitCode: number): StepError {
  return new StepError('CHILD_FAILED', {
    message: `the build of ${what} failed (exit ${exitCode})`,
    fix: 'see the output above; what a build needs, such as setuptools and wheel, must stand in the lock as well',
  });
}
