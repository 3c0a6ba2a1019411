import { describe, expect, it } from 'vitest';
import { type CheckedRun, folderWith, parquetIn, runIn } from './fixture.ts';

const many = (count: number, value: (at: number) => string | number) =>
  Array.from({ length: count }, (_, at) => value(at));
const csv = (header: string, rows: readonly (string | number)[]) => `${header}\n${rows.join('\n')}\n`;

interface Drift {
  readonly check: string;
  readonly status: string;
  readonly figure?: number;
  readonly demand: string;
  readonly found?: string;
  readonly bins?: readonly Readonly<Record<string, unknown>>[];
}

function driftIn({ report }: CheckedRun): readonly Drift[] {
  return report.sources[0].checks.filter(({ kind }: { kind: string }) => kind.startsWith('drift'));
}

/** The drift of the column `a` of two queries, as Parquet. */
async function driftOf(now: string, before: string, column: string, inputs: Record<string, string> = {}) {
  const root = await folderWith({});
  await parquetIn(root, 'now.parquet', now);
  await parquetIn(root, 'before.parquet', before);
  const checks = `version: 1\nreference: before.parquet\ncolumns: { a: ${column} }`;
  const run = await runIn(root, checks, { sources: 'now.parquet', ...inputs });
  const [found] = driftIn(run);
  if (found === undefined) throw new Error(`no drift: ${run.outcome.error?.message}`);
  return found;
}

