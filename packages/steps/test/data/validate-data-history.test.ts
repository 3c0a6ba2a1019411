import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distanceOf } from '../../src/data/history/compare.ts';
import { folderWith, runIn } from './fixture.ts';

const data = (mean: number, count = 10) =>
  `a\n${Array.from({ length: count }, (_, at) => mean + (at % 2 === 0 ? 1 : -1)).join('\n')}\n`;

const checks = (history: string) =>
  `version: 1\ncolumns: { a: { type: integer, nullable: true, mean: { min: 0 }, max: 1000 } }\nhistory:\n  - ${history}\n`;

/** Runs once for each mean, one after the other, in one folder. */
async function runs(
  means: readonly number[],
  history: string,
  inputs: Readonly<Record<string, string>> = {},
) {
  const root = await folderWith({});
  let last: Awaited<ReturnType<typeof runIn>> | undefined;
  for (const mean of means) {
    await writeFile(join(root, 'a.csv'), data(mean));
    last = await runIn(root, checks(history), { sources: 'a.csv', history: 'kept', ...inputs });
  }
  if (last === undefined) throw new Error('no run');
  return { ...last, root, found: last.report?.sources[0].checks.at(-1) };
}

describe('a check against earlier runs', () => {
  it.each([
    ['{ check: a mean, max-change: 5% }', [100, 100, 100, 105], 'passed'],
    ['{ check: a mean, max-change: 5% }', [100, 100, 100, 106], 'failed'],
    ['{ check: a mean, max-difference: 5 }', [100, 102, 98, 105], 'passed'],
    ['{ check: a mean, max-difference: 5, severity: warn }', [100, 102, 98, 94], 'warned'],
    ['{ check: a mean, max-z: 3 }', [100, 101, 99, 102, 98, 106], 'failed'],
    ['{ check: a mean, max-z: 3 }', [100, 101, 99, 102, 98, 104], 'passed'],
    ['{ check: a mean, max-change: 5%, last: 3 }', [10, 100, 100, 100, 101], 'passed'],
    ['{ check: a max, max-difference: 0.1 }', [100, 100, 100, 1000], 'failed'],
    ['{ check: row-count, max-change: 0% }', [1, 2, 3, 4], 'passed'],
  ])('%s after %j', async (history, means, status) => {
    const { found } = await runs(means, history);
    expect(found).toMatchObject({ kind: 'history', status });
  });

  it('is skipped, and fails nothing, before there are enough runs', async () => {
    const { outcome, found } = await runs([100, 500], '{ check: a mean, max-change: 5% }');
    expect(outcome.verdict).toBe('passed');
    expect(found).toMatchObject({
      status: 'skipped',
      found: 'not measured: 1 earlier run, and 3 are needed',
    });
  });

  it('tells what it is held against', async () => {
    const { found } = await runs([100, 100, 100, 150], '{ check: a mean, max-change: 5%, max-z: 3 }');
    expect(found.found).toBe('is 150, and 100 in the median of 3 runs: by 50 %, robust z Infinity');
    expect(found.figure).toBe(150);
  });

  it('does not count runs that failed', async () => {
    const { found } = await runs([100, 100, 100, 2000, 2000, 2000, 101], '{ check: a mean, max-change: 5% }');
    expect(found).toMatchObject({ status: 'passed' });
  });

  it('needs a place, a check with a figure, and a limit', async () => {
    const root = await folderWith({ 'a.csv': data(1) });
    const missing = await runIn(root, checks('{ check: a mean, max-z: 3 }'), { sources: 'a.csv' });
    expect(missing.outcome.error?.problems).toMatchObject([{ name: 'history' }]);
    for (const wrong of [
      '{ check: a mode, max-z: 3 }',
      '{ check: header, max-z: 3 }',
      '{ check: a mean }',
      '{ check: a mean, max-z: 3, last: 2 }',
    ]) {
      const { outcome } = await runIn(root, checks(wrong), { sources: 'a.csv', history: 'kept' });
      expect([outcome.exitCode, outcome.error?.code], wrong).toEqual([2, 'CHECKS_INVALID']);
    }
  });
});

describe('the history', () => {
  it('has one file a run with figures alone, and none of a sample, of a plan or of tags', async () => {
    const { root } = await runs([100, 101], '{ check: a mean, max-z: 3, tags: [t] }');
    await runIn(root, checks('{ check: a mean, max-z: 3, tags: [t] }'), {
      sources: 'a.csv',
      history: 'kept',
      sample: '5',
    });
    await runIn(root, checks('{ check: a mean, max-z: 3, tags: [t] }'), {
      sources: 'a.csv',
      history: 'kept',
      plan: 'true',
    });
    await runIn(root, checks('{ check: a mean, max-z: 3, tags: [t] }'), {
      sources: 'a.csv',
      history: 'kept',
      tags: 't',
    });
    const names = await readdir(join(root, 'kept'));
    expect(names).toHaveLength(2);
    const [first = ''] = names.sort();
    expect(JSON.parse(await readFile(join(root, 'kept', first), 'utf8'))).toMatchObject({
      format: 'ml-ci/validate-data-history/1',
      verdict: 'passed',
      sources: { 'a.csv': { rows: 10, checks: { 'a mean': 100, 'a max': 0, 'row-count': 10 } } },
    });
  });

  it('that cannot be read stops the run before the data is looked at', async () => {
    const root = await folderWith({ 'a.csv': data(1), 'kept/20261130T163000123Z-x.json': '{}' });
    const { outcome } = await runIn(root, checks('{ check: a mean, max-z: 3 }'), {
      sources: 'a.csv',
      history: 'kept',
    });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'SOURCE_INVALID']);
  });
});

describe('the distance from earlier figures', () => {
  it.each([
    ['the median of an even number', 4, [1, 3], { median: 2, difference: 2, change: 1, z: 0.6745 * 2 }],
    ['most are the same', 2, [1, 1, 1, 2], { median: 1, difference: 1, change: 1, z: 0.7979 / 0.25 }],
    ['all are the same', 1, [1, 1, 1], { median: 1, difference: 0, change: 0, z: 0 }],
    [
      'all are the same, and this is not',
      2,
      [1, 1],
      { median: 1, difference: 1, change: 1, z: Number.POSITIVE_INFINITY },
    ],
    [
      'from nothing',
      1,
      [0, 0],
      { median: 0, difference: 1, change: Number.POSITIVE_INFINITY, z: Number.POSITIVE_INFINITY },
    ],
    ['below zero', -3, [-2, -2, -1], { median: -2, difference: 1, change: 0.5, z: 0.7979 / (1 / 3) }],
  ])('%s', (_name, value, others, expected) => expect(distanceOf(value, others)).toEqual(expected));
});
