import { type Clock, formatDuration, StepError } from '@ml-ci/core';
import { isTransient } from './error.ts';

/** What a remote state means to the one who waits. */
export type StateMeaning = 'done' | 'wait' | 'fail';

/** Something remote that is followed to its end. `R` is one reading of it. */
export interface Poll<R> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For messages: `the deployment "d-1"`. */
  readonly what: string;
  read(signal: AbortSignal): Promise<R>;
  stateOf(reading: R): string;
  /** Every state that the service documents; any other ends the wait with STATE_UNKNOWN. */
  readonly states: Readonly<Record<string, StateMeaning>>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** How long readings may fail for throttling, server errors or the network before we give up. Default 5 minutes. */
  readonly outageMs?: number;
  /** Called with the first reading, and with each that `changeKey` tells from the one before it. */
  onChange?(reading: R): void;
  /** What makes two readings different; the state unless given. */
  changeKey?(reading: R): string;
  /** Called once when `signal` aborts, before its reason is thrown. What it throws is thrown instead. */
  onCancel?(reason: unknown): Promise<void>;
}

/** How a wait ended, and the last reading. */
export interface Polled<R> {
  readonly end: 'done' | 'fail';
  readonly reading: R;
}

/**
 * Reads until a state that ends the wait. The SDK's waiters retry whatever is thrown and count some rollbacks as success,
 * so they are not used anywhere.
 */
export async function poll<R>(options: Poll<R>): Promise<Polled<R>> {
  try {
    return await follow(options);
  } catch (error) {
    if (options.signal.aborted && options.onCancel) await options.onCancel(options.signal.reason);
    throw error;
  }
}

async function follow<R>(options: Poll<R>): Promise<Polled<R>> {
  const { clock, signal, what, states, intervalMs, timeoutMs } = options;
  const deadlineMs = clock.now() + timeoutMs;
  const read = steadily(options);
  const key = options.changeKey ?? options.stateOf;
  let last: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const reading = await read();
    if (reading !== undefined) {
      const state = options.stateOf(reading.value);
      if (last !== key(reading.value)) options.onChange?.(reading.value);
      last = key(reading.value);
      const meaning = Object.hasOwn(states, state) ? states[state] : undefined;
      if (meaning === undefined) throw unknownState(what, state);
      if (meaning !== 'wait') return { end: meaning, reading: reading.value };
    }
    if (clock.now() >= deadlineMs) {
      throw new StepError('TIMEOUT', {
        message: `${what} did not end within ${formatDuration(timeoutMs)}; its last state was "${last ?? 'never read'}"`,
      });
    }
    await clock.sleep(intervalMs, signal);
  }
}

// A reading, or undefined where it failed for a reason that passes; after `outageMs` of nothing else, the failure.
function steadily<R>({ clock, signal, read, outageMs = 5 * 60_000 }: Poll<R>) {
  let failingSinceMs: number | undefined;
  return async (): Promise<{ readonly value: R } | undefined> => {
    try {
      const value = await read(signal);
      failingSinceMs = undefined;
      return { value };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      failingSinceMs ??= clock.now();
      if (!isTransient(error) || clock.now() - failingSinceMs >= outageMs) throw error;
      return undefined;
    }
  };
}

function unknownState(what: string, state: string): StepError {
  return new StepError('STATE_UNKNOWN', {
    message: `${what} is in the state "${state}", which ml-ci does not know`,
    fix: 'look at it in the console; nothing was changed because of it',
  });
}
