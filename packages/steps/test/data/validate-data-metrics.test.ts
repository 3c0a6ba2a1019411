import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckedRun, folderWith, parquetIn, runEach, runIn, runOn, statuses } from './fixture.ts';

type Check = { check: string; status: string; figure?: number; found?: string; demand: string };

const checkOf = ({ report }: CheckedRun, name: string, source = 0): Check =>
  report.sources[source].checks.find(({ check }: Check) => check === name);

const columns =
  'columns: { a: { type: integer, nullable: true }, x: { type: number, nullable: true, finite: false }, s: { type: string, nullable: true }, b: { type: boolean, nullable: true }, d: { type: date, nullable: true }, t: { type: timestamp, nullable: true } }\nrow-count: { min: 0 }\n';

const rows = `a,x,s,b,d,t
1,1.5,u,true,2024-01-01,2024-01-01T10:00:00Z
2,2.5,v,false,2024-01-31,2024-01-01T14:00:00+01:00
3,,u,true,,
,-4,,,2024-02-01,
`;

/** The figure of each metric over the same rows; a text is why it is not measured. */
const figures: [string, number | string][] = [
  ['count(*)', 4],
  ['count()', 4],
  ['count(a)', 3],
  ['count(DISTINCT s)', 2],
  ['count(*) FILTER (WHERE b)', 2],
  ['count(DISTINCT s) FILTER (WHERE a > 1)', 2],
  ['count_if(a > 1)', 2],
  ['countif(a > 10)', 0],
  // two whole numbers are divided as floating-point numbers
  ['count(*) FILTER (WHERE b) / count(*)', 0.5],
  ['count(*) // count(a)', 1],
  ['count(*) % count(a)', 1],
  ['sum(a)', 6],
  ['sum(a) / count(DISTINCT s)', 3],
  ['sum(x)', 0],
  ['avg(a)', 2],
  ['mean(a)', 2],
  ['avg(x) * 3', 0],
  ['sum(a * x)', 6.5],
  ['sum(CAST(x AS DECIMAL(10, 3)))', 0],
  ['avg(CAST(x AS DECIMAL(10, 3))) + 1', 1],
  ['max(CAST(x AS DECIMAL(10, 3))) - min(CAST(x AS DECIMAL(10, 1)))', 6.5],
  ['min(x)', -4],
  ['max(x) - min(a)', 1.5],
  ['median(x)', 1.5],
  ['quantile_cont(a, 0.25)', 1.5],
  ['quantile_cont(a, 1)', 3],
  ['quantile_cont(a, 5e-1)', 2],
  ["date_diff('day', min(d), max(d))", 31],
  ['length(max(s))', 1],
  ['CASE WHEN bool_and(b) THEN 1 ELSE 0 END', 0],
  ['CASE WHEN bool_or(b) THEN 1 ELSE 0 END', 1],
  ['coalesce(sum(a) FILTER (WHERE a > 5), 0)', 0],
  ['round(sqrt(sum(a)) * 100)', 245],
  ['nullif(count(*), 5)', 4],
  ['count(DISTINCT (a, s))', 4],
  ['fdiv(sum(a), count(*))', 1],
  ["date_diff('hour', min(t), max(t))", 3],
  ['sum(CASE WHEN a > 1 THEN 1 ELSE 0 END) FILTER (WHERE b)', 1],
  ['sum(a) FILTER (WHERE a > 5)', 'it is null, as of no values'],
  ['sum(a) // count(*) FILTER (WHERE a > 5)', 'it is null'],
  ['sum(a) / count(*) FILTER (WHERE a > 5)', 'it is infinite, as a division by zero'],
  ['sum(x) / 0', 'it is not a number, as 0 / 0'],
  ["sum(x) + 'NaN'::DOUBLE", 'it is not a number'],
  ["sum(x) + 'infinity'::DOUBLE", 'it is infinite'],
  ['CAST(sum(a) * 1e30 AS INTEGER)', 'it cannot be computed: '],
];

