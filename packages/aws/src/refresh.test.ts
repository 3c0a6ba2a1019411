import { manualClock } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { renewing } from './refresh.ts';

const minute = 60_000;

function counter(lifeMs: number | undefined) {
  const clock = manualClock();
  let count = 0;
  const give = renewing(clock, async () => {
    count += 1;
    return { value: count, expiresAtMs: lifeMs === undefined ? undefined : clock.now() + lifeMs };
  });
  return { clock, give };
}

test('a value is kept until five minutes before its end on the clock of the run', async () => {
  const { clock, give } = counter(60 * minute);
  expect(await give()).toBe(1);
  await clock.advance(54 * minute);
  expect(await give()).toBe(1);
  await clock.advance(minute);
  expect(await give()).toBe(2);
});

test('a life shorter than the margin is used for half of it, not fetched each time', async () => {
  const { clock, give } = counter(2 * minute);
  await give();
  await clock.advance(30_000);
  expect(await give()).toBe(1);
  await clock.advance(31_000);
  expect(await give()).toBe(2);
});

test('without an end the value is kept', async () => {
  const { clock, give } = counter(undefined);
  await give();
  await clock.advance(1_000 * minute);
  expect(await give()).toBe(1);
});

test('a stale value is fetched anew, and callers that come together share the fetch', async () => {
  const { give } = counter(60 * minute);
  await give();
  const values = await Promise.all([give({ stale: true }), give({ stale: true })]);
  expect(values).toEqual([2, 2]);
});

test('a failed fetch is told, and the next caller tries again', async () => {
  let tries = 0;
  const give = renewing(manualClock(), async () => {
    tries += 1;
    if (tries === 1) throw new Error('no');
    return { value: tries, expiresAtMs: undefined };
  });
  await expect(give()).rejects.toThrow('no');
  expect(await give()).toBe(2);
});
