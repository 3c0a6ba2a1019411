import type { Clock, Log } from '@ml-ci/core';
import type { CopyProgress } from '@ml-ci/oci';

/** Reports in the pace of a reader: a copy moves on thousands of times a second. */
const intervalMs = 200;

/** Hands the progress of a copy to the log. */
export function reportProgress(log: Log, clock: Clock, label: string): (progress: CopyProgress) => void {
  let nextMs = 0;
  return ({ bytesDone, bytesTotal }) => {
    const now = clock.now();
    const isLast = bytesDone === bytesTotal;
    if (now < nextMs && !isLast) return;
    nextMs = now + intervalMs * clock.speed;
    log.progress({ label, done: bytesDone, total: bytesTotal, unit: 'bytes' });
  };
}
