import { expect, it } from 'vitest';
import type { LeakageRule } from '../checks/check.ts';
import { foundOf, type Telling, tellingOf } from './figures.ts';

it.each([
  ['what the most common label leaves', 90n, 60n, 100n, 0.75],
  ['all of it', 100n, 60n, 100n, 1],
  ['as good as the most common label', 60n, 60n, 100n, 0],
  ['worse', 10n, 60n, 100n, 0],
  ['more rows than a double tells apart', 2n ** 60n - 1n, 2n ** 59n, 2n ** 60n, 1],
])('the share of %s', (_what, hits, most, rows, share) => {
  expect(tellingOf('a', hits, { most, rows }).share).toBe(share);
});

const rule = (max: number): LeakageRule => ({
  kind: 'leakage',
  label: 'y',
  except: [],
  range: { max },
  minRows: 200,
});
const telling = (column: string, share: number): Telling => ({
  column,
  rows: Math.round(share * 1e3),
  share,
});

it.each<[string, readonly Telling[], number, string, boolean]>([
  ['none', [telling('a', 0), telling('b', 0)], 0.95, 'no column tells more than that value does', false],
  ['none, where none may', [telling('a', 0)], 0, 'no column tells more than that value does', false],
  [
    'the first of those that may',
    [telling('a', 0.2), telling('b', 0.5)],
    0.95,
    '"b" tells the most, in 50 %',
    false,
  ],
  ['what is at the limit', [telling('a', 0.95)], 0.95, '"a" tells the most, in 95 %', false],
  ['what is just above it', [telling('a', 0.9500001)], 0.95, '"a" tells it in 95.00001 %', true],
  ['nearly all', [telling('a', 0.9999999)], 0.95, '"a" tells it in 99.99999 %', true],
  [
    'all that are above',
    [telling('a', 0.97), telling('b', 0.5), telling('c', 1)],
    0.95,
    '"c" tells it in 100 %, "a" in 97 %',
    true,
  ],
  ['a long name', [telling('n'.repeat(99), 1)], 0.95, `"${'n'.repeat(60)}…" tells it in 100 %`, true],
])('tells %s', (_what, all, max, text, isFailing) => {
  expect(foundOf(all, rule(max))).toMatchObject({ kind: 'figure', text, isFailing });
});

it('names twenty columns and counts the others', () => {
  const all = Array.from({ length: 25 }, (_, at) => telling(`c${at}`, 1));
  const found = foundOf(all, rule(0.95));
  expect(found).toMatchObject({
    text: expect.stringMatching(/^"c0" tells it in 100 %, "c1" in .*"c19" in 100 %, and 5 more$/),
  });
});
