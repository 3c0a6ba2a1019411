import { type Clock, describeError } from '@ml-ci/core';
import type { Query, QueryExecutor } from './model.ts';

/** How long a query waits, and runs where its result does not say so, on the clock of the sandbox. */
const [queuedMs, usualMs] = [500, 1_500];

/** Takes a query through its states. What was scanned grows while it runs; a workgroup's limit cancels it. */
export async function live(
  query: Query,
  execute: QueryExecutor,
  clock: Clock,
  sandboxSignal: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([sandboxSignal, query.stop.signal]);
  try {
    await clock.sleep(queuedMs, signal);
    query.state = 'RUNNING';
    const { catalog, database, workGroup } = query;
    const result = await execute(query.sql, { catalog, database, signal });
    const { runningMs = usualMs } = result;
    await clock.sleep(runningMs / 2, signal);
    query.scannedBytes = Math.floor(result.scannedBytes / 2);
    await clock.sleep(runningMs / 2, signal);
    const { cutoffBytes } = workGroup;
    if (cutoffBytes !== undefined && result.scannedBytes > cutoffBytes) {
      query.scannedBytes = cutoffBytes;
      end(query, clock, 'CANCELLED', 'Query cancelled! : Bytes scanned limit was exceeded');
      return;
    }
    query.scannedBytes = result.scannedBytes;
    query.result = result;
    end(query, clock, 'SUCCEEDED', undefined);
  } catch (error) {
    if (query.stop.signal.aborted) end(query, clock, 'CANCELLED', 'Query cancelled by user');
    else if (sandboxSignal.aborted) throw error;
    else {
      query.isRetryable = error instanceof Error && 'retryable' in error && error.retryable === true;
      end(query, clock, 'FAILED', describeError(error));
    }
  }
}

function end(query: Query, clock: Clock, state: Query['state'], reason: string | undefined): void {
  query.state = state;
  query.reason = reason;
  query.completedMs = clock.now();
}
