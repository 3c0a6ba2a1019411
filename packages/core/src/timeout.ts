import type { Clock } from './clock.ts';
import { StepError } from './error.ts';

/** Aborts `work` after `timeoutMs`; it may still clean up, and its own end is awaited. */
export async function withTimeout<T>(
  { step, clock, abort }: { readonly step: string; readonly clock: Clock; readonly abort: AbortController },
  timeoutMs: number | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return work();
  const done = new AbortController();
  const timer = clock.sleep(timeoutMs, done.signal).then(
    () =>
      abort.abort(
        new StepError('TIMEOUT', {
          message: `"${step}" did not end in time`,
          fix: ({ input }) => `give a longer ${input('timeout')}, or look at what it waits for`,
        }),
      ),
    () => undefined, // the work ended first
  );
  try {
    return await work();
  } finally {
    done.abort();
    await timer;
  }
}
