import { expect, it } from 'vitest';
import { joinRanges, lengthOf } from './byte-ranges.ts';

const far = 1_000_000;

it.each([
  [
    'apart',
    [
      [10, 20],
      [far, far + 5],
    ],
    [
      [10, 20],
      [far, far + 5],
    ],
  ],
  [
    'in another order',
    [
      [far, far + 5],
      [10, 20],
    ],
    [
      [10, 20],
      [far, far + 5],
    ],
  ],
  [
    'near',
    [
      [10, 20],
      [30, 40],
    ],
    [[10, 40]],
  ],
  [
    'one in the other',
    [
      [10, 50],
      [20, 30],
    ],
    [[10, 50]],
  ],
  [
    'into the end',
    [
      [10, 20],
      [9 * far - 10, 9 * far + 10],
    ],
    [
      [10, 20],
      [9 * far - 10, 9 * far],
    ],
  ],
  ['in the end', [[9 * far + 1, 9 * far + 2]], []],
])('ranges that are %s', (_rule, given, expected) => {
  const ranges = given.map(([start = 0, end = 0]) => ({ start, end }));
  const joined = joinRanges(ranges, { start: 9 * far, end: 10 * far });
  expect(joined.map(({ start, end }) => [start, end])).toEqual(expected);
  expect(lengthOf(joined)).toBe(expected.reduce((sum, [start = 0, end = 0]) => sum + end - start, 0));
});
