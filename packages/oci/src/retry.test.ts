import { manualClock } from '@ml-ci/core';
import { expect, it } from 'vitest';
import { delayMs, parseRetryAfter, Renewed, retrying, Transient } from './retry.ts';

const policy = { tries: 4, baseMs: 100, capMs: 300 };

it.each([
  ['the first wait is at most the base', 1, 1, undefined, 100],
  ['it doubles', 2, 1, undefined, 200],
  ['it ends at the cap', 9, 1, undefined, 300],
  ['jitter goes over the whole span', 2, 0, undefined, 0],
  ['Retry-After comes before the jitter', 1, 0.5, 2_000, 2_050],
  ['and is not obeyed for ever', 1, 0, 86_400_000, 120_000],
])('%s', (_rule, attempt, random, retryAfterMs, expected) => {
  expect(delayMs(attempt, policy, () => random, retryAfterMs)).toBe(expected);
});

it.each([
  ['seconds', '3', 3_000],
  ['a date', 'Thu, 01 Jan 1970 00:00:10 GMT', 9_000],
  ['a date that has passed', 'Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['nothing', undefined, undefined],
  ['nonsense', 'soon', undefined],
])('reads %s', (_rule, value, expected) => {
  expect(parseRetryAfter(value, 1_000)).toBe(expected);
});

it('tries again only what may pass, and throws the cause in the end', async () => {
  const timing = { clock: { ...manualClock(), sleep: async () => undefined }, random: () => 0 };
  let tries = 0;
  const failing = async () => {
    tries += 1;
    throw new Transient(new Error('down'));
  };
  await expect(retrying(failing, policy, timing)).rejects.toThrow('down');
  expect(tries).toBe(4);
  const wrong = async () => {
    tries += 1;
    throw new Error('wrong');
  };
  await expect(retrying(wrong, policy, timing)).rejects.toThrow('wrong');
  expect(tries).toBe(5);
});

it('ends at once when it is aborted while it waits', async () => {
  const clock = manualClock();
  const abort = new AbortController();
  const work = retrying(
    async () => Promise.reject(new Transient(new Error('down'))),
    policy,
    { clock, random: () => 1 },
    abort.signal,
  );
  setImmediate(() => abort.abort(new Error('cancelled')));
  await expect(work).rejects.toThrow('cancelled');
});

it('tries once with new credentials: when those are refused too, waiting helps nobody', async () => {
  const waits: number[] = [];
  const clock = { ...manualClock(), sleep: async (ms: number) => void waits.push(ms) };
  const refused = async () => {
    throw new Renewed(new Error('denied'));
  };
  await expect(retrying(refused, policy, { clock, random: () => 1 })).rejects.toThrow('denied');
  expect(waits).toEqual([100]);
});
