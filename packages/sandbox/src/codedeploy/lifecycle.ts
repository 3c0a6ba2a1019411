import type { Clock } from '@ml-ci/core';
import {
  type Deployment,
  type LifecycleEvent,
  type LifecycleEventName,
  lifecycleEventNames,
} from './model.ts';

/** The events of a deployment that has not begun. */
export function newEvents(): readonly LifecycleEvent[] {
  return lifecycleEventNames.map((name) => ({
    name,
    status: 'Pending',
    startMs: undefined,
    endMs: undefined,
  }));
}

/** Runs one event: at least `lengthMs`, and then `work`. When that throws, the event stays open for `skipRest`. */
export async function runEvent<T>(
  deployment: Deployment,
  name: LifecycleEventName,
  {
    clock,
    lengthMs,
    signal,
  }: { readonly clock: Clock; readonly lengthMs: number; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const event = deployment.events.find((candidate) => candidate.name === name);
  if (!event) throw new Error(`no event ${name}`);
  event.status = 'InProgress';
  event.startMs = clock.now();
  deployment.updatedMs = event.startMs;
  await clock.sleep(lengthMs, signal);
  const result = await work();
  event.status = 'Succeeded';
  event.endMs = clock.now();
  deployment.updatedMs = event.endMs;
  return result;
}

/** What happens to the events of a deployment that ends early: the one under way fails, those behind it are skipped. */
export function skipRest({ events }: Deployment, nowMs: number): void {
  for (const event of events) {
    if (event.status === 'InProgress') {
      event.status = 'Failed';
      event.endMs = nowMs;
    }
    if (event.status === 'Pending') event.status = 'Skipped';
  }
}
