import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckedRun, folderWith, parquetIn, runIn, runOn, samplesOf, statuses } from './fixture.ts';
import { type Cell, slowFigure } from './leakage-oracle.ts';
import { randomNumbers } from './random.ts';

type Columns = Readonly<Record<string, readonly Cell[]>>;

const csvOf = (columns: Columns) => {
  const names = Object.keys(columns);
  const rows = columns[names[0] ?? '']?.map((_, at) =>
    names.map((name) => columns[name]?.[at] ?? '').join(','),
  );
  return `${names.join(',')}\n${(rows ?? []).join('\n')}\n`;
};
const many = <T>(count: number, one: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => one(at));

/** What the check of leakage in the report of a run found. */
const leakageIn = (report: CheckedRun['report'], source = 0) =>
  report.sources[source].checks.filter(({ kind }: { kind: string }) => kind === 'leakage');

/** A table in which some columns tell the label, and others must not be taken for that. */
function table(rows = 1_000) {
  const random = randomNumbers(3);
  const label = many(rows, () => (random() < 0.3 ? 'yes' : 'no'));
  const isYes = (at: number) => label[at] === 'yes';
  return {
    id: many(rows, (at) => (at * 7_919) % 10_007),
    copy: label.map((_, at) => (isYes(at) ? 1 : 2)),
    missing: label.map((_, at) => (isYes(at) ? null : Math.floor(random() * 1e6))),
    threshold: label.map((_, at) => Number((random() + (isYes(at) ? 1 : 0)).toFixed(9))),
    noise: label.map(() => Number(random().toFixed(9))),
    group: label.map(() => `g${Math.floor(random() * 8)}`),
    name: label.map(() => `n-${Math.floor(random() * 1e9)}`),
    label,
  };
}

describe('a column that gives the label away', () => {
  it.each(['csv', 'parquet'])('is named with its figure, the worst first, in %s', async (format) => {
    const root = await folderWith({ 'a.csv': csvOf(table()) });
    if (format === 'parquet') await parquetIn(root, 'a.parquet', `SELECT * FROM read_csv('${root}/a.csv')`);
    const { outcome, report, read } = await runIn(root, 'version: 1\nleakage: [{ label: label }]', {
      sources: `a.${format}`,
    });
    expect(outcome.verdict).toBe('failed');
    expect(leakageIn(report)).toEqual([
      expect.objectContaining({
        check: 'label leakage',
        status: 'failed',
        figure: 1,
        figures: expect.arrayContaining([
          { column: 'copy', figure: 1 },
          { column: 'id', figure: 0 },
        ]),
        columns: ['label', 'id', 'copy', 'missing', 'threshold', 'noise', 'group', 'name'],
        found: '"copy" tells it in 100 %, "missing" in 100 %, "threshold" in 99.3 %',
      }),
    ]);
    expect(await read('.ml-ci/validate-data/junit.xml')).toContain('&quot;copy&quot; tells it in 100 %');
    const page = await read('.ml-ci/validate-data/report.html');
    expect(page).toContain('&quot;threshold&quot; in 99.3 %');
    expect(page).toContain('Columns that tell label');
    expect(page).toMatch(/<svg class="gauge failed"[\s\S]*95 %/);
  });

  it('is none of keys, noise and names, whose figure stays below the limit', async () => {
    const { outcome, report } = await runOn(
      'a.csv',
      csvOf(table()),
      'version: 1\nleakage: [{ label: label, max: 5%, except: [copy, missing, threshold] }]',
    );
    expect(outcome.verdict).toBe('passed');
    expect(leakageIn(report)[0]).toMatchObject({ status: 'passed', figure: 0 });
  });

  it('is looked for in the columns that are named, and warns where it shall', async () => {
    const { outcome, report } = await runOn(
      'a.csv',
      csvOf(table()),
      `version: 1
leakage:
  - { label: label, columns: [threshold, noise], max: 0.9, severity: warn, owner: me, description: why, tags: [t] }
  - { label: label, columns: [threshold, noise], max: 99.5% }`,
    );
    expect(outcome.verdict).toBe('passed');
    expect(leakageIn(report)).toMatchObject([
      {
        check: 'label leakage',
        status: 'warned',
        owner: 'me',
        description: 'why',
        tags: ['t'],
        found: '"threshold" tells it in 99.3 %',
      },
      { check: 'label leakage (2)', status: 'passed' },
    ]);
  });

  it('is looked for in the rows that where chooses', async () => {
    const half = table(600);
    const columns: Columns = {
      part: many(1_200, (at) => (at < 600 ? 'a' : 'b')),
      label: [...half.label, ...half.label],
      x: [...half.copy, ...half.noise],
    };
    const checks = (part: string) =>
      `version: 1\ncolumns: { part: {} }\nleakage: [{ label: label, columns: [x], where: "part = '${part}'" }]`;
    const text = csvOf(columns);
    const typed = (part: string) => checks(part).replace('{ part: {} }', '{ part: { type: string } }');
    expect(leakageIn((await runOn('a.csv', text, typed('a'))).report)[0]).toMatchObject({
      status: 'failed',
      figure: 1,
    });
    expect(leakageIn((await runOn('a.csv', text, typed('b'))).report)[0]).toMatchObject({
      status: 'passed',
      figure: 0,
    });
  });

  it('is told without a value, also of personal data', async () => {
    const { report, read } = await runOn(
      'a.csv',
      csvOf(table()).replaceAll(',yes\n', ',secret-1\n').replaceAll(',no\n', ',secret-2\n'),
      'version: 1\ncolumns: { label: { type: string, pii: true }, copy: { pii: true } }\nleakage: [{ label: label }]',
    );
    expect(leakageIn(report)[0]).toMatchObject({ status: 'failed', samples: [] });
    for (const name of ['report.json', 'report.html', 'junit.xml'])
      expect(await read(`.ml-ci/validate-data/${name}`)).not.toContain('secret-');
  });
});

