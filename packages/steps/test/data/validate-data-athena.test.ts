import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryExecutor } from '@ml-ci/sandbox';
import { expect, it } from 'vitest';
import { columns, fewChecks } from './athena-cases.ts';
import { type AthenaRun, foundIn, runAthena } from './athena-fixture.ts';
import { samplesOf, statuses } from './fixture.ts';

/** A query, and what came of it. */
interface Recorded {
  readonly sql: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Written by the peers ring: what was asked, what DuckDB answered, and last what the engine of this machine found. */
const lines = readFileSync(join(import.meta.dirname, 'athena-golden.jsonl'), 'utf8')
  .trimEnd()
  .split('\n');
const golden: { readonly queries: readonly Recorded[]; readonly found: unknown } = {
  queries: lines.slice(0, -1).map((line) => JSON.parse(line)),
  found: JSON.parse(lines.at(-1) ?? ''),
};
const bytes = 10_000_000;

const table = (name: string, location?: string) => ({
  catalog: 'AwsDataCatalog',
  database: 'sales',
  name,
  columns,
  ...(location !== undefined && { location }),
});

/** Answers what stands in the file, and fails for what does not: SQL that changed. */
const replay: QueryExecutor = async (sql) => {
  const found = golden.queries.find((query) => query.sql === sql.replaceAll(/\s+/g, ' '));
  if (found === undefined) throw new Error(`SYNTAX_ERROR: nobody recorded ${sql}`);
  return {
    columns: found.columns.map((column) => {
      const [name = '', type = ''] = column.split(' ');
      return { name, type };
    }),
    rows: found.rows.map((cells) => cells.map((cell) => cell ?? undefined)),
    scannedBytes: bytes,
  };
};

/** Answers each aggregate with a count. */
const counting: QueryExecutor = async (sql) => {
  const isTyping = sql.endsWith('WHERE false');
  const names = [...sql.matchAll(/ AS ([ae]\d+)\b/g)].map(([, name = '']) => name);
  const found = names.map((name) => ({ name, type: isTyping ? 'boolean' : 'bigint' }));
  return {
    columns: found,
    rows: isTyping ? [] : [found.map(({ name }) => (name === 'a0' ? '3' : '0'))],
    scannedBytes: bytes,
  };
};

const small = 'version: 1\ncolumns:\n  id: { type: integer, min: 1 }\n';
const run = (more: Partial<AthenaRun>) =>
  runAthena({
    checks: small,
    sources: 'athena://sales.now',
    tables: [table('now'), table('before')],
    executor: counting,
    ...more,
  });

it('finds in Athena what the engine of this machine finds, by the SQL that is on file', async () => {
  const { report, outcome, queries, calls, events } = await run({
    checks: fewChecks('athena://sales.before'),
    executor: replay,
  });
  expect(outcome.exitCode).toBe(1);
  expect(foundIn(report)).toEqual(golden.found);
  expect(report.rows).toBe(300);
  // each query once, in full, and told
  expect(queries.length).toBe(golden.queries.length);
  expect(report.sources[0]['bytes-scanned']).toBe(queries.length * bytes);
  expect(report['data-digest']).toBeUndefined();
  expect(report.sources[0].columns[4]).toEqual({ name: 'amount', type: 'DECIMAL(12,2)' });
  const told = events.flatMap((event) => (event.type === 'info' ? [event.message] : []));
  for (const { id } of queries) expect(told).toContain(`Athena: query ${id}, 10 MB scanned`);
  expect(calls.find(({ action }) => action === 'athena:StartQueryExecution')?.input).toMatchObject({
    ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'sales' },
    WorkGroup: 'checks',
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
  });
});

it('names failing values in their order, without a row, and asks for none where none may be shown', async () => {
  const { report } = await run({ checks: fewChecks('athena://sales.before'), executor: replay });
  const values = (column: string, some: readonly string[]) =>
    some.map((value) => ({ file: 'athena://sales.now', values: [{ column, value }] }));
  expect(samplesOf(report, 'species length')).toEqual(values('species', ['Chinstrap']));
  expect(samplesOf(report, 'id min').slice(0, 2)).toEqual(values('id', ['1', '2']));
  const hidden = await run({
    checks: fewChecks('athena://sales.before'),
    executor: replay,
    inputs: { 'show-values': 'none' },
  });
  expect(hidden.asked.filter((sql) => sql.includes('SELECT DISTINCT r'))).toEqual([]);
  expect(foundIn(hidden.report)).toEqual(golden.found);
});