describe('drift of dates and timestamps', () => {
  const days = (from: number) =>
    `SELECT DATE '2020-01-01' + CAST(i + ${from} AS INTEGER) AS a FROM range(1000) t(i)`;
  const spread = Math.sqrt((1_000 ** 2 - 1) / 12);

  it.each([
    ['kolmogorov-smirnov', 0.25],
    ['wasserstein', 250 / spread],
    // the first two tenths of the reference are empty, half of the third is, and the last has what lies beyond
    ['chi-square', Math.sqrt((99 + 100 + 51 ** 2 / 149 + 250 ** 2 / 452) / 2_000)],
  ])('is that of their order: %s', async (drift, expected) => {
    const found = await driftOf(days(250), days(0), `{ type: date, drift: ${drift} }`);
    expect(found.status).toBe('failed');
    expect(found.figure).toBeCloseTo(expected, 12);
    expect(found.bins).toHaveLength(10);
    expect(found.bins?.[0]).toEqual({
      from: '2020-01-01',
      to: '2020-04-09',
      rows: 0,
      share: 0,
      'reference-rows': 99,
      'reference-share': 0.099,
    });
    expect(found.bins?.at(-1)).toMatchObject({ from: '2022-06-18', to: '2023-06-03', rows: 351 });
  });

  it.each([
    ['now', '2024-05-01 12:00:00'],
    ['where a double holds no single microsecond', '9001-01-01 00:00:00'],
    ['before the year 0', '0044-03-15 (BC) 12:00:00'],
  ])('tells microseconds apart %s', async (_when, start) => {
    const micros = (from: number) =>
      `SELECT TIMESTAMP '${start}' + to_microseconds(i + ${from}) AS a FROM range(1000) t(i)`;
    const on = (measure: string) =>
      driftOf(
        micros(250),
        micros(0),
        `{ type: timestamp, drift: { measure: ${measure}, bins: equal-width } }`,
      );
    expect((await on('kolmogorov-smirnov')).figure).toBe(0.25);
    // a deviation is taken for at least a millisecond
    expect((await on('wasserstein')).figure).toBeCloseTo(0.25, 12);
    const { bins = [] } = await on('psi');
    expect(bins).toHaveLength(12);
    expect(bins.map(({ 'reference-rows': rows }) => rows).slice(0, 3)).toEqual([105, 104, 104]);
  });

  it('is 0 of the same instants in other zones and units', async () => {
    const at = "TIMESTAMP '2024-03-31 00:30:00' + to_minutes(i * 7)";
    const before = `SELECT ${at} AS a FROM range(900) t(i)`;
    for (const cast of ['TIMESTAMPTZ', 'TIMESTAMP_NS', 'TIMESTAMP_MS', 'TIMESTAMP_S']) {
      const now = `SELECT CAST(${at} AS ${cast}) AS a FROM range(900) t(i)`;
      const found = await driftOf(now, before, '{ type: timestamp, drift: kolmogorov-smirnov }');
      expect([cast, found.figure]).toEqual([cast, 0]);
    }
    const zones = ['Z', '+00:00', '+05:30', '-08:00'];
    const written = (zone: string, at: number) => {
      const minutes = zone === '+05:30' ? 330 : zone === '-08:00' ? -480 : 0;
      const local = new Date(Date.UTC(2024, 2, 31, 0, 30 + at * 7 + minutes));
      return `${local.toISOString().slice(0, 19)}${zone}`;
    };
    const root = await folderWith({
      'now.csv': csv(
        'a,b',
        many(900, (at) => `${written(zones[at % 4] ?? 'Z', at)},1`),
      ),
      'before.csv': csv(
        'a,b',
        many(900, (at) => `${written('Z', at)},1`),
      ),
    });
    const run = await runIn(
      root,
      'version: 1\nreference: before.csv\ncolumns: { a: { type: timestamp, drift: wasserstein } }',
      { sources: 'now.csv' },
    );
    expect(driftIn(run)).toMatchObject([{ status: 'passed', figure: 0 }]);
  });

  it('leaves infinite ones out', async () => {
    const now = `SELECT CASE WHEN i < 500 THEN 'infinity'::TIMESTAMP WHEN i < 600 THEN '-infinity'::TIMESTAMP
      ELSE TIMESTAMP '2024-01-01' + to_hours(i) END AS a FROM range(1600) t(i)`;
    const before = "SELECT TIMESTAMP '2024-01-01' + to_hours(i + 600) AS a FROM range(1000) t(i)";
    for (const measure of ['psi', 'kolmogorov-smirnov', 'wasserstein'])
      expect((await driftOf(now, before, `{ type: timestamp, drift: ${measure} }`)).figure).toBe(0);
    const days = (sql: string) =>
      sql.replaceAll('TIMESTAMP', 'DATE').replace('to_hours(i)', 'CAST(i AS INTEGER)');
    const found = await driftOf(
      days(now),
      days(before).replace('to_hours(i + 600)', 'CAST(i + 600 AS INTEGER)'),
      '{ type: date, drift: wasserstein }',
    );
    expect(found.figure).toBe(0);
  });

  it('goes day by day where the reference has few', async () => {
    const of = (sql: string) =>
      `SELECT DATE '2024-01-01' + CAST(${sql} AS INTEGER) AS a FROM range(600) t(i)`;
    const found = await driftOf(of('i % 4'), of('i % 3'), '{ type: date, drift: psi }');
    expect(found.bins?.map(({ value, rows, 'reference-rows': before }) => [value, rows, before])).toEqual([
      ['2024-01-01', 150, 200],
      ['2024-01-02', 150, 200],
      ['2024-01-03', 150, 200],
      ['2024-01-04', 150, 0],
    ]);
  });

  it('is not measured of a date against a timestamp', async () => {
    const now = "SELECT DATE '2024-01-01' + CAST(i AS INTEGER) AS a FROM range(600) t(i)";
    const before = "SELECT TIMESTAMP '2024-01-01' + to_days(CAST(i AS INTEGER)) AS a FROM range(600) t(i)";
    const found = await driftOf(now, before, '{ nullable: true, drift: psi }');
    expect(found).toMatchObject({
      status: 'failed',
      found: 'not measured: "a" is DATE, and "a" is TIMESTAMP in "before.parquet"',
    });
  });

  it('is the same for any number of threads', async () => {
    const of = (seed: number) =>
      `SELECT TIMESTAMP '2024-01-01' + to_microseconds(CAST(hash(i * ${seed}) % 9000000000000 AS BIGINT)) AS a FROM range(20000) t(i)`;
    const found = new Set<unknown>();
    for (const threads of ['1', '2', '7'])
      found.add((await driftOf(of(3), of(5), '{ type: timestamp, drift: wasserstein }', { threads })).figure);
    expect(found.size).toBe(1);
  });
});

