import { describe, expect, it } from 'vitest';
import { folderWith, parquetIn, runIn, samplesOf, statuses } from './fixture.ts';

const lines = (header: string, cells: readonly (string | number)[]) => `${header}\n${cells.join('\n')}\n`;
const many = (count: number, value: (at: number) => string | number) =>
  Array.from({ length: count }, (_, at) => value(at));

describe('drift', () => {
  const measureOn = async (
    column: string,
    now: readonly (string | number)[],
    before: readonly (string | number)[],
  ) => {
    const root = await folderWith({
      'now.csv': lines(
        'a,b',
        now.map((cell, at) => `${cell},${at}`),
      ),
      'before.csv': lines(
        'a,b',
        before.map((cell, at) => `${cell},${at}`),
      ),
    });
    const { outcome, report } = await runIn(
      root,
      `version: 1\nreference: before.csv\ncolumns: { a: ${column} }`,
      { sources: 'now.csv' },
    );
    return {
      outcome,
      report,
      found: report.sources[0].checks.find(({ kind }: { kind: string }) => kind === 'drift'),
    };
  };
  const half = (share: number) => many(1_000, (at) => (at < share * 1_000 ? 'x' : 'y'));

  it.each([
    // 0.1 (ln 0.6/0.5) + 0.1 (ln 0.5/0.4)
    ['psi', 'psi', 0.1 * Math.log(0.6 / 0.5) + 0.1 * Math.log(0.5 / 0.4)],
    ['chi-square', 'chi-square', Math.sqrt(((50 ** 2 / 550 + 50 ** 2 / 450) * 2) / 2_000)],
    [
      'jensen-shannon',
      'jensen-shannon',
      Math.sqrt(
        (0.6 * Math.log(0.6 / 0.55) +
          0.5 * Math.log(0.5 / 0.55) +
          0.4 * Math.log(0.4 / 0.45) +
          0.5 * Math.log(0.5 / 0.45)) /
          2,
      ),
    ],
  ])('of categories by %s', async (_name, measure, expected) => {
    const { found } = await measureOn(`{ drift: ${measure} }`, half(0.6), half(0.5));
    expect(found.figure).toBeCloseTo(expected, 12);
    expect(found.status).toBe(expected > 0.1 ? 'warned' : 'passed');
  });

  it.each([
    ['kolmogorov-smirnov', 0.25],
    // all moved by 250, and the deviation of 0 … 999 is 288.67
    ['wasserstein', 250 / Math.sqrt((1_000 ** 2 - 1) / 12)],
  ])('of numbers by %s', async (measure, expected) => {
    const { found, outcome } = await measureOn(
      `{ drift: ${measure} }`,
      many(1_000, (at) => at + 250),
      many(1_000, (at) => at),
    );
    expect(found.figure).toBeCloseTo(expected, 12);
    expect([found.status, outcome.verdict]).toEqual(['failed', 'failed']);
  });

  it('warns above one figure and fails above another', async () => {
    const on = async (drift: string) =>
      (await measureOn(`{ drift: ${drift} }`, half(0.6), half(0.5))).found.status;
    expect(await on('{ warn: 0.03, fail: 0.05 }')).toBe('warned');
    expect(await on('{ warn: 0.03 }')).toBe('warned');
    expect(await on('{ fail: 0.03 }')).toBe('failed');
    expect(await on('{ fail: 0.05 }')).toBe('passed');
  });

  it('is not told from few rows, and that is no pass', async () => {
    const { found, outcome } = await measureOn(
      '{ drift: psi }',
      half(0.5).slice(300),
      half(0.5).slice(0, 499),
    );
    expect(outcome.verdict).toBe('failed');
    expect(found.found).toBe('not measured: "before.csv" has 499 values, and drift is told from 500');
  });

  it('is told of the rows of where, here and there', async () => {
    const now = many(2_000, (at) => (at % 2 === 0 ? 5 : at));
    const { found } = await measureOn(
      '{ type: integer, drift: { where: "a <> 5" } }',
      now,
      many(2_000, (at) => (at % 2 === 0 ? 7_000 : at)),
    );
    expect(found.status).toBe('failed');
    const same = await measureOn(
      '{ type: integer, drift: { where: "a NOT IN (5, 7000)" } }',
      now,
      many(2_000, (at) => (at % 2 === 0 ? 7_000 : at)),
    );
    expect(same.found).toMatchObject({ status: 'passed', figure: 0 });
  });

  it('gives the same figures for any order of the rows and any number of threads', async () => {
    const root = await folderWith({});
    const rows = 'SELECT sin(i) * exp(cos(i * 3)) AS a, i % 37 AS b FROM range(9000) AS t(i)';
    await parquetIn(
      root,
      'before.parquet',
      'SELECT sin(i) * exp(cos(i * 5)) * 1.1 AS a, i % 41 AS b FROM range(11000) AS t(i)',
    );
    await parquetIn(root, 'one.parquet', rows);
    await parquetIn(root, 'two.parquet', `SELECT * FROM (${rows}) ORDER BY hash(a)`);
    const found = new Set<string>();
    for (const measure of ['psi', 'jensen-shannon', 'kolmogorov-smirnov', 'wasserstein', 'chi-square']) {
      const checks = `version: 1\nreference: before.parquet\ncolumns: { a: { type: number, drift: ${measure} }, b: { type: integer, drift: { measure: ${measure}, bins: equal-width } } }`;
      for (const [name, threads] of [
        ['one', '1'],
        ['two', '1'],
        ['two', '8'],
        ['one', '5'],
      ]) {
        const { report } = await runIn(root, checks, { sources: `${name}.parquet`, threads: threads ?? '' });
        const figures = report.sources[0].checks.flatMap(({ figure }: { figure?: number }) => figure ?? []);
        expect(figures).toHaveLength(2);
        found.add(`${measure} ${figures.join(' ')}`);
      }
    }
    expect([...found]).toHaveLength(5);
  });

  it('that comes to no number is not measured, and that is no pass', async () => {
    const huge = many(600, (at) => (at % 2 === 0 ? '1.7e308' : '-1.7e308'));
    const { found, outcome } = await measureOn('{ drift: wasserstein }', huge, huge);
    expect(outcome.verdict).toBe('failed');
    expect(found.found).toBe('not measured: its numbers are too far apart');
  });

  it('needs a reference, and columns of numbers where the measure does', async () => {
    const root = await folderWith({ 'now.csv': 'a\nx\n' });
    const { outcome } = await runIn(
      root,
      'version: 1\ncolumns: { a: { type: string, drift: wasserstein } }',
      { sources: 'now.csv' },
    );
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECKS_INVALID']);
    expect(outcome.error?.problems?.map(({ message }) => message)).toEqual([
      'wasserstein is for columns of numbers, dates and timestamps',
      'needs a reference',
    ]);
  });

  it('cannot be measured against what cannot be read', async () => {
    const root = await folderWith({
      'now.csv': lines(
        'a,b',
        many(600, (at) => `${at},1`),
      ),
      'before.csv': `${lines(
        'a,b',
        many(600, (at) => `${at},1`),
      )}7\n`,
    });
    const { outcome, report } = await runIn(
      root,
      'version: 1\ncolumns: { a: { type: integer, drift: psi } }',
      { sources: 'now.csv', reference: 'before.csv' },
    );
    expect(outcome.verdict).toBe('failed');
    expect(report.sources[0].checks.at(-1).found).toBe(
      'not measured: "before.csv" has 1 row that cannot be read',
    );
  });
});