describe('a metric', () => {
  it('has the figure of its SQL', async () => {
    const run = await runEach(
      figures.map(([sql]) => ({
        content: rows,
        checks: `${columns}metrics: [{ name: m, sql: ${JSON.stringify(sql)}, min: -1e9 }]`,
      })),
    );
    expect(run.outcome.error).toBeUndefined();
    const found = figures.map(([sql], at) => {
      const { figure, found: told } = checkOf(run, 'm', at);
      return [sql, figure ?? told?.replace(/^not measured: /, '')];
    });
    for (const [at, [sql, expected]] of figures.entries()) {
      if (typeof expected === 'number') expect(found[at]).toEqual([sql, expected]);
      else expect(found[at]).toEqual([sql, expect.stringContaining(expected)]);
    }
    expect(run.outcome.exitCode).toBe(1);
  });

  it.each([
    ['{ sql: count(*), min: 4 }', 'passed'],
    ['{ sql: count(*), min: 5 }', 'failed'],
    ['{ sql: count(*), max: 3, severity: warn }', 'warned'],
    ['{ sql: sum(a) / 0, max: 3, severity: warn }', 'warned'],
    ['{ sql: sum(a) / 0, max: 3 }', 'failed'],
    ['{ sql: count_if(b) / count(*), min: 50%, max: 0.5 }', 'passed'],
    ['{ sql: count_if(b) / count(*), min: 50.1% }', 'failed'],
    ['{ sql: count(*), max: 2, where: "s = \'u\'" }', 'passed'],
    ['{ sql: sum(x), min: 4, where: x > 0 }', 'passed'],
  ])('%s is %s', async (metric, status) => {
    const run = await runOn('d.csv', rows, `version: 1\n${columns}metrics: [${metric}]`);
    const check = run.report.sources[0].checks.find(({ kind }: { kind: string }) => kind === 'metric');
    expect(check.status).toBe(status);
  });

  it.each([
    ['max: 0.7%', 'passed'],
    ['min: 0.7%, max: 0.007', 'passed'],
    ['max: 0.6%', 'failed'],
  ])('of 7 of 1000 rows is held against %s as it is written', async (range, status) => {
    const some = Array.from({ length: 1_000 }, (_, at) => at);
    const run = await runOn(
      'd.csv',
      `a\n${some.join('\n')}\n`,
      `version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: m, sql: count_if(a < 7) / count(*), ${range} }]`,
    );
    expect(checkOf(run, 'm')).toMatchObject({ status, figure: 0.007 });
    if (status === 'failed') expect(checkOf(run, 'm').found).toBe('is 0.7 %');
  });

  it('is told against its range, in all reports', async () => {
    const run = await runOn(
      'd.csv',
      rows,
      `version: 1\n${columns}metrics:\n  - { name: conversion, sql: "count_if(b) / count(*)", min: 60%, max: 0.9, owner: shop, description: few buy, tags: [money] }\n`,
    );
    expect(checkOf(run, 'conversion')).toMatchObject({
      kind: 'metric',
      columns: ['b'],
      demand: 'count_if(b) / count(*): 60% to 0.9',
      status: 'failed',
      failing: 1,
      figure: 0.5,
      found: 'is 50 %',
      owner: 'shop',
      description: 'few buy',
      tags: ['money'],
      'checks-line': 5,
      samples: [],
    });
    expect(run.report['failing-rows']).toBe(0);
    const html = await run.read('.ml-ci/validate-data/report.html');
    expect(html).toContain('is 50 %');
    expect(html).toContain('class="gauge failed"');
    expect(await run.read('.ml-ci/validate-data/junit.xml')).toMatch(/name="conversion"[\s\S]*is 50 %/);
    const cells = run.events.flatMap((event) => (event.type === 'table' ? event.rows : []));
    expect(cells).toContainEqual(
      expect.arrayContaining(['conversion', 'count_if(b) / count(*): 60% to 0.9', 'is 50 %', 'shop']),
    );
    expect(run.outcome.verdict).toBe('failed');
  });

  it('has a value of no rows where SQL has one', async () => {
    const metrics = ['count(*)', 'count_if(b)', 'sum(a)', 'min(x)', 'coalesce(sum(x), 0)', 'median(x)'];
    const run = await runOn(
      'd.csv',
      'a,x,s,b,d,t\n',
      `version: 1\n${columns}metrics: [${metrics.map((sql) => `{ sql: "${sql}", max: 0 }`).join(', ')}]`,
    );
    expect(metrics.map((sql) => checkOf(run, sql).figure)).toEqual([
      0,
      0,
      undefined,
      undefined,
      0,
      undefined,
    ]);
    expect(metrics.map((sql) => checkOf(run, sql).status)).toEqual([
      'passed',
      'passed',
      'failed',
      'failed',
      'passed',
      'failed',
    ]);
  });

  it('leaves cells out that are not of their type, and NaN makes it no number', async () => {
    const run = await runOn(
      'd.csv',
      'a,x\n1,1\n?,2\n3,NaN\n',
      `version: 1\ncolumns: { a: { type: integer }, x: { type: number, finite: false } }\nmetrics:\n${[
        'sum(a)',
        'count(a)',
        'count(*)',
        'sum(x)',
        'median(x)',
        'max(x)',
        'min(x)',
        'sum(x) FILTER (WHERE isfinite(x))',
      ]
        .map((sql) => `  - { sql: "${sql}", min: 0 }\n`)
        .join('')}`,
    );
    const figureOf = (name: string) => checkOf(run, name).figure;
    expect(['sum(a)', 'count(a)', 'count(*)', 'min(x)'].map(figureOf)).toEqual([4, 2, 3, 1]);
    expect(['sum(x)', 'median(x)', 'max(x)'].map(figureOf)).toEqual([undefined, undefined, undefined]);
    expect(checkOf(run, 'sum(x)').found).toContain('NaN or infinities');
    expect(figureOf('sum(x) FILTER (WHERE isfinite(x))')).toBe(3);
    expect(statuses(run.report)['a type']).toEqual(['failed', 1]);
  });
});