it('is the same for any order of the rows and any number of threads', async () => {
  const root = await folderWith({ 'a.csv': csvOf(table()) });
  const rows = `SELECT *, label = 'yes' AND noise > 0.2 AS partly FROM read_csv('${root}/a.csv')`;
  await parquetIn(root, 'one.parquet', rows);
  await parquetIn(root, 'two.parquet', `${rows} ORDER BY hash(noise)`, 'row_group_size 100');
  const lines = csvOf(table()).trim().split('\n');
  const shuffled = [lines[0], ...lines.slice(1).toSorted((a, b) => a.localeCompare(b))].join('\n');
  const checks =
    'version: 1\nleakage:\n  - { label: label, columns: [threshold] }\n  - { label: threshold, columns: [label, copy] }\n  - { label: label, columns: [noise, group] }';
  const found = new Set<string>();
  const figures = async (dir: string, sources: string, threads: string) => {
    const { report } = await runIn(dir, checks, { sources, threads });
    found.add(JSON.stringify(leakageIn(report).map(({ figure }: { figure: number }) => figure)));
  };
  const other = await folderWith({ 'a.csv': `${shuffled}\n` });
  for (const threads of ['1', '2', '7']) {
    await figures(root, 'one.parquet', threads);
    await figures(root, 'two.parquet', threads);
    await figures(root, 'a.csv', threads);
    await figures(other, 'a.csv', threads);
  }
  expect([...found]).toHaveLength(1);
});

