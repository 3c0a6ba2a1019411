import { expect, test } from 'vitest';
import { breakerThreshold, rollingStep } from './rolling.ts';

const usual = { desired: 4, minimumHealthyPercent: 100, maximumPercent: 200 };

test.each([
  ['all new ones at once where there is room', [0, 0], [4, 4], usual, [4, 4, false]],
  ['old ones stay while new ones are not healthy', [4, 0], [4, 4], usual, [4, 4, false]],
  ['each healthy new one lets an old one go', [4, 2], [4, 4], usual, [4, 2, false]],
  ['all new ones healthy: the old ones go', [4, 4], [2, 2], usual, [4, 0, false]],
  ['the end', [4, 4], [0, 0], usual, [4, 0, true]],
  [
    'no room above: old ones make way first',
    [0, 0],
    [4, 4],
    { desired: 4, minimumHealthyPercent: 50, maximumPercent: 100 },
    [0, 2, false],
  ],
  [
    'and new ones fill the room',
    [0, 0],
    [2, 2],
    { desired: 4, minimumHealthyPercent: 50, maximumPercent: 100 },
    [2, 2, false],
  ],
  ['old ones that are not healthy go at once', [0, 0], [4, 3], usual, [4, 3, false]],
  ['nothing was there before', [0, 0], [0, 0], { ...usual, desired: 1 }, [1, 0, false]],
] as const)(
  '%s',
  (_rule, [alive, healthy], [oldAlive, oldHealthy], limits, [newDesired, oldDesired, isDone]) => {
    const step = rollingStep({ alive, healthy }, { alive: oldAlive, healthy: oldHealthy }, limits);
    expect(step).toEqual({ newDesired, oldDesired, isDone });
  },
);

test.each([
  [1, 3],
  [10, 5],
  [1000, 200],
])('with %i tasks the breaker gives up after %i', (desired, threshold) => {
  expect(breakerThreshold(desired)).toBe(threshold);
});