describe('drift of categories', () => {
  const words = (sql: string, rows: number) => `SELECT ${sql} AS a FROM range(${rows}) t(i)`;

  it('has true and false', async () => {
    const found = await driftOf(
      words('i % 10 < 6', 1_000),
      words('i % 10 < 5', 1_000),
      '{ type: boolean, drift: psi }',
    );
    expect(found.figure).toBeCloseTo(0.1 * Math.log(0.6 / 0.5) + 0.1 * Math.log(0.5 / 0.4), 12);
    expect(found.bins?.map(({ value, share }) => [value, share])).toEqual([
      ['true', 0.6],
      ['false', 0.4],
    ]);
  });

  it('takes the common values and all others as one, where there are very many', async () => {
    // a tenth each are a, b and c; the others are in one row each, and in either side others
    const of = (c: string) =>
      words(
        `CASE i % 10 WHEN 0 THEN 'a' WHEN 1 THEN 'b' WHEN 2 THEN '${c}' ELSE CAST(hash(i) AS VARCHAR) END`,
        20_000,
      );
    const now = of('c').replace('hash(i)', 'hash(-i - 1)');
    const same = await driftOf(now, of('c'), '{ type: string, drift: psi }');
    expect(same).toMatchObject({ status: 'passed', figure: 0 });
    expect(same.bins?.map(({ value, share }) => [value, share])).toEqual([
      ['a', 0.1],
      ['b', 0.1],
      ['c', 0.1],
      [undefined, 0.7],
    ]);
    const other = await driftOf(now, of('d'), '{ type: string, drift: psi }');
    expect(other.figure).toBeCloseTo(2 * (0.1 - 0.0001) * Math.log(0.1 / 0.0001), 9);
    expect(other.found).toBe(
      'psi is 1.38 over 4 common values of 28004, in 30 % of the rows, and all others as one',
    );
  });

  it('stays quiet where rows of very many values are drawn from one distribution', async () => {
    const of = (seed: number) =>
      words(`CAST(floor(pow(hash(i * ${seed}) % 1000000 / 1000.0, 2) / 20) AS VARCHAR)`, 60_000);
    const found = await driftOf(of(11), of(13), '{ type: string, drift: psi }');
    expect(found.status).toBe('passed');
    expect(found.bins?.at(-1)).toEqual({
      rows: expect.any(Number),
      share: expect.any(Number),
      'reference-rows': expect.any(Number),
      'reference-share': expect.any(Number),
    });
    expect(found.figure).toBeGreaterThan(0.0005);
  });

  it('is not measured of a key, and that is no pass', async () => {
    const found = await driftOf(
      words('uuid()', 8_000),
      words('uuid()', 8_000),
      '{ type: string, drift: psi }',
    );
    expect(found).toMatchObject({
      status: 'failed',
      found: 'not measured: none of its 16000 different values is in 50 rows',
    });
  });
});