it('checks a file and a table in one run', async () => {
  const { report, outcome } = await run({
    checks: 'version: 1\nrow-count: 3\n',
    sources: 'checks.yml.csv,athena://sales.now',
    files: { 'checks.yml.csv': 'id\n1\n2\n3\n' },
  });
  expect(outcome.exitCode).toBe(0);
  expect(report.sources.map(({ format }: { format: string }) => format)).toEqual(['csv', 'athena']);
  expect(statuses(report, 1)['row-count']).toEqual(['passed', 0]);
});

/** A query that takes a minute, so that it can be ended while it runs. */
const slow: QueryExecutor = async (sql, context) => ({
  ...(await counting(sql, context)),
  runningMs: 60_000,
});

it.each([
  ['limit of the run', { inputs: { 'athena-scan-limit': '4MB' } }],
  ['limit of the workgroup', { cutoffBytes: 6_000_000 }],
] as const)('ends a query that scans more than the %s', async (_whose, more) => {
  const { outcome, queries, report } = await run({ ...more, executor: slow });
  expect([outcome.exitCode, outcome.error?.code, report]).toEqual([2, 'SCAN_LIMIT_REACHED', undefined]);
  await expect.poll(() => queries.map(({ state }) => state)).toEqual(['CANCELLED']);
});

it('ends a query when the time of the step is over', async () => {
  const { outcome, queries } = await run({ executor: slow, inputs: { timeout: '20s' } });
  expect([outcome.exitCode, outcome.error?.code]).toEqual([3, 'TIMEOUT']);
  await expect.poll(() => queries.map(({ state }) => state)).toEqual(['CANCELLED']);
});

it('counts what all queries of a run scan', async () => {
  const { outcome, queries } = await run({
    checks: fewChecks('athena://sales.before'),
    executor: replay,
    inputs: { 'athena-scan-limit': '34MB' },
  });
  expect(outcome.error?.code).toBe('SCAN_LIMIT_REACHED');
  expect(queries.length).toBe(4);
});

it('ends its query when it is cancelled', async () => {
  const { outcome, queries } = await run({
    prepare(sandbox, host) {
      sandbox.stores.athena.executor = (_sql, { signal }) => {
        host.signal('SIGINT');
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      };
    },
  });
  expect(outcome.exitCode).toBe(130);
  await expect.poll(() => queries.map(({ state }) => state)).toEqual(['CANCELLED']);
});

it('runs no query twice where answers are lost', async () => {
  const { outcome, asked } = await run({
    checks: fewChecks('athena://sales.before'),
    executor: replay,
    faults: [{ target: 'athena', kind: 'reset', rate: 0.15, ms: 0 }],
  });
  expect(outcome.error).toBeUndefined();
  expect(asked.length).toBe(new Set(asked).size);
});

it.each([
  ['an expression that fails on values', 'INVALID_CAST_ARGUMENT: Cannot cast "x"', 2, 'CHECK_SQL_FAILED'],
  ['SQL that Athena does not take', 'FUNCTION_NOT_FOUND: line 1:8', 3, 'DATA_ENGINE_FAILED'],
] as const)('tells of %s', async (_what, reason, exitCode, code) => {
  const { outcome } = await run({
    checks: `${small}expressions: [{ name: e, sql: "id / 2 > 1" }]\n`,
    async executor(sql, context) {
      if (sql.includes('/') && !sql.endsWith('WHERE false')) throw new Error(reason);
      return counting(sql, context);
    },
  });
  expect([outcome.exitCode, outcome.error?.code]).toEqual([exitCode, code]);
});

