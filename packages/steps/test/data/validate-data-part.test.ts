import { describe, expect, it } from 'vitest';
import { folderWith, parquetIn, runIn, samplesOf, statuses } from './fixture.ts';

const rows = (count: number, cell: (row: number) => string) =>
  `a,b\n${Array.from({ length: count }, (_, at) => `${cell(at + 1)},${at}`).join('\n')}\n`;

describe('a sample', () => {
  const checks = 'version: 1\ncolumns: { a: { type: integer, max: 10, mean: { max: 6 } } }\nrow-count: 3';

  it.each([
    ['a plain file', (row: number) => String(row)],
    ['a file with quotes', (row: number) => `"${row}"`],
  ])('of %s is its first rows, and says so everywhere', async (_name, cell) => {
    const root = await folderWith({ 'a.csv': rows(5_000, cell) });
    const { outcome, report, events, read } = await runIn(root, checks, { sources: 'a.csv', sample: '10' });
    expect(outcome.verdict).toBe('passed');
    expect(outcome.outputs).toMatchObject({ rows: 10, scope: 'the first 10 rows of each source' });
    expect(outcome.outputs).not.toHaveProperty('data-digest');
    expect(report).toMatchObject({ scope: 'the first 10 rows of each source', rows: 10 });
    expect(report.sources[0].files).toEqual([{ name: 'a.csv' }]);
    for (const file of ['junit.xml', 'report.html'])
      expect(await read(`.ml-ci/validate-data/${file}`)).toMatch(/the first 10 rows of each source/i);
    expect(outcome.summary).toContain('(the first 10 rows of each source only)');
    expect(statuses(report)['row-count']).toEqual(['skipped', 0]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warn', message: expect.stringContaining('satisfies no gate') }),
    );
  });

  it('names failing rows of the sample alone', async () => {
    const root = await folderWith({ 'a.csv': rows(5_000, String) });
    const { report } = await runIn(root, checks, { sources: 'a.csv', sample: '12' });
    expect(statuses(report)['a max']).toEqual(['failed', 2]);
    expect(samplesOf(report, 'a max')).toMatchObject([{ row: 11 }, { row: 12 }]);
  });

  it('finds the rows of it that cannot be read', async () => {
    const root = await folderWith({ 'a.csv': `a,b\n1,2\n3\n${'"4",5\n'.repeat(500)}` });
    const { report } = await runIn(root, checks, { sources: 'a.csv', sample: '10' });
    expect(statuses(report).readable).toEqual(['failed', 1]);
  });

  it('of Parquet and JSON Lines', async () => {
    const root = await folderWith({ 'a.jsonl': '{"a": 1}\n'.repeat(100) });
    await parquetIn(root, 'a.parquet', 'SELECT i AS a FROM range(100000) t(i)');
    const { outcome } = await runIn(root, checks, { sources: 'a.parquet,a.jsonl', sample: '5' });
    expect(outcome.outputs).toMatchObject({ rows: 10 });
    expect(outcome.verdict).toBe('passed');
  });
});

describe('tags', () => {
  const checks =
    'version: 1\ncolumns:\n  a: { type: integer, max: { value: 1, tags: [range] } }\n  b: { type: integer, max: 0, tags: [labels, range] }\n';
  const on = async (tags: string) =>
    runIn(await folderWith({ 'a.csv': 'a,b\n5,5\n' }), checks, { sources: 'a.csv', tags });

  it('choose the checks that have one of them', async () => {
    const { outcome, report } = await on('range');
    expect(Object.keys(statuses(report))).toEqual([
      'readable',
      'header',
      'a max',
      'b present',
      'b type',
      'b nullable',
      'b max',
    ]);
    expect(outcome.outputs).toMatchObject({ scope: 'checks tagged range' });
    expect(Object.keys(statuses((await on('labels')).report))).not.toContain('a max');
  });

  it('that no check has are a mistake', async () => {
    const { outcome } = await on('labels,rnge');
    expect([outcome.exitCode, outcome.error?.problems]).toMatchObject([
      2,
      [{ name: 'tags', message: 'no check has the tag "rnge"' }],
    ]);
  });
});