describe('drift of all columns', () => {
  const rows = (
    move: number,
  ) => `SELECT i AS id, 'k' || i AS key, (i * 7919) % 1000 + ${move} AS number, ['x', 'y'][1 + i % 2] AS word,
    i % 3 = 0 AS flag, DATE '2024-01-01' + CAST((i * 7919) % 1000 AS INTEGER) AS day, [i] AS list,
    TIMESTAMP '2024-01-01' + to_seconds((i * 7919) % 1000 + ${move}) AS at FROM range(2000) t(i)`;
  const on = async (
    checks: string,
    { now = rows(0), before = rows(0), ...inputs }: Record<string, string> = {},
  ) => {
    const root = await folderWith({});
    await parquetIn(root, 'now.parquet', `SELECT *, 1 AS fresh FROM (${now})`);
    await parquetIn(root, 'before.parquet', `SELECT *, 1 AS gone FROM (${before})`);
    return await runIn(root, `version: 1\nreference: before.parquet\n${checks}`, {
      sources: 'now.parquet',
      ...inputs,
    });
  };
  const names = (run: CheckedRun) => driftIn(run).map(({ check, status }) => `${check} ${status}`);

  it('is that of every column that both have, but for keys and those left out', async () => {
    const run = await on('drift: { except: [key] }\ncolumns: { id: { type: integer, unique: true } }');
    expect(names(run)).toEqual([
      'number drift passed',
      'word drift passed',
      'flag drift passed',
      'day drift passed',
      'at drift passed',
    ]);
    expect(run.outcome.verdict).toBe('passed');
    const listed = await on(
      'drift: { except: [key] }\nunique: [{ columns: [id] }, [number, word, flag, day, at, id]]',
    );
    expect(names(listed)).toEqual(names(run));
  });

  it('counts more columns than go into one pass, of any type, without mixing them up', async () => {
    const cells = (move: number) =>
      Array.from({ length: 36 }, (_, at) => {
        const moved = at === 33 ? move : 0;
        return `(hash(i + ${at}) % 1000 + ${moved})::DOUBLE AS n${at}, ['x', 'y'][1 + CAST((hash(i + ${at}) % 2 + i * ${moved}) % 2 AS INTEGER)] AS w${at}`;
      }).join(', ');
    const table = (move: number) => `SELECT ${cells(move)}, i % 2 = 0 AS flag FROM range(1000) t(i)`;
    const run = await on('drift: { except: [fresh] }', { now: table(301), before: table(0) });
    const found = driftIn(run);
    expect(found).toHaveLength(73);
    expect(found.filter(({ figure }) => figure !== 0).map(({ check }) => check)).toEqual([
      'n33 drift',
      'w33 drift',
    ]);
  });

  it('leaves those that say their own to themselves', async () => {
    const run = await on(
      'drift: { fail: 0.01, except: [id, key] }\ncolumns: { number: { type: integer, drift: false }, at: { type: timestamp, drift: wasserstein }, day: { type: date, nullable: 5% } }',
      { now: rows(500) },
    );
    expect(driftIn(run).map(({ check, demand, status }) => [check, demand, status])).toEqual([
      ['at drift', 'wasserstein at most 0.25 against before.parquet', 'failed'],
      ['word drift', 'psi at most 0.01 against before.parquet', 'passed'],
      ['flag drift', 'psi at most 0.01 against before.parquet', 'passed'],
      ['day drift', 'psi at most 0.01 against before.parquet', 'passed'],
    ]);
  });

  it('measures by psi what has no order, where the measure is one of order', async () => {
    const run = await on(
      'drift: { measure: kolmogorov-smirnov, warn: 0.05, except: [id, key], where: "id >= 100" }',
      {
        now: rows(0).replace("['x', 'y'][1 + i % 2]", "'x'").replace('AS number', '+ 400 AS number'),
      },
    );
    expect(driftIn(run).map(({ demand, status }) => [demand, status])).toEqual([
      ['kolmogorov-smirnov at most 0.05 against before.parquet', 'warned'],
      // a default that only warns does so by each measure
      ['psi at most 0.1 against before.parquet', 'warned'],
      ['psi at most 0.1 against before.parquet', 'passed'],
      ['kolmogorov-smirnov at most 0.05 against before.parquet', 'passed'],
      ['kolmogorov-smirnov at most 0.05 against before.parquet', 'passed'],
    ]);
    expect(run.outcome.verdict).toBe('passed');
  });

  it('takes cells of text for text where no type is declared, and says so', async () => {
    const file = csv(
      'a,b,c',
      many(600, (at) => `${at % 5},${at},${at % 2}`),
    );
    const root = await folderWith({ 'now.csv': file, 'before.csv': file });
    const run = await runIn(root, 'version: 1\ndrift: psi\ncolumns: { b: { type: integer } }', {
      sources: 'now.csv',
      reference: 'before.csv',
    });
    expect(driftIn(run).map(({ check, demand }) => `${check}: ${demand}`)).toEqual([
      'a drift: psi at most 0.25 against before.csv, as text: its type is not declared',
      'b drift: psi at most 0.25 against before.csv',
      'c drift: psi at most 0.25 against before.csv, as text: its type is not declared',
    ]);
  });

  it('is not measured, and no pass, where there is nothing to compare', async () => {
    const run = await on('drift: { except: [id, key, number, word, flag, day, at] }');
    expect(driftIn(run)).toMatchObject([
      {
        check: 'drift',
        status: 'failed',
        found: 'not measured: no column that is to be compared is in "before.parquet" as well',
      },
    ]);
    expect(run.outcome.verdict).toBe('failed');
  });

  it('can be switched off for one source, and chosen by its tags', async () => {
    expect(
      driftIn(await on('drift: psi\nsources: { now.parquet: { drift: false, columns: { id: {} } } }')),
    ).toEqual([]);
    const tagged = await on(
      'drift: { tags: [slow], except: [key] }\ncolumns: { id: { type: integer, unique: true } }',
      {
        tags: 'slow',
      },
    );
    expect(names(tagged)).toHaveLength(5);
  });

  it('needs a reference and sound limits, told with the line', async () => {
    const root = await folderWith({ 'now.csv': 'a\nx\n' });
    const { outcome } = await runIn(root, 'version: 1\n\ndrift: { warn: 0.3, fail: 0.2 }\n', {
      sources: 'now.csv',
    });
    expect(outcome.error?.problems?.map(({ message, place }) => `${place} ${message}`)).toEqual([
      'checks.yml:3 needs a reference',
      'checks.yml:3 has a warn above its fail',
    ]);
  });

  it('has a history for columns that are declared', async () => {
    const check = (name: string) =>
      on(
        `drift: { except: [key] }\ncolumns: { id: { type: integer, unique: true }, number: { type: integer } }\nhistory: [{ check: ${name}, max-z: 3 }]`,
        { history: 'runs' },
      );
    const run = await check('number drift');
    expect(run.report.sources[0].checks.at(-1)).toMatchObject({
      check: 'number drift history',
      status: 'skipped',
    });
    const { outcome } = await check('id drift');
    expect(outcome.error?.problems?.map(({ message }) => message)).toEqual(['there is no check "id drift"']);
  });
});

