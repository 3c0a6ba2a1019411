import type { Clock } from '@ml-ci/core';
import type { SessionCredentials } from './session.ts';

/** How long before their end credentials and tokens are renewed. */
const refreshBeforeMs = 5 * 60_000;

/** Something that expires, and when; without an expiry it is kept for ever. */
export interface Expiring<T> {
  readonly value: T;
  readonly expiresAtMs: number | undefined;
}

/** Gives the kept value, or a new one where it is missing, stale or about to expire on `clock`. */
export type Renewing<T> = (options?: { readonly stale?: boolean }) => Promise<T>;

/**
 * Keeps what `fetch` gave until it is near its end on the run's clock. Callers that come together share one fetch; a
 * life shorter than the margin is used for half of it.
 */
export function renewing<T>(clock: Clock, fetch: () => Promise<Expiring<T>>): Renewing<T> {
  let kept: { readonly value: T; readonly renewAtMs: number } | undefined;
  let pending: Promise<T> | undefined;
  async function renew(): Promise<T> {
    const askedAtMs = clock.now();
    const { value, expiresAtMs } = await fetch();
    const lifeMs = expiresAtMs === undefined ? Number.POSITIVE_INFINITY : expiresAtMs - askedAtMs;
    kept = { value, renewAtMs: askedAtMs + Math.max(lifeMs - refreshBeforeMs, lifeMs / 2) };
    return value;
  }
  return ({ stale = false } = {}) => {
    if (kept && !stale && clock.now() < kept.renewAtMs) return Promise.resolve(kept.value);
    pending ??= renew().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

/** Credentials that renew themselves, every part of them masked before anyone sees it. */
export function renewingCredentials(
  clock: Clock,
  mask: (secret: string) => void,
  provide: () => Promise<SessionCredentials>,
): Renewing<SessionCredentials> {
  return renewing(clock, async () => {
    const value = await provide();
    for (const secret of [value.secretAccessKey, value.sessionToken, value.accessKeyId])
      if (secret) mask(secret);
    return { value, expiresAtMs: value.expiration?.getTime() };
  });
}
