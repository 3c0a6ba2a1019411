import { quote } from '../../checks/literal.ts';
import type { ColumnType } from '../../checks/schema.ts';
import { type Engine, isDataError } from '../../engine/engine.ts';
import { readText } from '../cell-types.ts';
import { bytesOf, type Source, type SourceFile } from '../sources.ts';
import {
  nothingRejected,
  type Reading,
  type Rejected,
  type Scanned,
  type Table,
  type Unreadable,
} from '../table.ts';
import { locateRows, type RecordOptions } from './records.ts';
import { combineRejects, readRejects } from './rejects.ts';

/** Every line is a record, blank ones too: the number of a row is that of its line. */
const options: RecordOptions = {
  delimiter: '\x1f',
  quote: undefined,
  hasHeader: false,
  skipsBlank: false,
  cells: 1,
};
const kinds: Readonly<Record<ColumnType, string>> = {
  string: `'VARCHAR'`,
  date: `'VARCHAR'`,
  timestamp: `'VARCHAR'`,
  integer: `'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE'`,
  number: `'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE'`,
  boolean: `'BOOLEAN'`,
};

/** True where a line holds an object. */
const isObject = `coalesce(CASE WHEN json_valid(line) THEN json_type(line) END = 'OBJECT', false)`;

/** Opens the files of a JSON Lines source. All lines are read once, for the names of their keys. */
export async function openJsonLines(engine: Engine, source: Source, id: string): Promise<Table> {
  const tables = [`errors_${id}`, `scans_${id}`] as const;
  const how = (reading: Reading) =>
    reading === 'strict'
      ? 'parallel = true'
      : `store_rejects = true, rejects_table = '${tables[0]}', rejects_scan = '${tables[1]}', rejects_limit = 0,
         parallel = false`;
  const keys = await keysOf(engine, source);
  return {
    source,
    columns: keys.map((name) => ({
      name,
      type: undefined,
      native: 'JSON',
      missingFrom: [],
      otherTypes: [],
    })),
    repeated: [],
    unreadable: [],
    mostRows: Math.ceil((await bytesOf(source.files)) / '{}\n'.length),
    isText: true,
    readings: ['strict', 'lenient'],
    scan: (columns, reading) => select(columns, lines(source.files, how(reading))),
    scanFile: (file, columns) => select(columns, numbered(file), ', rn'),
    text: asText,
    typed: typedJson,
    rejected: (engineNow, scanned) => rejected(engineNow, source, tables, scanned),
    locate: async (file, rows, { records }) =>
      rows.length === 0
        ? new Map()
        : (await locateRows(file.path, options, rows, await records(file.path))).accepted,
  };
}

async function keysOf(engine: Engine, { files }: Source): Promise<string[]> {
  const keys = (how: string) =>
    engine.query(
      `SELECT DISTINCT unnest(json_keys(line)) AS name FROM (${lines(files, how)}) WHERE ${isObject} ORDER BY name`,
    );
  const rows = await keys('parallel = true').catch((error: unknown) => {
    if (isDataError(error)) return keys('ignore_errors = true, parallel = false');
    throw error;
  });
  return rows.map(({ name }) => String(name));
}

const isNotBlank = `trim(line, ' \t\r') <> ''`;

/** The lines that are not blank. No JSON has a raw control character, so that none can separate cells. */
function lines(files: readonly SourceFile[], extra: string): string {
  return `SELECT line FROM ${reader(files, extra)} WHERE ${isNotBlank}`;
}

function numbered(file: SourceFile): string {
  const from = reader([file], 'ignore_errors = true, parallel = false');
  return `SELECT line, rn FROM (SELECT line, row_number() OVER () AS rn FROM ${from}) WHERE ${isNotBlank}`;
}

function reader(files: readonly SourceFile[], extra: string): string {
  return `read_csv([${files.map(({ path }) => quote(path)).join(', ')}], auto_detect = false,
    columns = {'line': 'VARCHAR'}, header = false, delim = '\x1f', quote = '', escape = '', max_line_size = 4194304,
    buffer_size = 33554432, hive_partitioning = false, compression = 'none', ${extra})`;
}

/** All keys are taken out of a line in one go. */
function select(columns: readonly string[], from: string, extra = ''): string {
  const pointers = columns.map((name) => quote(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`));
  const cells = columns.map((_, at) => `e[${at + 1}] AS k${at}`);
  const found =
    columns.length === 0 ? 'NULL' : `CASE WHEN good THEN json_extract(line, [${pointers.join(', ')}]) END`;
  return `SELECT ${[...cells, 'good', 'false AS blank'].join(', ')}${extra}
    FROM (SELECT ${found} AS e, good${extra} FROM (SELECT line, ${isObject} AS good${extra} FROM (${from})))`;
}

function asText(cell: string): string {
  return `json_extract_string(${cell}, '$')`;
}

function typedJson(cell: string, type: ColumnType | undefined, formats?: readonly string[]): string {
  if (type === undefined) return asText(cell);
  return `CASE WHEN json_type(${cell}) IN (${kinds[type]}) THEN ${readText(asText(cell), type, formats)} END`;
}

async function rejected(
  engine: Engine,
  source: Source,
  tables: readonly [string, string],
  { reading, limit, bad }: Scanned,
): Promise<Rejected> {
  const find = async (path: string, records: readonly number[]) =>
    (await locateRows(path, options, [], records)).rejected;
  const left =
    reading === 'strict' ? nothingRejected : await readRejects(engine, tables, source.files, find, limit);
  const samples: Unreadable[] = [];
  for (const file of bad === 0n ? [] : source.files) {
    if (samples.length < limit) samples.push(...(await badLines(engine, file, left, limit - samples.length)));
  }
  return combineRejects([left, { count: bad, samples, records: async () => [] }], limit);
}

async function badLines(
  engine: Engine,
  file: SourceFile,
  left: Rejected,
  limit: number,
): Promise<Unreadable[]> {
  const rows = await engine.query(
    `SELECT rn, left(line, 200) AS text FROM (${numbered(file)}) WHERE NOT ${isObject} ORDER BY rn LIMIT ${limit}`,
  );
  const numbers = rows.map(({ rn }) => Number(rn));
  const { accepted } = await locateRows(file.path, options, numbers, await left.records(file.path));
  return rows.map(({ text }, at) => ({
    file: file.name,
    ...accepted.get(numbers[at] ?? 0),
    reason: 'is not a JSON object',
    text: String(text),
  }));
}
