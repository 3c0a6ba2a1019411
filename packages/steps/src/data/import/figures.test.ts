import { expect, it } from 'vitest';
import { nextAbove, nextBelow, rangeOf, restText, shareText } from './figures.ts';

it.each([
  [0.9, '90%', '10%'],
  [0.1, '10%', '90%'],
  [1, '100%', '0%'],
  [0, '0%', '100%'],
  [0.999, '99.9%', '0.1%'],
  [0.58, '58%', '42%'],
  [1e-7, '0.00001%', '99.99999%'],
])('%s is %s, and %s is left', (share, text, rest) =>
  expect([shareText(share), restText(share)]).toEqual([text, rest]),
);

it.each([
  [5, 5.000000000000001, 4.999999999999999],
  [-5, -4.999999999999999, -5.000000000000001],
  [0, 5e-324, -5e-324],
])('beside %s lie %s and %s', (value, above, below) =>
  expect([nextAbove(value), nextBelow(value)]).toEqual([above, below]),
);

it.each([
  [{ min: 1, isAboveMin: true, isWhole: true }, { min: 2 }],
  [
    { min: 1.5, max: 2.5, isWhole: true },
    { min: 2, max: 2 },
  ],
  [{ max: 3, isBelowMax: true, isWhole: true }, { max: 2 }],
  [
    { min: 1, max: 2 },
    { min: 1, max: 2 },
  ],
  [{}, undefined],
])('%j is %j', (bounds, range) => expect(rangeOf(bounds)).toEqual(range));
