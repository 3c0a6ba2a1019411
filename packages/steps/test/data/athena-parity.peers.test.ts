import { join } from 'node:path';
import { expect, it } from 'vitest';
import { columns, everyCheck, fewChecks, rows } from './athena-cases.ts';
import { duckDbExecutor } from './athena-duckdb.ts';
import { foundIn, runAthena } from './athena-fixture.ts';
import { folderWith, parquetIn, runIn } from './fixture.ts';

it('finds the same by the SQL of Athena, rewritten for DuckDB by sqlglot, as the engine of this machine', async () => {
  const root = await folderWith({});
  await parquetIn(root, 'now.parquet', rows(1, 3_000));
  await parquetIn(root, 'before.parquet', rows(2, 2_000));
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
  const [own, other] = [foundIn(here.report), foundIn(there.report)];
  expect(Object.keys(own).length).toBeGreaterThan(80);
  expect(other).toEqual(own);
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
      "length",
      "matches",
      "max",
      "max-age",
      "mean",
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
  const golden = { queries: recorded, found: foundIn(here.report) };
  await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot('athena-golden.json');
});