describe('the figure', () => {
  const random = randomNumbers(11);
  const draw = (kinds: number) => () => Math.floor(random() * kinds);
  const cases = many(24, (at): readonly [string, readonly Cell[], readonly Cell[]] => {
    const rows = 240 + draw(200)();
    const isRegression = at % 4 === 3;
    const base = many(rows, () => random());
    const labels = base.map((x): Cell => {
      if (random() < 0.05) return null;
      return isRegression ? Number(x.toFixed(at % 8 === 3 ? 2 : 7)) : `l${Math.floor(x * (2 + (at % 5)))}`;
    });
    const spread = [0.01, 0.1, 0.5, 3][at % 4] ?? 1;
    const digits = [0, 1, 2, 6][(at >> 2) % 4] ?? 6;
    const column = base.map((x): Cell => {
      if (random() < 0.1) return null;
      const value = Number(((x + (random() - 0.5) * spread) * 10).toFixed(digits)) + 0;
      return at % 3 === 0 ? `v${value}` : value;
    });
    return [`${at}`, column, labels];
  });

  it.each(cases)('is that of an oracle that looks at every row: case %s', async (_name, column, labels) => {
    const columns = { row: many(labels.length, (at) => at), column, labels };
    const isNumber = labels.every((label) => label === null || typeof label === 'number');
    const checks = `version: 1\ncolumns: { labels: { type: ${isNumber ? 'number' : 'string'}, nullable: true } }\nleakage: [{ label: labels, columns: [column] }]`;
    const { report } = await runOn('a.csv', csvOf(columns), checks);
    expect(leakageIn(report)[0].figure).toBe(slowFigure(column, labels));
  });

  it('is told of the cases that tell something', () => {
    const figures = cases.map(([, column, labels]) => slowFigure(column, labels));
    expect(figures.filter((figure) => figure > 0.2).length).toBeGreaterThan(6);
    expect(figures.filter((figure) => figure === 0).length).toBeGreaterThan(2);
  });
});

