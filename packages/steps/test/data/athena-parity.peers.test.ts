import { join } from 'node:path';
import { expect, it } from 'vitest';
import { columns, edgeRows, everyCheck, fewChecks, rows } from './athena-cases.ts';
import { duckDbExecutor } from './athena-duckdb.ts';
import { foundIn, runAthena } from './athena-fixture.ts';
import { folderWith, parquetIn, runIn } from './fixture.ts';

/** The same checks of the same rows by both engines. */
async function byBoth(now: string, before: string) {
  const root = await folderWith({});
  await parquetIn(root, 'now.parquet', now);
  await parquetIn(root, 'before.parquet', before);
  const here = await runIn(root, everyCheck('before.parquet', 'before.parquet'), { sources: 'now.parquet' });
  const executor = await duckDbExecutor({
    'sales.now': join(root, 'now.parquet'),
    'sales.before': join(root, 'before.parquet'),
  });
  const table = (name: string) => ({ catalog: 'AwsDataCatalog', database: 'sales', name, columns });
  const there = await runAthena({
    checks: everyCheck('athena://sales.before', 'athena://sales.before'),
    sources: 'athena://sales.now',
    tables: [table('now'), table('before')],
    executor,
  });
  expect(there.outcome.error).toBeUndefined();
  return { here, there };
}

it('finds the same by the SQL of Athena, rewritten for DuckDB by sqlglot, as the engine of this machine', async () => {
  const { here, there } = await byBoth(rows(1, 3_000), rows(2, 2_000));
  const own = foundIn(here.report);
  expect(Object.keys(own).length).toBeGreaterThan(80);
  expect(foundIn(there.report)).toEqual(own);
  // the checks say something: most of them fail
  const kinds = new Set(Object.values(own).flatMap((one) => (one[1] === 'failed' ? [one[0]] : [])));
  expect([...kinds].toSorted()).toMatchInlineSnapshot(`
    [
      "balance",
      "distinct",
      "drift",
      "expression",
      "finite",
      "in",
      "leakage",
      "length",
      "matches",
      "max",
      "max-age",
      "mean",
      "metric",
      "min",
      "most-common",
      "not-in",
      "nullable",
      "outliers",
      "overlap",
      "quantile",
      "references",
      "row-change",
      "std",
      "sum",
      "unique",
    ]
  `);
  expect(there.report.rows).toBe(3_000);
  expect(there.report.sources[0]['bytes-scanned']).toBe(there.queries.length * 10_000_000);
});

/** Milliseconds, as each engine tells them, less what passed between the two. */
it('tells ages from the same instant', async () => {
  const { here, there } = await byBoth(rows(1, 50), rows(2, 20));
  const ages = ({ report }: typeof here | typeof there) =>
    report.sources[0].checks.flatMap(({ kind, figure }: { kind: string; figure?: number }) =>
      kind === 'max-age' ? [Math.round((figure ?? 0) / 3_600_000)] : [],
    );
  expect(ages(here).length).toBe(2);
  expect(ages(there)).toEqual(ages(here));
});

it.each([
  ['at the ends of their types', 'true', 'id < 5'],
  ['and none to compare with', 'id >= 0', 'false'],
  ['of which none is there', 'false', 'true'],
  ['of which one is there', 'id = 1', 'id = 1'],
  ['that are all null', 'id >= 4', 'id >= 4'],
])('finds the same for rows %s', async (_which, now, before) => {
  const { here, there } = await byBoth(edgeRows(now), edgeRows(before));
  expect(foundIn(there.report)).toEqual(foundIn(here.report));
});

it('writes what it asked and got for a few checks, which the tests without Python answer from', async () => {
  const root = await folderWith({});
  await parquetIn(root, 'now.parquet', rows(1, 300));
  await parquetIn(root, 'before.parquet', rows(2, 200));
  const here = await runIn(root, fewChecks('before.parquet'), { sources: 'now.parquet' });
  const executor = await duckDbExecutor({
    'sales.now': join(root, 'now.parquet'),
    'sales.before': join(root, 'before.parquet'),
  });
  const recorded: object[] = [];
  const table = (name: string) => ({ catalog: 'AwsDataCatalog', database: 'sales', name, columns });
  const there = await runAthena({
    checks: fewChecks('athena://sales.before'),
    sources: 'athena://sales.now',
    tables: [table('now'), table('before')],
    async executor(sql, context) {
      const { columns: types, rows: cells } = await executor(sql, context);
      recorded.push({
        sql: sql.replaceAll(/\s+/g, ' '),
        columns: types.map(({ name, type }) => `${name} ${type}`),
        rows: cells.map((row) => row.map((cell) => cell ?? null)),
      });
      return { columns: types, rows: cells, scannedBytes: 10_000_000 };
    },
  });
  expect(there.outcome.error).toBeUndefined();
  expect(foundIn(there.report)).toEqual(foundIn(here.report));
  const lines = [...recorded, foundIn(here.report)].map((line) => `${JSON.stringify(line)}\n`);
  await expect(lines.join('')).toMatchFileSnapshot('athena-golden.jsonl');
});