describe('sums', () => {
  const huge = 10n ** 37n;
  it.each([
    ['of whole numbers are exact', [2n ** 62n, 1n, -(2n ** 62n)], 'sum(a)', 1],
    ['of 37 digits are exact', [huge, 7n, -huge], 'sum(a)', 7],
    [
      'that may have more than 38 digits are not measured',
      [huge * 9n, huge * 9n, -huge * 9n, -huge * 9n],
      'sum(a)',
      undefined,
    ],
    ['nor the mean of them', [huge * 9n, huge * 9n], 'avg(a)', undefined],
    ['but as floating-point numbers', [huge * 9n, huge * 9n], 'sum(a::DOUBLE)', 1.8e38],
  ])('%s', async (_rule, values, sql, figure) => {
    const run = await runOn(
      'd.csv',
      `a\n${values.join('\n')}\n`,
      `version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: m, sql: "${sql}", max: 1e39 }]`,
    );
    expect(run.outcome.error).toBeUndefined();
    expect(checkOf(run, 'm').figure).toBe(figure);
    expect(checkOf(run, 'm').status).toBe(figure === undefined ? 'failed' : 'passed');
  });

  it('are the same in any order and by any number of threads', async () => {
    const values = [1e16, 1, -1e16, 0.1, 3e-7, 1e16, -1e16, -0];
    const many = Array.from({ length: 40_000 }, (_, at) => values[(at * 7) % values.length]);
    const text = (some: readonly (number | undefined)[]) => `x\n${some.join('\n')}\n`;
    const root = await folderWith({
      'a.csv': text(many),
      'b.csv': text(many.toReversed()),
      'c.csv': text(many.toSorted((one = 0, other = 0) => one - other)),
    });
    await parquetIn(
      root,
      'd.parquet',
      `SELECT * FROM read_csv('${join(root, 'a.csv')}', columns = {x: 'DOUBLE'})`,
      'ROW_GROUP_SIZE 2048',
    );
    const checks =
      'version: 1\ncolumns: { x: { type: number, sum: { max: 0 }, mean: { max: 0 } } }\nmetrics: [{ name: s, sql: sum(x), max: 0 }, { name: m, sql: avg(x) / count(*), max: 0 }, { name: v, sql: "sum(x * x) - sum(x) * avg(x)", max: 0 }]';
    const found = new Set<string>();
    for (const threads of ['1', '4']) {
      const run = await runIn(root, checks, { sources: 'a.csv,b.csv,c.csv,d.parquet', threads });
      for (const at of [0, 1, 2, 3]) {
        const figureOf = (name: string) => checkOf(run, name, at).figure;
        found.add(JSON.stringify(['s', 'm', 'v'].map(figureOf)));
        // the same as that of the column
        expect(figureOf('s')).toBe(figureOf('x sum'));
      }
    }
    expect(found.size).toBe(1);
  });
});

