import { setTimeout as delay } from 'node:timers/promises';

/** Time as a step sees it. In a rehearsal it runs faster than the wall; every wait, deadline and expiry uses it. */
export interface Clock {
  /** Milliseconds since the epoch, on this clock. */
  now(): number;
  /** Waits `ms` of this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** How many seconds of this clock pass in one second of the wall. */
  readonly speed: number;
}

/** The wall clock. */
export const wallClock: Clock = {
  speed: 1,
  now: () => Date.now(),
  sleep: (ms, signal) => sleepWall(ms, signal),
};

/** A clock that shows `startMs` now and runs `speed` times as fast as the wall. */
export function scaledClock(startMs: number, speed: number, wallStartMs: number = Date.now()): Clock {
  return {
    speed,
    now: () => startMs + (Date.now() - wallStartMs) * speed,
    sleep: (ms, signal) => sleepWall(ms / speed, signal),
  };
}

/**
 * The clock of a child of the sandbox: `ML_CI_CLOCK=<wall start>,<shown start>@<speed>`, all in milliseconds since the
 * epoch; the wall clock where the variable is unset.
 */
export function clockFromEnv(env: Readonly<Record<string, string | undefined>>): Clock {
  const raw = env.ML_CI_CLOCK;
  if (raw === undefined || raw === '') return wallClock;
  const match = /^(\d+),(\d+)@(\d+(?:\.\d+)?)$/.exec(raw);
  if (!match) throw new TypeError(`ML_CI_CLOCK "${raw}" is not "<wall ms>,<shown ms>@<speed>"`);
  return scaledClock(Number(match[2]), Number(match[3]), Number(match[1]));
}

/** The value of `ML_CI_CLOCK` that makes a child share this clock. */
export function clockToEnv(clock: Clock): string {
  return `${Date.now()},${Math.round(clock.now())}@${clock.speed}`;
}

/** A clock for tests: it moves only by `advance`, which wakes the sleepers that are due, in order. */
export interface ManualClock extends Clock {
  advance(ms: number): Promise<void>;
}

export function manualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startMs;
  let sleepers: { readonly due: number; wake(): void }[] = [];
  return {
    speed: 1,
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        const sleeper = { due: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
      });
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = sleepers.filter((s) => s.due <= until).sort((a, b) => a.due - b.due);
        if (!next) break;
        sleepers = sleepers.filter((s) => s !== next);
        now = Math.max(now, next.due);
        next.wake();
        await new Promise(setImmediate);
      }
      now = until;
      await new Promise(setImmediate);
    },
  };
}

async function sleepWall(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(Math.max(0, ms), undefined, signal ? { signal } : {});
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