describe('bins in report.json', () => {
  const now =
    "SELECT i % 700 AS a, ['Ada', 'Bob'][1 + i % 2] AS name, DATE '2024-01-01' + CAST(i % 300 AS INTEGER) AS day FROM range(2100) t(i)";
  const reportOf = async (extra: string, inputs: Record<string, string> = {}) => {
    const root = await folderWith({});
    await parquetIn(root, 'now.parquet', now);
    await parquetIn(root, 'before.parquet', now);
    const run = await runIn(root, `version: 1\ndrift: { bins: equal-width }\n${extra}`, {
      sources: 'now.parquet',
      reference: 'before.parquet',
      ...inputs,
    });
    return Object.assign([...driftIn(run)], { html: await run.read('.ml-ci/validate-data/report.html') });
  };

  it('have their edges or values, and the share of either side', async () => {
    const found = await reportOf('');
    const [numbers, names, days] = found;
    expect(found.html).toContain('2024-01-01 to 2024-01-23');
    expect(numbers?.bins).toHaveLength(14);
    expect(numbers?.bins?.[1]).toEqual({
      from: 699 / 14,
      to: 2 * (699 / 14),
      rows: 150,
      share: 150 / 2_100,
      'reference-rows': 150,
      'reference-share': 150 / 2_100,
    });
    expect(names?.bins).toEqual(
      ['Ada', 'Bob'].map((value) => ({
        value,
        rows: 1_050,
        share: 0.5,
        'reference-rows': 1_050,
        'reference-share': 0.5,
      })),
    );
    expect(days?.bins?.[0]).toMatchObject({ from: '2024-01-01', to: '2024-01-23', rows: 154 });
    expect(days?.bins?.at(-1)).toMatchObject({ to: '2024-10-26' });
  });

  it('have neither for personal data, and of others what show-values lets be seen', async () => {
    const keysOf = (found: readonly Drift[]) =>
      found.map(({ bins = [] }) => [...new Set(bins.flatMap((bin) => Object.keys(bin)))].join());
    const shares = 'rows,share,reference-rows,reference-share';
    const pii = await reportOf(
      'columns: { a: { type: integer, pii: true }, name: { type: string, pii: true }, day: { type: date, pii: true } }',
    );
    expect(keysOf(pii)).toEqual([shares, shares, shares]);
    expect(keysOf(await reportOf('', { 'show-values': 'none' }))).toEqual([shares, shares, shares]);
    const masked = await reportOf('', { 'show-values': 'masked' });
    expect(masked[1]?.bins?.map(({ value }) => value)).toEqual(['Xxx', 'Xxx']);
    expect(masked[2]?.bins?.[0]).toMatchObject({ from: '2024-01-01' });
  });
});
