import type { Clock } from '@ml-ci/core';

/** When and how often something is tried again. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly tries: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** Time and chance, as the caller has them. */
export interface Timing {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
}

/** What the transport and the uploads do unless told: six tries within about a minute. */
export const defaultRetry: RetryPolicy = { tries: 6, baseMs: 250, capMs: 15_000 };

/** The longest `Retry-After` that we wait for; a registry that asks for more is waited for no longer than this. */
const longestRetryAfterMs = 120_000;

/** Thrown by a try that failed in a way that may pass; `cause` is thrown on when the tries are used up. */
export class Transient extends Error {
  override readonly name: string = 'Transient';
  readonly retryAfterMs: number | undefined;

  constructor(cause: unknown, retryAfterMs?: number) {
    super('transient', { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** A refusal after which the credentials were fetched anew: worth one more try, since new ones that are refused stay so. */
export class Renewed extends Transient {
  override readonly name = 'Renewed';
}

/** Runs `work` until it does not throw `Transient`, with exponential back-off and full jitter between the tries. */
export async function retrying<T>(
  work: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  { clock, random }: Timing,
  signal?: AbortSignal,
): Promise<T> {
  let renewals = 0;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!(error instanceof Transient)) throw error;
      if (error instanceof Renewed) renewals += 1;
      if (attempt >= policy.tries || renewals > 1) throw error.cause;
      await clock.sleep(delayMs(attempt, policy, random, error.retryAfterMs), signal);
    }
  }
}

/** How long to wait after try `attempt`: jitter over the whole span, and on top of `Retry-After` where that was given. */
export function delayMs(
  attempt: number,
  { baseMs, capMs }: RetryPolicy,
  random: () => number,
  retryAfterMs = 0,
): number {
  const span = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.min(retryAfterMs, longestRetryAfterMs) + random() * span;
}

/** Milliseconds of a `Retry-After` header: seconds, or a date. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
