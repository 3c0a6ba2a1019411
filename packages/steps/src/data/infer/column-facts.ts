import { quote } from '../checks/literal.ts';
import type { ColumnType } from '../checks/schema.ts';
import type { Engine } from '../engine/engine.ts';
import type { Table } from '../sources/table.ts';

/** What is observed of one column. */
export interface ColumnFacts {
  readonly name: string;
  /** The narrowest that every value has; undefined for types of Parquet that no check knows. */
  readonly type: ColumnType | undefined;
  readonly values: number;
  readonly nulls: number;
  readonly distinct: number;
  /** As text; of strings the shortest and the longest length. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly mean: number | undefined;
  readonly std: number | undefined;
  /** All values with their rows, the commonest first, where there are few. */
  readonly members: readonly { readonly value: string; readonly rows: number }[];
  /** Words of its cells that stand for null, as it seems. */
  readonly nullWords: readonly string[];
}

/** Words that other tools write for null. */
const nullWords = ['NA', 'N/A', 'null', 'NULL', 'None', 'NaN', 'nan'];
/** More values than these are no set. */
export const fewValues = 20;

const textTypes = ['integer', 'number', 'boolean', 'date', 'timestamp'] as const;

/** Looks at every column, in three passes over the rows. */
export async function observe(
  engine: Engine,
  table: Table,
): Promise<{ readonly rows: number; readonly columns: readonly ColumnFacts[] }> {
  const names = table.columns.map(({ name }) => name);
  const [reading = 'strict'] = table.readings.slice(-1);
  const from = `(${table.scan(names, reading)})`;
  const types = table.isText ? await textTypesOf(engine, names, from, table) : nativeTypesOf(table);
  const cells = types.map(({ type, words }, at) => {
    const cell =
      words.length === 0
        ? `k${at}`
        : `CASE WHEN ${table.text(`k${at}`)} NOT IN (${words.map(quote).join(', ')}) THEN k${at} END`;
    return { cell: table.typed(cell, type), type };
  });
  const aggregates = cells.flatMap(({ cell, type }, at) =>
    aggregatesOf(cell, type).map((sql, index) => `${sql} AS a${at}_${index}`),
  );
  const [row] = await engine.query(`SELECT count_if(good) AS total, ${aggregates.join(', ')} FROM ${from}`);
  const total = Number(row?.total);
  const columns: ColumnFacts[] = [];
  for (const [at, { cell, type }] of cells.entries()) {
    const [values = 0, distinct = 0, min, max, mean, std] = Array.from(
      { length: 6 },
      (_, index) => row?.[`a${at}_${index}`],
    );
    columns.push({
      name: names[at] ?? '',
      type,
      values: Number(values),
      nulls: total - Number(values),
      distinct: Number(distinct),
      min: textOf(min),
      max: textOf(max),
      mean: numberOf(mean),
      std: numberOf(std),
      members: Number(distinct) <= fewValues && type === 'string' ? await membersOf(engine, cell, from) : [],
      nullWords: types[at]?.words ?? [],
    });
  }
  return { rows: total, columns };
}

interface TypeFacts {
  readonly type: ColumnType | undefined;
  readonly words: readonly string[];
}

function nativeTypesOf({ columns }: Table): readonly TypeFacts[] {
  return columns.map(({ type }) => ({ type: type === 'other' ? undefined : type, words: [] }));
}

async function textTypesOf(
  engine: Engine,
  names: readonly string[],
  from: string,
  table: Table,
): Promise<readonly TypeFacts[]> {
  const words = nullWords.map(quote).join(', ');
  const asked = names.flatMap((_, at) => {
    const text = table.text(`k${at}`);
    const isWord = `${text} IN (${words})`;
    return [
      `count(${text}) AS n${at}`,
      `list(DISTINCT ${text} ORDER BY ${text}) FILTER (WHERE ${isWord}) AS w${at}`,
      ...textTypes.map(
        (type) =>
          `count_if(${text} IS NOT NULL AND NOT ${isWord} AND ${table.typed(`k${at}`, type)} IS NULL) AS ${type}${at}`,
      ),
      ...textTypes.map(
        (type) =>
          `count_if(NOT ${isWord} AND ${table.typed(`k${at}`, type)} IS NOT NULL) AS some_${type}${at}`,
      ),
    ];
  });
  const [row] = await engine.query(`SELECT ${asked.join(', ')} FROM ${from}`);
  return names.map((_, at) => {
    const type = textTypes.find(
      (each) => Number(row?.[`${each}${at}`]) === 0 && Number(row?.[`some_${each}${at}`]) > 0,
    );
    const found = row?.[`w${at}`];
    // of text, the word may be one of its values
    return {
      type: type ?? 'string',
      words: type !== undefined && Array.isArray(found) ? found.map(String) : [],
    };
  });
}

function aggregatesOf(cell: string, type: ColumnType | undefined): readonly string[] {
  const isNumber = type === 'integer' || type === 'number';
  const number = `CASE WHEN isfinite(CAST(${cell} AS DOUBLE)) THEN CAST(${cell} AS DOUBLE) END`;
  const edge =
    type === 'string' ? `length(${cell})` : type === undefined || type === 'boolean' ? 'NULL' : cell;
  return [
    `count(${cell})`,
    `count(DISTINCT ${cell})`,
    `CAST(min(${isNumber && type === 'number' ? number : edge}) AS VARCHAR)`,
    `CAST(max(${isNumber && type === 'number' ? number : edge}) AS VARCHAR)`,
    isNumber ? `avg(${number})` : 'NULL',
    isNumber ? `stddev_samp(${number})` : 'NULL',
  ];
}

async function membersOf(engine: Engine, cell: string, from: string) {
  const rows = await engine.query(
    `SELECT ${cell} AS value, count(*) AS rows FROM ${from} WHERE ${cell} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return rows.map(({ value, rows: count }) => ({ value: String(value), rows: Number(count) }));
}

const textOf = (value: unknown) => (value === null || value === undefined ? undefined : String(value));
const numberOf = (value: unknown) => (value === null || value === undefined ? undefined : Number(value));
