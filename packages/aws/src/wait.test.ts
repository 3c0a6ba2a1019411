import { CancelledError, type ManualClock, manualClock, StepError } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { type Poll, poll } from './wait.ts';

const states = { Created: 'wait', InProgress: 'wait', Succeeded: 'done', Failed: 'fail' } as const;

interface Script {
  readonly clock: ManualClock;
  readonly seen: string[];
  readonly options: Poll<string>;
}

function script(readings: readonly (string | Error)[], extra: Partial<Poll<string>> = {}): Script {
  const clock = manualClock();
  const seen: string[] = [];
  let index = 0;
  const options: Poll<string> = {
    clock,
    signal: new AbortController().signal,
    what: 'the thing',
    read: async () => {
      const reading = readings[Math.min(index, readings.length - 1)] ?? '';
      index += 1;
      if (typeof reading !== 'string') throw reading;
      return reading;
    },
    stateOf: (reading) => reading,
    states,
    intervalMs: 1_000,
    timeoutMs: 60_000,
    onChange: (reading) => seen.push(reading),
    ...extra,
  };
  return { clock, seen, options };
}

/** Runs the clock until the poll has ended. */
async function ended<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  for (let second = 0; second < 1_000 && !isOver; second += 1) await clock.advance(1_000);
  return work;
}

const throttled = new StepError('AWS_THROTTLED', { message: 'slow down' });
const denied = new StepError('AWS_DENIED', { message: 'no' });

test('follows to the end and tells each change once', async () => {
  const { clock, seen, options } = script(['Created', 'Created', 'InProgress', 'InProgress', 'Succeeded']);
  expect(await ended(clock, poll(options))).toEqual({ end: 'done', reading: 'Succeeded' });
  expect(seen).toEqual(['Created', 'InProgress', 'Succeeded']);
});

test('a state of failure ends the wait, as a failure', async () => {
  const { clock, options } = script(['Created', 'Failed']);
  expect(await ended(clock, poll(options))).toEqual({ end: 'fail', reading: 'Failed' });
});

test.each(['Weird', 'toString', ''])('the unknown state "%s" is an error, never a success', async (state) => {
  const { clock, options } = script(['Created', state]);
  await expect(ended(clock, poll(options))).rejects.toMatchObject({ code: 'STATE_UNKNOWN' });
});

test('throttles are waited out', async () => {
  const { clock, options } = script(['Created', throttled, throttled, 'Succeeded']);
  expect(await ended(clock, poll(options))).toMatchObject({ end: 'done' });
});

test('throttles for longer than the outage limit are the error', async () => {
  const { clock, options } = script(['Created', throttled], { outageMs: 10_000 });
  await expect(ended(clock, poll(options))).rejects.toBe(throttled);
});

test('any other error ends the wait at once', async () => {
  const { clock, options } = script(['Created', denied, 'Succeeded']);
  await expect(ended(clock, poll(options))).rejects.toBe(denied);
});

test('the deadline is on the clock of the run, and names the last state', async () => {
  const { clock, options } = script(['Created', 'InProgress']);
  await expect(ended(clock, poll(options))).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringContaining('InProgress'),
  });
});

test('a cancelled wait runs its hook once and throws the reason', async () => {
  const abort = new AbortController();
  const reason = new CancelledError('SIGINT');
  const hooks: unknown[] = [];
  const { clock, options } = script(['Created'], {
    signal: abort.signal,
    onCancel: async (given) => void hooks.push(given),
  });
  const work = poll(options);
  await clock.advance(2_500);
  abort.abort(reason);
  await expect(work).rejects.toBe(reason);
  expect(hooks).toEqual([reason]);
});
