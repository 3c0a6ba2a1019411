import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckedRun, folderWith, parquetIn, runEach, runIn, runOn } from './fixture.ts';

/** The check, the cells of the column, its figure and whether that is in the range. */
const figures: [string, string, string[], number, 'passed' | 'failed' | 'warned'][] = [
  ['mean', '{ mean: { min: 2, max: 2 } }', ['1', '2', '3'], 2, 'passed'],
  ['mean', '{ mean: { max: 1.9 } }', ['1', '2', '3'], 2, 'failed'],
  ['mean', '{ mean: { value: { max: 1.9 }, severity: warn } }', ['1', '2', '3'], 2, 'warned'],
  ['mean', '{ nullable: true, mean: { min: 2 } }', ['1', '', '3', ''], 2, 'passed'],
  ['mean', '{ type: number, finite: false, mean: { min: 2 } }', ['1', 'NaN', '3', 'inf'], 2, 'passed'],
  // the error of a sum is 2^-62 of its largest number for each row
  ['mean', '{ mean: { min: 0 } }', ['1e300', '-1e300', '3'], 0, 'passed'],
  ['mean', '{ mean: { min: 0 } }', ['1e15', '-1e15', '3'], 1, 'passed'],
  ['mean', '{ mean: { min: 0 } }', ['0', '0'], 0, 'passed'],
  ['mean', '{ mean: { min: 0 } }', ['1e-300', '3e-300'], 2e-300, 'passed'],
  ['sum', '{ type: integer, sum: { min: 0 } }', ['9007199254740991', '-9007199254740990'], 1, 'passed'],
  ['sum', '{ sum: { min: 0.3, max: 0.3 } }', ['0.1', '0.2'], 0.1 + 0.2, 'failed'],
  ['std', '{ std: { max: 1 } }', ['1', '2', '3'], 1, 'passed'],
  ['std', '{ std: { min: 0 } }', ['1e200', '3e200'], Math.SQRT2 * 1e200, 'passed'],
  ['std', '{ std: { max: 0 } }', ['1000000000.1', '1000000000.1'], 0, 'passed'],
  ['std', '{ std: { min: 0.5 } }', ['1000000000', '1000000001'], Math.SQRT1_2, 'passed'],
  ['median', '{ median: { max: 2 } }', ['1', '2', '9'], 2, 'passed'],
  ['median', '{ median: { max: 2 } }', ['1', '2', '3', '9'], 2.5, 'failed'],
  ['quantiles 0.9', '{ quantiles: { "0.9": { max: 9 } } }', ['0', '10'], 9, 'passed'],
  ['distinct', '{ distinct: 2 }', ['a', 'b', 'a'], 2, 'passed'],
  ['distinct', '{ type: number, distinct: { min: 3 } }', ['1', '1.0', '2'], 2, 'failed'],
  ['most-common', '{ most-common: 50% }', ['a', 'a', 'b', 'c'], 0.5, 'passed'],
  ['most-common', '{ nullable: true, most-common: 60% }', ['a', 'a', 'b', '', ''], 2 / 3, 'failed'],
  ['balance', '{ balance: { min: 25% } }', ['a', 'a', 'a', 'b'], 0.25, 'passed'],
  ['balance', '{ balance: { min: 30% } }', ['a', 'a', 'a', 'b'], 0.25, 'failed'],
  ['balance', '{ balance: { max: 60% } }', ['a', 'a', 'a', 'b'], 0.75, 'failed'],
  ['smallest', '{ smallest: { min: 2 } }', ['3', '2', '9'], 2, 'passed'],
  ['smallest', '{ type: number, finite: false, smallest: { max: 2 } }', ['3', 'NaN', '-inf'], 3, 'failed'],
  ['largest', '{ type: integer, largest: { min: 10, max: 20 } }', ['3', '9'], 9, 'failed'],
  ['largest', '{ nullable: true, largest: { max: 9 } }', ['3', '9', ''], 9, 'passed'],
  ['distinct-share', '{ distinct-share: { min: 75% } }', ['a', 'b', 'a', 'c'], 0.75, 'passed'],
  ['distinct-share', '{ nullable: true, distinct-share: { max: 49% } }', ['a', 'a', '', ''], 0.5, 'failed'],
  ['includes', '{ includes: [a, b] }', ['a', 'b', 'c'], 2, 'passed'],
  ['includes', '{ type: number, includes: [1, 2.5] }', ['1.0', '3'], 1, 'failed'],
];

describe('a check of one figure', () => {
  let run: CheckedRun;
  beforeAll(async () => {
    run = await runEach(
      figures.map(([, column, cells]) => ({
        content: `a,row\n${cells.map((cell, at) => `${cell},${at}`).join('\n')}\n`,
        checks: `columns: { a: ${column} }`,
      })),
    );
  });

  it.each(figures.map((each, at) => [...each, at] as const))(
    '%s of %s over %j',
    (key, _column, _cells, value, status, at) => {
      const found = run.report.sources[at].checks.find(
        ({ check }: { check: string }) => check === `a ${key}`,
      );
      expect([found.figure, found.status]).toEqual([value, status]);
    },
  );
});

it('is not measured, and so not passed, without values', async () => {
  const { outcome, report } = await runOn(
    'a.csv',
    'a,b\n,1\n',
    'version: 1\ncolumns: { a: { nullable: true, mean: { min: 0 } } }',
  );
  expect(outcome.verdict).toBe('failed');
  expect(report.sources[0].checks.at(-1)).toMatchObject({
    status: 'failed',
    found: 'not measured: it has too few values',
  });
});

