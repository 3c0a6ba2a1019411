import { plural, StepError } from '@ml-ci/core';
import type { SourcePlan } from '../checks/check.ts';
import { identifier } from '../checks/literal.ts';
import { type Engine, EngineError, isDataError } from '../engine/engine.ts';
import type { ParsedQuery } from '../expression/query.ts';
import { withoutValues } from '../report/mask.ts';
import { typeOfNative } from '../sources/cell-types.ts';
import { typedValue } from '../sources/parquet/parquet-table.ts';
import type { Source } from '../sources/sources.ts';
import { nothingRejected, type Table, unreadableTable } from '../sources/table.ts';
import { Projection } from './projection.ts';

/** A table that a query reads. */
export interface QueryInput {
  readonly name: string;
  readonly entry: string;
  readonly table: Table;
  readonly plan: SourcePlan;
}

/** A query with what it is called in its checks file. */
export interface NamedQuery extends ParsedQuery {
  readonly name: string;
  readonly line: number;
}

/** The result of a query as a source. It is kept by the engine: checks read it more than once. */
export async function openQuery(
  engine: Engine,
  source: Source,
  query: NamedQuery,
  inputs: readonly QueryInput[],
  id: string,
): Promise<Table> {
  const own: Source = { ...source, files: [{ name: source.entry, path: '' }] };
  const parts: string[] = [];
  for (const input of inputs) {
    const read = await readInput(engine, input);
    if ('reason' in read) return unreadableTable(own, [{ file: source.entry, reason: read.reason }]);
    parts.push(`${identifier(input.name)} AS (${read.sql})`);
  }
  const sql = withParts(parts, query.sql.replace(/;\s*$/, ''));
  const [columns, repeated] = await columnsOf(engine, query, sql);
  const name = `query_${id}`;
  // rows without an order of their own get one that their values decide: the same data tells the same
  const order = query.isOrdered ? '' : ' ORDER BY ALL';
  await ofTheQuery(query, () => engine.query(`CREATE TEMP TABLE ${name} AS SELECT * FROM (${sql})${order}`));
  const [counted] = await engine.query(`SELECT count(*) AS rows FROM ${name}`);
  const select = (names: readonly string[], extra: string) => {
    const cells = names.map((column, at) => `${identifier(column)} AS k${at}`);
    return `SELECT ${[...cells, 'true AS good', 'false AS blank'].join(', ')}${extra} FROM ${name}`;
  };
  return {
    source: own,
    columns,
    repeated,
    unreadable: [],
    mostRows: Number(counted?.rows),
    isText: false,
    readings: ['strict'],
    scan: (names) => select(names, ''),
    scanFile: (_file, names) => select(names, ', rowid + 1 AS rn'),
    text: (cell) => `CAST(${cell} AS VARCHAR)`,
    typed: typedValue,
    rejected: async () => nothingRejected,
    locate: async (_file, rows) => new Map(query.isOrdered ? rows.map((row) => [row, { row }]) : []),
  };
}

/** SQL that gives the values of a table, or why there are none: every row must be readable, and every cell of its type. */
async function readInput(
  engine: Engine,
  { entry, table, plan }: QueryInput,
): Promise<{ readonly sql: string } | { readonly reason: string }> {
  const [unreadable] = table.unreadable;
  if (unreadable !== undefined) return { reason: `"${entry}" cannot be read: ${unreadable.reason}` };
  const projection = new Projection(table, plan, engine.dialect);
  for (const { name } of table.columns) projection.place(name);
  const names = projection.names;
  const foreign = names.map((_, at) => `count_if(good AND r${at} IS NOT NULL AND t${at} IS NULL) AS n${at}`);
  for (const reading of table.readings) {
    const from = projection.over(table.scan(names, reading));
    try {
      const [row] = await engine.query(
        `SELECT ${[...foreign, 'count_if(good) AS read', 'count_if(NOT good) AS unread', 'count_if(blank) AS blanks'].join(', ')} FROM (${from})`,
      );
      const [good, bad] = [countOf(row?.read), countOf(row?.unread)];
      const { count } = await table.rejected(engine, { reading, good, bad, limit: 0 });
      if (count > 0n) return { reason: `"${entry}" has ${plural(count, 'row')} that cannot be read` };
      const wrong = names.findIndex((_, at) => countOf(row?.[`n${at}`]) > 0n);
      if (wrong !== -1) {
        const cells = plural(countOf(row?.[`n${wrong}`]), 'cell');
        const name = names[wrong] ?? '';
        return { reason: `"${entry}" has ${cells} in "${name}" that are no ${plan.types.get(name)}` };
      }
      const cells = names.map((name, at) => `t${at} AS ${identifier(name)}`);
      return { sql: `SELECT ${cells.join(', ')} FROM (${from}) WHERE good` };
    } catch (error) {
      if (!isDataError(error)) throw error;
    }
  }
  return { reason: `"${entry}" cannot be read` };
}

async function columnsOf(engine: Engine, query: NamedQuery, sql: string) {
  const rows = await ofTheQuery(query, () => engine.query(`DESCRIBE ${sql}`));
  const names = rows.map((row) => String(row.column_name));
  const columns = rows.map((row) => {
    const native = String(row.column_type);
    return {
      name: String(row.column_name),
      native,
      type: typeOfNative(native),
      missingFrom: [],
      otherTypes: [],
    };
  });
  const repeated = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  return [columns, repeated] as const;
}

/** What the engine says of a query is a mistake of the checks file, unless the machine is to blame. */
async function ofTheQuery<T>({ name, line }: NamedQuery, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof EngineError) || ['Out of Memory', 'IO'].includes(cause.type)) throw cause;
    const isOfData = ['Conversion', 'Out of Range', 'Invalid Input'].includes(cause.type);
    throw new StepError('CHECK_SQL_FAILED', {
      message: `the query "${name}" (line ${line} of the checks file) ${isOfData ? `fails on the data: ${withoutValues(cause.message)}` : `does not fit its tables: ${cause.message}`}`,
      fix: 'mend the query; the columns of its tables are typed by their blocks under sources',
      ...(isOfData ? {} : { cause }),
    });
  }
}

/** The query with the tables before the parts that it names itself, as the engine writes them. */
function withParts(parts: readonly string[], sql: string): string {
  if (parts.length === 0) return sql;
  const rest = sql.startsWith('WITH ') ? `, ${sql.slice('WITH '.length)}` : ` ${sql}`;
  return `WITH ${parts.join(', ')}${rest}`;
}

/** Of no rows the engine counts NULL. */
const countOf = (value: unknown) => BigInt(String(value ?? 0));