describe('another source', () => {
  const files = {
    'orders.csv': 'id,kind\n1,a\n2,b\n3,z\n4,\n',
    'kinds.csv': 'name,kind\na,1\nb,2\nb,3\n',
    'test.csv': 'id,kind\n3,z\n9,q\n4,\n',
  };
  const on = async (checks: string, inputs: Readonly<Record<string, string>> = {}) =>
    runIn(await folderWith(files), `version: 1\n${checks}`, { sources: 'orders.csv', ...inputs });

  it('has the values that a column refers to', async () => {
    const { outcome, report } = await on(
      'columns: { kind: { nullable: true, references: { source: kinds.csv, column: name } } }',
    );
    expect(outcome.verdict).toBe('failed');
    expect(statuses(report)['kind references']).toEqual(['failed', 1]);
    expect(samplesOf(report, 'kind references')).toEqual([
      { file: 'orders.csv', row: 3, line: 4, values: [{ column: 'kind', value: 'z' }] },
    ]);
    expect(report.sources[0]['held-against']).toMatchObject([
      { source: 'kinds.csv', files: [{ name: 'kinds.csv', bytes: 22 }] },
    ]);
  });

  it('has no row of this one', async () => {
    const { report } = await on(
      'columns: { id: { type: integer }, kind: { nullable: true } }\noverlap: [{ with: test.csv, columns: [id] }, { with: test.csv, columns: [id, kind], severity: warn }]',
    );
    expect(statuses(report)).toMatchObject({
      'overlap with test.csv': ['failed', 2],
      'overlap with test.csv (2)': ['warned', 1],
    });
  });

  it('has about as many rows', async () => {
    const { report } = await on('row-change: 33%', { reference: 'test.csv' });
    expect(report.sources[0].checks.at(-1)).toMatchObject({
      figure: 1 / 3,
      status: 'failed',
      found: '33.33 % more rows: 4, and 3 in test.csv',
    });
    expect((await on('row-change: 34%', { reference: 'test.csv' })).outcome.verdict).toBe('passed');
  });

  it('has the same columns', async () => {
    expect((await on('same-columns: true', { reference: 'test.csv' })).outcome.verdict).toBe('passed');
    const { outcome, report } = await on('same-columns: true', { reference: 'kinds.csv' });
    expect(outcome.verdict).toBe('failed');
    expect(report.sources[0].checks.at(-1).found).toBe('no "name", "id" is new');
  });

  it('must be there', async () => {
    const { outcome } = await on('columns: { kind: { references: { source: nowhere.csv } } }');
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'FILE_MISSING']);
  });

  it('must have the column', async () => {
    const { outcome, report } = await on(
      'columns: { kind: { nullable: true, references: { source: kinds.csv, column: nothing } } }',
    );
    expect(outcome.verdict).toBe('failed');
    expect(report.sources[0].checks.at(-1).found).toBe(
      'not measured: there is no column "nothing" in "kinds.csv"',
    );
  });
});