describe('a metric of Parquet', () => {
  it('adds up decimals, small and unsigned numbers exactly', async () => {
    const root = await folderWith({});
    await parquetIn(
      root,
      'd.parquet',
      `SELECT (i / 100)::DECIMAL(12, 2) AS amount, i::UTINYINT AS few, i::FLOAT / 8 AS f, 18446744073709551615::UBIGINT AS large, [i] AS list FROM range(1, 101) t(i)`,
    );
    const metrics: [string, number][] = [
      ['sum(amount)', 50.5],
      ['sum(amount) * 100', 5050],
      ['avg(amount)', 0.505],
      ['max(amount) - min(amount)', 0.99],
      ['sum(few)', 5050],
      ['sum(f)', 631.25],
      ['max(f)', 12.5],
      ['sum(large) / 1e18', 1844.6744073709551],
      ['count(list)', 100],
      ['sum(amount) / count(DISTINCT few % 10)', 5.05],
    ];
    const run = await runIn(
      root,
      `version: 1\nmetrics:\n${metrics.map(([sql]) => `  - { sql: "${sql}", min: 0 }\n`).join('')}`,
      { sources: 'd.parquet' },
    );
    expect(run.outcome.error).toBeUndefined();
    expect(metrics.map(([sql]) => [sql, checkOf(run, sql).figure])).toEqual(metrics);
  });

  it('is not measured of a column that is not there', async () => {
    const root = await folderWith({});
    await parquetIn(root, 'd.parquet', 'SELECT 1 AS a');
    const run = await runIn(root, 'version: 1\nmetrics: [{ name: m, sql: sum(b), min: 0 }]', {
      sources: 'd.parquet',
    });
    expect(checkOf(run, 'm')).toMatchObject({
      status: 'failed',
      found: 'not measured: there is no column "b"',
    });
  });
});

/** Refused before anything is read. */
const refused: [string, string, string?][] = [
  ['a > 0', 'has no aggregate', 'expressions'],
  ['1', 'has no aggregate'],
  ['sum(a) + a', 'names "a" outside of an aggregate'],
  ['sum(COLUMNS(*))', 'has a star'],
  ['sum("aggregate 0") + "aggregate 0"', 'names "aggregate 0" outside'],
  ['sum(max(a))', 'has "max" inside of "sum"'],
  ['sum(a) FILTER (WHERE count(*) > 1)', 'has "count" inside of "sum"'],
  ['sum(list(a))', 'calls "list"'],
  ['first(a)', 'calls "first"', 'min or max'],
  ['any_value(a)', 'calls "any_value"', 'min or max'],
  ['arg_max(a, x)', 'calls "arg_max"', 'max or min of the value'],
  ['len(list(a))', 'calls "list"', 'count(DISTINCT'],
  ["length(string_agg(s, ','))", 'calls "string_agg"', 'count(DISTINCT'],
  ['stddev(a)', 'calls "stddev"', 'std'],
  ['approx_count_distinct(a)', 'calls "approx_count_distinct"', 'count(DISTINCT'],
  ['fsum(x)', 'calls "fsum"', 'sum'],
  ['quantile(a, 0.5)', 'calls "quantile"', 'quantile_cont'],
  ['quantile_cont(a, a)', 'without a number from 0 to 1'],
  ['quantile_cont(a, 2)', 'without a number from 0 to 1'],
  ['quantile_cont(a, [0.1])', 'without a number from 0 to 1'],
  ['percentile_cont(0.5) WITHIN GROUP (ORDER BY a)', 'with an order'],
  ['sum(a ORDER BY x)', 'with an order'],
  ['sum(DISTINCT a)', 'with DISTINCT'],
  ['count(a, x)', 'with 2 arguments instead of 1'],
  ['sum(a) OVER ()', 'has a window function'],
  ['row_number() OVER ()', 'has a window function'],
  ['(SELECT sum(a))', 'has a subquery'],
  ['sum((SELECT 1))', 'has a subquery'],
  ["(SELECT count(*) FROM read_text('/etc/passwd'))", 'has a subquery'],
  ["count(*) FROM '/etc/passwd'", 'reads from a table of its own'],
  ["sum(a) FROM read_csv('/etc/passwd')", 'reads from a table of its own'],
  ['count(*); SELECT 1', 'is more than an expression'],
  ["ATTACH 'x'", ''],
  ['SET threads = 1', ''],
  ['count(*) GROUP BY a', 'is more than an expression'],
  ['count(*) WHERE a > 0', 'is more than an expression'],
  ['count(*), sum(a)', 'is more than one expression'],
  ['count(*) AS n', 'gives a name'],
  ['sum(random())', 'calls "random"'],
  ['count(*) * random()', 'calls "random"'],
  ["sum(a) + length(current_setting('threads'))", 'calls "current_setting"'],
  ["sum(length(getenv('HOME')))", 'calls "getenv"'],
  ['count(*) / epoch(now())', 'calls "now"'],
  ['system.main.sum(a)', 'names a schema'],
  ['sum(a) > $1', 'has a parameter'],
  ['sum(1e400)', 'too large'],
  ['sum(', 'does not parse'],
  ['max(t.a)', 'names "t.a"'],
];

