import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import type { QueryExecutor } from '@ml-ci/sandbox';
import { onTestFinished } from 'vitest';

const python = join(import.meta.dirname, '../../../../.cache/peers/sqlglot/bin/python');

/** What Athena calls the types of DuckDB. */
const types: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'tinyint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'varchar',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', neq: '<>' };
const macros = [
  'is_finite(x) AS isfinite(x)',
  // NaN as in Trino: every comparison with it is false, but for <>
  ...Object.entries(comparisons).map(
    ([name, sign]) =>
      `trino_${name}(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL
        WHEN CAST(a AS VARCHAR) = 'nan' OR CAST(b AS VARCHAR) = 'nan' THEN ${sign === '<>'} ELSE a ${sign} b END`,
  ),
];

/** An executor that has sqlglot rewrite Trino's SQL as DuckDB's, and DuckDB run it over Parquet files, by table. */
export async function duckDbExecutor(
  tables: Readonly<Record<string, string>>,
): Promise<QueryExecutor & { readonly transpiled: readonly string[] }> {
  const transpile = openTranspiler();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  onTestFinished(() => {
    connection.closeSync();
    instance.closeSync();
  });
  await connection.run(`SET TimeZone = 'UTC'`);
  // functions that sqlglot leaves as they are
  for (const macro of macros) await connection.run(`CREATE MACRO ${macro}`);
  for (const [name, path] of Object.entries(tables)) {
    const [database = '', table = ''] = name.split('.');
    await connection.run(`CREATE SCHEMA IF NOT EXISTS "${database}"`);
    await connection.run(`CREATE VIEW "${database}"."${table}" AS SELECT * FROM read_parquet('${path}')`);
  }
  const transpiled: string[] = [];
  const executor: QueryExecutor = async (sql) => {
    const own = await transpile(sql);
    transpiled.push(own);
    const described = await connection.runAndReadAll(`DESCRIBE ${own}`);
    const columns = described.getRowObjectsJS().map((row) => ({
      name: String(row.column_name),
      type: types[String(row.column_type)] ?? 'decimal',
    }));
    const read = await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${own})`);
    const rows = read
      .getRowsJS()
      .map((cells) => cells.map((cell) => (cell === null ? undefined : String(cell))));
    return { columns, rows, scannedBytes: 10_000_000 };
  };
  return Object.assign(executor, { transpiled });
}

function openTranspiler(): (sql: string) => Promise<string> {
  const child = spawn(python, [join(import.meta.dirname, 'athena-transpile.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const lines = createInterface(child.stdout);
  let last: Promise<unknown> = Promise.resolve();
  return (sql) => {
    const asked = last.then(async () => {
      const answer = once(lines, 'line');
      child.stdin.write(`${JSON.stringify(sql)}\n`);
      const [line] = await answer;
      const found: { readonly sql?: string; readonly error?: string } = JSON.parse(line);
      if (found.sql === undefined) throw new Error(`SYNTAX_ERROR: ${found.error}`);
      return found.sql;
    });
    last = asked.catch(() => undefined);
    return asked;
  };
}