it('asks once more where Athena says that it may help', async () => {
  let failures = 0;
  const { outcome, queries, report } = await run({
    async executor(sql, context) {
      failures += 1;
      if (failures === 1)
        throw Object.assign(new Error('Query exhausted resources at this scale factor'), { retryable: true });
      return counting(sql, context);
    },
  });
  expect(outcome.exitCode).toBe(0);
  expect(report.rows).toBe(3);
  expect(queries.map(({ state }) => state)).toEqual(['SUCCEEDED', 'FAILED']);
});

it('fails "readable" where Athena cannot read the files of a table', async () => {
  const { report } = await run({
    executor: async () => {
      throw new Error('HIVE_BAD_DATA: Malformed Parquet file');
    },
  });
  expect(statuses(report).readable).toEqual(['failed', 1]);
});

it.each<[string, Partial<AthenaRun>, string]>([
  ['a table that is not there', { sources: 'athena://sales.none' }, 'RESOURCE_MISSING'],
  ['an address that is none', { sources: 'athena://sales' }, 'SOURCE_INVALID'],
  ['the first rows of a table', { inputs: { sample: '10' } }, 'SOURCE_INVALID'],
  ['a first draft from a table', { inputs: { infer: 'true', checks: 'new.yml' } }, 'SOURCE_INVALID'],
  [
    'a table against a file',
    { checks: `${small}reference: x.csv\nrow-change: 5%\n`, files: { 'x.csv': 'id\n' } },
    'SOURCE_INVALID',
  ],
  [
    'a table against one of another catalog',
    { checks: `${small}reference: athena://other/sales.now\nrow-change: 5%\n` },
    'SOURCE_INVALID',
  ],
  ['a workgroup without a place for results', { inputs: { 'athena-workgroup': 'primary' } }, 'INPUT_INVALID'],
  ['a place for results that is none', { inputs: { 'athena-output': 'results' } }, 'INPUT_INVALID'],
  [
    'a pattern that means something else there',
    { checks: 'version: 1\ncolumns:\n  species: { matches: "(?i)a" }\n' },
    'CHECKS_INVALID',
  ],
  [
    'an expression that does',
    { checks: 'version: 1\nexpressions:\n  - sql: "trim(species) = \'a\'"\n' },
    'CHECK_SQL_FORBIDDEN',
  ],
  [
    'an expression that does, by the type of its column',
    { checks: 'version: 1\nexpressions:\n  - sql: "CAST(species AS DOUBLE) > 1"\n' },
    'CHECK_SQL_FORBIDDEN',
  ],
  [
    'a part of a metric that does',
    { checks: 'version: 1\nmetrics:\n  - { sql: "count_if(trim(species) = \'a\') / count(*)", min: 0 }\n' },
    'CHECK_SQL_FORBIDDEN',
  ],
  [
    'a part of a metric that does, by the type of its column',
    { checks: 'version: 1\nmetrics:\n  - { sql: "sum(CAST(species AS DOUBLE))", min: 0 }\n' },
    'CHECK_SQL_FORBIDDEN',
  ],
])('refuses %s, and asks nothing', async (_what, more, code) => {
  const { outcome, asked } = await run(more);
  expect([outcome.error?.code, outcome.exitCode, asked]).toEqual([code, 2, []]);
});

it('says where what is refused stands', async () => {
  const { outcome } = await run({ checks: 'version: 1\nexpressions:\n  - sql: "trim(species) = \'a\'"\n' });
  expect(outcome.error?.problems).toMatchObject([{ place: 'checks.yml:3' }]);
});

it('does not look up floating-point numbers, and says so', async () => {
  const { report } = await run({
    checks:
      'version: 1\noverlap: [{ with: "athena://sales.before", columns: [price] }]\ncolumns: { price: { type: number } }\n',
  });
  const [overlap] = report.sources[0].checks.filter(({ kind }: { kind: string }) => kind === 'overlap');
  expect(overlap).toMatchObject({
    status: 'failed',
    found: expect.stringContaining('not looked up in Athena'),
  });
});

it('plans without a query', async () => {
  const { asked, outcome } = await run({ inputs: { plan: 'true' } });
  expect(asked).toEqual([]);
  expect(outcome.verdict).not.toBe('passed');
});