describe('the SQL of a metric', () => {
  it('is refused by its line, all at once', async () => {
    const { outcome, report } = await runOn(
      'd.csv',
      rows,
      `version: 1\n${columns}metrics:\n${refused.map(([sql]) => `  - { sql: ${JSON.stringify(sql)}, min: 0 }\n`).join('')}`,
    );
    expect([outcome.exitCode, outcome.error?.code, report]).toEqual([2, 'CHECK_SQL_FORBIDDEN', undefined]);
    const problems = outcome.error?.problems ?? [];
    const told = refused.map(([sql], at) => {
      const own = problems.filter(({ place }) => place === `checks.yml:${at + 5}`);
      return [sql, own.map(({ message, fix = '' }) => `${message}; ${fix}`).join('\n')];
    });
    expect(told).toEqual(
      refused.map(([sql, reason, fix = '']) => [
        sql,
        expect.stringMatching(new RegExp(`.*${escaped(reason)}[^;]*;.*${escaped(fix)}`)),
      ]),
    );
  });

  it.each([
    ['sum(s)', 'has sum of VARCHAR, which is no number'],
    ['sum(b)', 'has sum of BOOLEAN'],
    ['count_if(a)', 'has count_if of HUGEINT, which is not true or false'],
    ['bool_and(a)', 'has bool_and of HUGEINT'],
    ['bool_and(b)', 'is of type BOOLEAN, not a number'],
    ['max(s)', 'is of type VARCHAR, not a number'],
    ['max(d)', 'is of type DATE, not a number'],
    ['max([a])', 'has max of HUGEINT[]'],
    ['abs(sum(a)) FILTER (WHERE false)', 'does not fit its columns'],
    ['sum(a) FILTER (WHERE a)', 'is of type HUGEINT, not true or false'],
    ['sum(a + b)', 'does not fit its columns'],
    ["max(d) + 'x'", 'does not fit its columns'],
    ['sum(CAST(s AS INTEGER))', 'fails on the data'],
  ])('%s %s', async (sql, message) => {
    const { outcome } = await runOn(
      'd.csv',
      rows,
      `version: 1\n${columns}metrics: [{ sql: count(*), min: 0 }, { name: m, sql: ${JSON.stringify(sql)}, min: 0 }]`,
    );
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECK_SQL_FAILED']);
    expect(outcome.error?.message).toContain(`the metric "m" (line 4 of the checks file) ${message}`);
  });

  it('is to blame for what goes beyond its type within a row', async () => {
    const { outcome } = await runOn(
      'd.csv',
      `a\n${10n ** 37n}\n`,
      'version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: m, sql: sum(a * a), min: 0 }]',
    );
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECK_SQL_FAILED']);
    expect(outcome.error?.message).not.toContain('000000');
  });

  it('names columns whose types are declared, in text', async () => {
    const { outcome } = await runOn(
      'd.csv',
      rows,
      'version: 1\nmetrics:\n  - { sql: sum(a) / max(a), min: 0 }\n  - { sql: count(*) FILTER (WHERE b), min: 0 }\n',
    );
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECKS_INVALID']);
    expect(outcome.error?.problems?.map(({ place, message }) => [place, message])).toEqual([
      ['checks.yml:3', 'uses the column "a", whose type is not declared'],
      ['checks.yml:4', 'uses the column "b", whose type is not declared'],
    ]);
  });

  it.each([
    ['{ sql: count(*) }', 'needs min, max or both'],
    ['{ sql: count(*), min: 1, max: 50% }', 'is above max'],
    ['{ sql: count(*), min: 1, fail: 3 }', 'is no key here'],
    ['{ sql: count(*), min: x }', 'is not'],
    ['{ min: 1 }', ''],
  ])('%s: %s', async (metric, message) => {
    const { outcome } = await runOn('d.csv', rows, `version: 1\nmetrics:\n  - ${metric}\n`);
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECKS_INVALID']);
    expect(outcome.error?.problems?.[0]?.place).toBe('checks.yml:3');
    expect(outcome.error?.problems?.[0]?.message).toContain(message);
  });

  it('reads numbers beyond those of JavaScript as they are written', async () => {
    const run = await runOn(
      'd.csv',
      'a\n9007199254740993\n',
      'version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: m, sql: max(a) - 9007199254740992, max: 1 }, { name: n, sql: count_if(a = 9007199254740993) + 0.25, max: 2 }]',
    );
    expect([checkOf(run, 'm').figure, checkOf(run, 'n').figure]).toEqual([1, 1.25]);
  });
});

