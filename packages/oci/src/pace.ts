import type { Clock } from '@ml-ci/core';

/** Waits so that what follows happens at most `perSecond` times a second; never where that is undefined. */
export function createPace(
  perSecond: number | undefined,
  clock: Clock,
): (signal?: AbortSignal) => Promise<void> {
  let freeAtMs = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    if (perSecond === undefined) return;
    const now = clock.now();
    const startMs = Math.max(now, freeAtMs);
    freeAtMs = startMs + 1_000 / perSecond;
    if (startMs > now) await clock.sleep(startMs - now, signal);
  };
}
