import type { Log } from '@ml-ci/core';
import { createBackground } from './background.ts';
import type { SandboxContext } from './context.ts';
import { type Listener, type ListenOptions, listenOnLoopback } from './listener.ts';

/** All that a sandbox must end: listeners, background work, and what services say themselves. */
export interface Lifetime {
  readonly listen: (...args: Parameters<SandboxContext['listen']>) => Promise<Listener>;
  readonly background: SandboxContext['background'];
  /** Remembers to call this at the end; the last one first, before listeners close. */
  onStop(end: () => Promise<void>): void;
  /** Remembers to call this when all else has ended. */
  onStopped(end: () => Promise<void>): void;
  /** Ends everything, whatever fails on the way, and then tells what failed. The second call waits for the first. */
  stop(): Promise<void>;
}

/** Nothing to end yet. */
export function createLifetime(log: Log): Lifetime {
  const listeners: Listener[] = [];
  const ends: (() => Promise<void>)[] = [];
  const lasts: (() => Promise<void>)[] = [];
  const background = createBackground(log);
  let stopping: Promise<void> | undefined;

  const endAll = async () => {
    background.abort();
    const failures: unknown[] = [];
    const attempt = async (end: () => Promise<void>) => {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    };
    for (const end of ends.toReversed()) await attempt(end);
    for (const listener of listeners) await attempt(() => listener.close());
    await attempt(() => background.settled());
    for (const end of lasts) await attempt(end);
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'the sandbox did not end cleanly');
  };

  return {
    async listen(handler, options?: ListenOptions) {
      const listener = await listenOnLoopback(handler, log, options);
      listeners.push(listener);
      return listener;
    },
    background: background.run,
    onStop: (end) => void ends.push(end),
    onStopped: (end) => void lasts.push(end),
    stop() {
      stopping ??= endAll();
      return stopping;
    },
  };
}