describe('a column with personal data', () => {
  it('lends no metric a value of its own', async () => {
    const sums = ['max(a)', 'median(a) + 1', 'sum(a)', 'count(DISTINCT a)', 'max(x)'];
    const root = await folderWith({ 'd.csv': 'a,x\n41,1\n43,2\n' });
    const run = await runIn(
      root,
      `version: 1\ncolumns: { A: { type: integer, required: false }, a: { type: integer, pii: true }, x: { type: number } }\nmetrics: [${sums.map((sql) => `{ sql: "${sql}", max: 99 }`).join(', ')}, { name: low, sql: max(a), max: 0, severity: warn }]`,
      { sources: 'd.csv', history: 'runs' },
    );
    expect(sums.map((sql) => checkOf(run, sql).figure)).toEqual([undefined, undefined, 84, 2, 2]);
    expect(checkOf(run, 'max(a)').status).toBe('passed');
    expect(checkOf(run, 'low')).toMatchObject({
      status: 'warned',
      found: expect.stringContaining('withheld'),
    });
    const [name = ''] = await readdir(join(root, 'runs'));
    const kept = JSON.parse(await run.read(join('runs', name))).sources['d.csv'].checks;
    expect([kept['max(a)'], kept['sum(a)'], kept['max(x)']]).toEqual([undefined, 84, 2]);
    const all = JSON.stringify([run.report, run.events, await run.read('.ml-ci/validate-data/report.html')]);
    expect(all).not.toMatch(/\b43\b/);
  });
});

describe('a metric', () => {
  it('is compared with earlier runs by its name', async () => {
    const checks =
      'version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: spend, sql: sum(a) / count(*), min: 0 }]\nhistory: [{ check: spend, max-change: 10%, min-runs: 2 }]';
    const root = await folderWith({ 'd.csv': 'a\n10\n20\n' });
    const inputs = { sources: 'd.csv', history: 'runs' };
    for (const _ of [1, 2]) expect((await runIn(root, checks, inputs)).outcome.verdict).toBe('passed');
    await writeFile(join(root, 'd.csv'), 'a\n10\n40\n');
    const run = await runIn(root, checks, inputs);
    expect(checkOf(run, 'spend history')).toMatchObject({ status: 'failed', figure: 25 });
    expect(checkOf(run, 'spend')).toMatchObject({ status: 'passed', figure: 25 });
  });

  it('is measured of a sample, and chosen by its tags', async () => {
    const checks =
      'version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: m, sql: sum(a), min: 0, tags: [t] }, { name: n, sql: sum(a), min: 0 }]';
    const root = await folderWith({ 'd.csv': 'a\n10\n20\n40\n' });
    const run = await runIn(root, checks, { sources: 'd.csv', sample: '2', tags: 't' });
    expect(checkOf(run, 'm').figure).toBe(30);
    expect(checkOf(run, 'n')).toBeUndefined();
  });

  it('of one source comes on top of those of all', async () => {
    const root = await folderWith({ 'd.csv': 'a\n1\n', 'e.csv': 'a\n2\n' });
    const run = await runIn(
      root,
      'version: 1\ncolumns: { a: { type: integer } }\nmetrics: [{ name: m, sql: sum(a), min: 0 }]\nsources: { e.csv: { metrics: [{ name: own, sql: max(a), min: 0 }, { name: m, sql: min(a), min: 0 }] } }',
      { sources: 'd.csv,e.csv' },
    );
    expect(checkOf(run, 'own', 0)).toBeUndefined();
    expect([checkOf(run, 'own', 1).figure, checkOf(run, 'm (2)', 1).figure]).toEqual([2, 2]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
