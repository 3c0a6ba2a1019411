import { identifier, quote } from '../../checks/literal.ts';
import type { ColumnType } from '../../checks/schema.ts';
import { type Engine, EngineError, isDataError } from '../../engine/engine.ts';
import { isAlike, typeOfNative } from '../cell-types.ts';
import type { Source, SourceFile } from '../sources.ts';
import { type Column, nothingRejected, type Table, type Unreadable } from '../table.ts';
import { type FileColumn, partitionColumns } from './partitions.ts';

/** Opens the files of a Parquet source: reads their footers. Columns of a path are read as what `types` says. */
export async function openParquet(
  engine: Engine,
  source: Source,
  types: ReadonlyMap<string, ColumnType>,
): Promise<Table> {
  const unreadable: Unreadable[] = [];
  const found = new Map<SourceFile, readonly FileColumn[]>();
  for (const file of source.files) {
    try {
      const own = source.isPartitioned ? await partitionColumns(engine, file, types) : [];
      const others = await fileColumns(engine, file);
      found.set(file, [...others.filter(({ name }) => !own.some((column) => column.name === name)), ...own]);
    } catch (error) {
      if (!isFooterError(error)) throw error;
      unreadable.push({ file: file.name, reason: `is no Parquet file that can be read: ${error.message}` });
    }
  }
  const columns = columnsOf(found);
  const mixed = new Set(columns.filter(isMixed).map(({ name }) => name));
  return {
    source,
    columns,
    repeated: [],
    unreadable,
    mostRows: await mostRowsOf(engine, [...found.keys()]),
    isText: false,
    readings: ['strict'],
    scan: (names) => select({ found, mixed }, names, source.files, ''),
    scanFile: (file, names) => select({ found, mixed }, names, [file], ', file_row_number + 1 AS rn'),
    text: (cell) => `CAST(${cell} AS VARCHAR)`,
    typed: typedValue,
    rejected: async () => nothingRejected,
    locate: async (_file, rows) => new Map(rows.map((row) => [row, { row }])),
  };
}

/** Only the footer was read: whatever the engine says but that it could not open the file is about what stands there. */
function isFooterError(error: unknown): error is EngineError {
  if (isDataError(error)) return true;
  if (!(error instanceof EngineError)) return false;
  const isFound = error.type === 'IO' && !/^(Cannot|Could not) open|^No files/.test(error.message);
  return isFound || ['INTERNAL', 'Not implemented', 'Binder'].includes(error.type);
}

/** Values have their type already; enums and UUIDs are compared as text. */
export function typedValue(cell: string, type: ColumnType | undefined): string {
  return type === 'string' ? `CAST(${cell} AS VARCHAR)` : cell;
}

async function fileColumns(engine: Engine, { path }: SourceFile): Promise<readonly FileColumn[]> {
  const rows = await engine.query(`DESCRIBE SELECT * FROM ${reader([{ path }])}`);
  return rows.map((row) => ({ name: String(row.column_name), native: String(row.column_type) }));
}

/** What the footers say, all at once; no verdict stands on it, and where one is damaged the reading tells. */
async function mostRowsOf(engine: Engine, files: readonly SourceFile[]): Promise<number> {
  if (files.length === 0) return 0;
  const paths = files.map(({ path }) => quote(path)).join(', ');
  try {
    const [row] = await engine.query(`SELECT sum(num_rows) AS rows FROM parquet_file_metadata([${paths}])`);
    return Number(row?.rows);
  } catch (error) {
    if (!isFooterError(error)) throw error;
    return Number.POSITIVE_INFINITY;
  }
}

function columnsOf(found: ReadonlyMap<SourceFile, readonly FileColumn[]>): Column[] {
  const names = new Set([...found.values()].flatMap((columns) => columns.map(({ name }) => name)));
  return [...names].map((name) => {
    const natives = [...found].map(([file, columns]) => ({
      file: file.name,
      native: columns.find((column) => column.name === name)?.native,
    }));
    const native = natives.find((entry) => entry.native !== undefined)?.native ?? 'NULL';
    const others = natives.filter((entry) => entry.native !== undefined && entry.native !== native);
    return {
      name,
      native,
      type: typeOfNative(native),
      missingFrom: natives.filter((entry) => entry.native === undefined).map((entry) => entry.file),
      otherTypes: others.map((entry) => ({ file: entry.file, native: entry.native ?? '' })),
    };
  });
}

/** True for a column whose types in the files cannot be compared. */
const isMixed = ({ native, otherTypes }: Column) =>
  otherTypes.some((other) => !isAlike(native, other.native));

interface Opened {
  readonly found: ReadonlyMap<SourceFile, readonly FileColumn[]>;
  /** Columns that the files do not have in common: they are only there as text. */
  readonly mixed: ReadonlySet<string>;
}

/** Files with the same columns are read in one go; a column that a file lacks is null there. */
function select(
  { found, mixed }: Opened,
  columns: readonly string[],
  files: readonly SourceFile[],
  extra: string,
): string {
  const groups = Map.groupBy(files, (file) => JSON.stringify(found.get(file) ?? []));
  const selects = [...groups].map(([key, members]) => {
    // the key was made from columns three lines above
    const has = new Map((JSON.parse(key) as FileColumn[]).map((column) => [column.name, column]));
    const cells = columns.map((name, at) => {
      const column = has.get(name);
      if (column !== undefined && column.sql === undefined) assertRead(members, name);
      const cell = column === undefined ? 'NULL' : (column.sql ?? identifier(name));
      return `${mixed.has(name) ? `CAST(${cell} AS VARCHAR)` : cell} AS k${at}`;
    });
    return `SELECT ${[...cells, 'true AS good', 'false AS blank'].join(', ')}${extra} FROM ${reader(members)}`;
  });
  return selects.join(' UNION ALL ');
}

/** A column that was left in S3 is a hole in the file, and a hole must never pass for data. */
function assertRead(files: readonly SourceFile[], name: string): void {
  const partly = files.find(
    ({ digest }) => digest?.part !== undefined && !digest.part.columns.includes(name),
  );
  if (partly !== undefined) throw new Error(`the column "${name}" of "${partly.name}" was not fetched`);
}

function reader(files: readonly Pick<SourceFile, 'path'>[]): string {
  return `read_parquet([${files.map(({ path }) => quote(path)).join(', ')}], hive_partitioning = false)`;
}