describe('what decides', () => {
  const figureOf = async (columns: Columns, checks = '{ label: label }', declared = '') => {
    const { report } = await runOn('a.csv', csvOf(columns), `version: 1\n${declared}\nleakage: [${checks}]`);
    return leakageIn(report)[0];
  };
  const halves = many(400, (at) => (at % 2 === 0 ? 'x' : 'y'));

  it.each<[string, Columns, number]>([
    ['a key by rows alone', { a: many(400, (at) => `k${(at * 7_919) % 10_007}`), label: halves }, 0],
    ['a key whose first letter tells it', { a: many(400, (at) => `${at % 2}-${at}`), label: halves }, 0.99],
    ['pairs of rows by the other one', { a: many(400, (at) => `k${at >> 2}${at % 2}`), label: halves }, 1],
    [
      'numbers that nobody declared, by their size',
      { a: many(400, (at) => (at % 2) * 900 + at), label: halves },
      0.99,
    ],
    ['an empty cell and no other', { a: many(400, (at) => (at % 2 === 0 ? null : at)), label: halves }, 1],
    ['a number by its quarter', { a: many(400, (at) => at * 3), label: many(400, (at) => -at) }, 0.98],
    [
      'a rare label',
      { a: many(4_000, (at) => at * 3), label: many(4_000, (at) => (at < 100 ? 'x' : 'y')) },
      0.98,
    ],
    ['NaN as one value', { a: many(400, (at) => (at % 2 === 0 ? 'NaN' : at)), label: halves }, 1],
    [
      'infinity as the last number',
      { a: many(400, (at) => (at % 2 === 0 ? 'inf' : at)), label: halves },
      0.975,
    ],
    [
      'a time by its order',
      { a: many(400, (at) => `20${at % 2}${at % 10}-01-0${(at % 9) + 1}`), label: halves },
      1,
    ],
  ])('%s', async (_rule, columns, figure) => {
    expect((await figureOf(columns)).figure).toBeCloseTo(figure, 12);
  });

  it('NaN and infinities are no labels of a column of numbers', async () => {
    const label = many(600, (at) => (at % 3 === 2 ? (['NaN', 'inf', '-inf'][(at % 9) % 3] ?? '') : at % 3));
    const columns = { a: label.map((one) => (typeof one === 'number' ? one : 0)), label };
    const declared = 'columns: { label: { type: number, finite: false } }';
    expect(await figureOf(columns, '{ label: label, min-rows: 400 }', declared)).toMatchObject({ figure: 1 });
    expect(await figureOf(columns, '{ label: label, min-rows: 401 }', declared)).toMatchObject({
      status: 'failed',
      found: 'not measured: 400 of its rows have a label, and 401 are needed',
    });
  });

  it.each<[string, Columns, string, string]>([
    [
      'few rows',
      { a: [1, 2], label: ['x', 'y'] },
      '{ label: label }',
      '2 of its rows have a label, and 200 are needed',
    ],
    ['one label', { a: halves, label: many(400, () => 'x') }, '{ label: label }', 'every label is the same'],
    [
      'no label',
      { a: halves, label: many(400, () => null) },
      '{ label: label }',
      '0 of its rows have a label, and 200 are needed',
    ],
    [
      'too many labels',
      { a: many(2_000, (at) => at), label: many(2_000, (at) => `l${at}`) },
      '{ label: label }',
      'it has more than 1000 different labels',
    ],
    [
      'no other column',
      { label: halves, a: halves },
      '{ label: label, except: [a] }',
      'there is no other column',
    ],
    [
      'a column that is not there',
      { a: halves, label: halves },
      '{ label: label, columns: [b] }',
      'there is no column "b"',
    ],
    ['a label that is not there', { a: halves, b: halves }, '{ label: label }', 'there is no column "label"'],
  ])('is not measured, and so not passed, with %s', async (_what, columns, checks, reason) => {
    expect(await figureOf(columns, checks)).toMatchObject({
      status: 'failed',
      found: `not measured: ${reason}`,
    });
  });

  it('is not measured of zero rows', async () => {
    const { report } = await runOn(
      'a.csv',
      'a,label\n',
      'version: 1\nrow-count: { min: 0 }\nleakage: [{ label: label }]',
    );
    expect(leakageIn(report)[0]).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('not measured: 0 of its rows'),
    });
  });

  it('a column that may be absent is left out where it is', async () => {
    const columns = { a: halves, label: halves };
    const found = await figureOf(
      columns,
      '{ label: label, columns: [a, b] }',
      'columns: { b: { required: false } }',
    );
    expect(found).toMatchObject({ status: 'failed', figure: 1, columns: ['label', 'a'] });
  });

  it('a column of no values that are compared is there or not', async () => {
    const root = await folderWith({});
    await parquetIn(
      root,
      'a.parquet',
      `SELECT i % 2 AS label, CASE WHEN i % 2 = 0 THEN [i] END AS a, {'x': i} AS b FROM range(400) t(i)`,
    );
    const checks = (column: string) => `version: 1\nleakage: [{ label: label, columns: [${column}] }]`;
    expect(leakageIn((await runIn(root, checks('a'), { sources: 'a.parquet' })).report)[0].figure).toBe(1);
    expect(leakageIn((await runIn(root, checks('b'), { sources: 'a.parquet' })).report)[0].figure).toBe(0);
  });

  it('more columns than are kept at once are all looked at', async () => {
    const names = many(65, (at) => `c${at}`);
    const columns = Object.fromEntries([
      ...names.map((name) => [name, name === 'c64' ? halves : many(400, () => 1)] as const),
      ['label', halves],
    ]);
    expect(await figureOf(columns)).toMatchObject({ found: '"c64" tells it in 100 %' });
  });
});

it('is told in order for the twenty most common labels', async () => {
  const label = many(30, (band) => many(40 + band, () => `l${band}`)).flat();
  const columns = { a: label.map((_, at) => at), label };
  const { report } = await runOn('a.csv', csvOf(columns), 'version: 1\nleakage: [{ label: label }]');
  // each of them loses a row at either end, but for the last one
  const right = many(20, (at) => 50 + at).reduce((sum, rows) => sum + rows - 2, 1);
  expect(leakageIn(report)[0].figure).toBe((right - 69) / (label.length - 69));
});

it.each([
  'leakage: [{ label: label, where: W }]',
  'columns: { label: { most-common: { value: 90%, where: W } } }',
])('an expression that fails on the data is told as such: %s', async (checks) => {
  const where = JSON.stringify('CAST(copy AS INTEGER) > 1');
  const typed = checks.includes('columns') ? checks : `${checks}\ncolumns: { copy: { type: string } }`;
  const { outcome } = await runOn(
    'a.csv',
    'copy,label\nx,1\ny,2\n',
    `version: 1\n${typed.replace('W', where).replace('columns: { label', 'columns: { copy: { type: string }, label')}`,
  );
  expect(outcome.error?.code).toBe('CHECK_SQL_FAILED');
});