it('gives the same figure for any order of the rows and any number of threads', async () => {
  const root = await folderWith({});
  const numbers =
    'SELECT exp(sin(i) * 200) * (CASE WHEN i % 3 = 0 THEN -1 ELSE 1 END) AS a FROM range(60000) AS t(i)';
  await parquetIn(root, 'one.parquet', numbers);
  await parquetIn(root, 'two.parquet', `SELECT * FROM (${numbers}) ORDER BY hash(a)`);
  await parquetIn(root, 'three.parquet', `SELECT * FROM (${numbers}) ORDER BY a`);
  const checks =
    'version: 1\ncolumns: { a: { type: number, mean: { min: 0 }, std: { min: 0 }, sum: { min: 0 }, median: { min: 0 } } }';
  const found = new Set<string>();
  for (const name of ['one', 'two', 'three']) {
    for (const threads of ['1', '2', '7']) {
      const { report } = await runIn(root, checks, { sources: `${name}.parquet`, threads });
      found.add(JSON.stringify(report.sources[0].checks.map(({ figure }: { figure?: number }) => figure)));
    }
  }
  expect([...found]).toHaveLength(1);
  // as numpy has it, to the last digit but two
  const [mean, std] = JSON.parse([...found][0] ?? '').filter((figure: number | null) => figure !== null);
  expect(std / mean).toBeGreaterThan(0);
});

describe('outliers', () => {
  const checks = (method: string, factor: number) =>
    `version: 1\ncolumns: { a: { type: number, outliers: { value: { method: ${method}, factor: ${factor} }, fail: 10% } } }`;
  const content = `a\n${[...Array.from({ length: 20 }, (_, at) => at), 1000].join('\n')}\n`;

  it.each([
    ['iqr', 1.5],
    ['z-score', 3],
  ])('are found by %s, and named with their rows', async (method, factor) => {
    const { outcome, report } = await runOn('a.csv', content, checks(method, factor).replace('10%', '0'));
    expect(outcome.verdict).toBe('failed');
    const found = report.sources[0].checks.find(({ check }: { check: string }) => check === 'a outliers');
    expect(found).toMatchObject({
      failing: 1,
      samples: [{ row: 21, values: [{ column: 'a', value: '1000' }] }],
    });
  });

  it('may be a share of the rows', async () => {
    expect((await runOn('a.csv', content, checks('iqr', 1.5))).outcome.verdict).toBe('passed');
  });
});

describe('max-age', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  it.each([
    ['timestamp', daysAgo(1), '2d', 'passed'],
    ['timestamp', daysAgo(3), '2d', 'failed'],
    ['date', daysAgo(3).slice(0, 10), '7d', 'passed'],
    ['timestamp', daysAgo(-3), '2d', 'failed'],
  ])('of a %s at %s within %s', async (type, newest, most, verdict) => {
    const content = `at,b\n2001-01-01${type === 'date' ? '' : 'T00:00'},1\n${newest},2\n`;
    const { outcome } = await runOn(
      'a.csv',
      content,
      `version: 1\ncolumns: { at: { type: ${type}, max-age: ${most} } }`,
    );
    expect(outcome.verdict).toBe(verdict);
  });
});

describe('where', () => {
  const content = 'kind,a\nx,1\nx,2\ny,900\ny,900\n';
  const on = (column: string) =>
    runOn('a.csv', content, `version: 1\ncolumns:\n  kind: { type: string }\n  a: ${column}\n`);

  it.each([
    ['{ type: integer, max: { value: 2, where: "kind = \'x\'" } }', 'passed'],
    ['{ type: integer, max: { value: 2, where: "kind = \'y\'" } }', 'failed'],
    ['{ type: integer, unique: { value: true, where: "kind = \'x\'" } }', 'passed'],
    ['{ type: integer, unique: { value: true, where: "kind = \'y\'" } }', 'failed'],
    ['{ type: integer, mean: { value: { max: 1.5 }, where: "kind = \'x\'" } }', 'passed'],
    ['{ type: integer, distinct: { value: 1, where: "kind = \'y\'" } }', 'passed'],
    ['{ type: integer, max: { value: 1, where: "kind = \'x\'", fail: 50% } }', 'passed'],
    ['{ type: integer, max: { value: 1, where: "kind = \'x\'", fail: 49% } }', 'failed'],
    ['{ type: integer, max: 2, where: "kind = \'x\'" }', 'passed'],
  ])('%s', async (column, verdict) => expect((await on(column)).outcome.verdict).toBe(verdict));

  it('is told with the rows that it chose, where rows were counted', async () => {
    const where = `where: "kind = 'x'"`;
    const { report } = await on(
      `{ type: integer, max: { value: 1, ${where} }, mean: { value: { max: 9 }, ${where} } }`,
    );
    const rowsOf = (kind: string) =>
      report?.sources[0]?.checks.find((check: { kind: string }) => check.kind === kind)?.rows;
    expect([rowsOf('max'), rowsOf('mean')]).toEqual([2, undefined]);
  });

  it.each([
    ['kind', 'CHECK_SQL_FAILED'],
    ['(SELECT true)', 'CHECK_SQL_FORBIDDEN'],
  ])('refuses %s', async (where, code) => {
    const { outcome } = await on(`{ type: integer, max: { value: 2, where: "${where}" } }`);
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, code]);
  });
});
