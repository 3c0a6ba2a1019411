import { athenaWorkGroup, parseS3Uri, type Session } from '@ml-ci/aws';
import { StepError } from '@ml-ci/core';

/** Where queries run. */
export interface Place {
  readonly workGroup: string;
  /** Where results are written; undefined where the workgroup says so. */
  readonly output: string | undefined;
  /** A query that scans more is ended by Athena. */
  readonly cutoffBytes: number | undefined;
}

/** Looks at the workgroup before anything is asked in it: that it can be used, and that results have a place. */
export async function openPlace(
  session: Session,
  { workGroup, output }: { readonly workGroup: string; readonly output: string | undefined },
  signal: AbortSignal,
): Promise<Place> {
  if (output !== undefined && parseS3Uri(output) === undefined) {
    throw new StepError('INPUT_INVALID', {
      message: `"${output}" is no place in S3 for results of Athena`,
      fix: ({ input }) => `write ${input('athena-output', 's3://BUCKET/PREFIX/')}`,
    });
  }
  const found = await athenaWorkGroup(session, workGroup, { signal });
  if (!found.isEnabled) {
    throw new StepError('SOURCE_INVALID', {
      message: `the workgroup "${workGroup}" of Athena is not enabled`,
      fix: 'enable it, or name another',
    });
  }
  if (found.output === undefined && output === undefined) {
    throw new StepError('INPUT_INVALID', {
      message: `the workgroup "${workGroup}" of Athena has no place for results`,
      fix: ({ input }) =>
        `set one for the workgroup, or give ${input('athena-output', 's3://BUCKET/PREFIX/')}`,
    });
  }
  // what a workgroup enforces, and results that Athena keeps itself, stand above what a query says
  const own = found.isEnforced || found.output === 'managed' ? undefined : output;
  return { workGroup, output: own, cutoffBytes: found.cutoffBytes };
}