it.each([
  ['jsonl', 'data/a.jsonl', ''],
  [
    'a query',
    'query:q',
    'tables: { t: data/a.parquet }\nqueries: { q: "SELECT copy, noise, label FROM t" }\n',
  ],
  ['several files', 'data/*.parquet', ''],
])('is looked for in %s', async (_form, sources, more) => {
  const root = await folderWith({ 'a.csv': csvOf(table()) });
  const select = `SELECT copy, noise, label FROM read_csv('${root}/a.csv')`;
  await parquetIn(root, 'data/a.parquet', `${select} WHERE noise < 0.5 OR ${sources !== 'data/*.parquet'}`);
  await parquetIn(root, 'data/b.parquet', `SELECT noise, label, copy FROM (${select}) WHERE noise >= 0.5`);
  const { report: other } = await runIn(
    root,
    'version: 1\nleakage: [{ label: label, columns: [copy, noise] }]',
    {
      sources: 'a.csv',
    },
  );
  const lines = table().label.map((label, at) =>
    JSON.stringify({ label, copy: table().copy[at], noise: at }),
  );
  await writeFile(join(root, 'data/a.jsonl'), lines.join('\n'));
  const { report } = await runIn(root, `version: 1\n${more}leakage: [{ label: label }]`, { sources });
  expect(leakageIn(report)[0]).toMatchObject({
    status: 'failed',
    figures: leakageIn(other)[0].figures,
  });
});

it('leaves out rows that cannot be read, and other checks name the same rows', async () => {
  const rows = many(600, (at) => `"${at}",${at % 2},${at % 2 === 0 ? 'x' : 'y'}`);
  const content = ['id,a,label', ...rows.slice(0, 300), 'broken', '1,1,x', ...rows.slice(300)].join('\n');
  const found = async (leakage: string) => {
    const checks = `version: 1\ncolumns: { id: { type: integer, unique: true } }\n${leakage}`;
    const { report } = await runOn('a.csv', content, checks);
    return {
      leakage: leakageIn(report)[0],
      samples: samplesOf(report, 'id unique'),
      readable: statuses(report).readable,
    };
  };
  const without = await found('');
  const { leakage, ...others } = await found('leakage: [{ label: label, columns: [a] }]');
  expect(others).toEqual({ samples: without.samples, readable: without.readable });
  expect(others.readable).toEqual(['failed', 1]);
  expect(leakage.figure).toBeCloseTo(1 - 2 / 600, 2);
});

it('tells all mistakes of its part of the checks file with their lines', async () => {
  const { outcome } = await runOn(
    'a.csv',
    'a,b\n1,2\n',
    `version: 1
leakage:
  - { label: a, columns: [a, b, b] }
  - { label: a, except: [a, c, c] }
  - { label: a, columns: [b], except: [b] }`,
  );
  expect(outcome.error?.code).toBe('CHECKS_INVALID');
  expect(outcome.error?.problems?.map(({ place, message }) => `${place} ${message}`)).toEqual([
    'checks.yml:3 has "a", which is the label',
    'checks.yml:3 names a column twice',
    'checks.yml:4 has "a", which is the label',
    'checks.yml:4 names a column twice',
    'checks.yml:5 has "b", which columns has as well',
  ]);
});

it.each([
  ['{ columns: [b] }', 'leakage.0.label'],
  ['{ label: a, max: 95 }', 'leakage.0.max'],
  ['{ label: a, max: "0.95" }', 'leakage.0.max'],
  ['{ label: a, min-rows: 0 }', 'leakage.0.min-rows'],
  ['{ label: a, fail: 5 }', 'leakage.0.fail'],
])('refuses %s', async (entry, name) => {
  const { outcome } = await runOn('a.csv', 'a,b\n1,2\n', `version: 1\nleakage: [${entry}]`);
  expect(outcome.error?.problems?.map((problem) => problem.name)).toEqual([name]);
});
