import { quote } from '../checks/literal.ts';
import type { ColumnType } from '../checks/schema.ts';
import { type Engine, isDataError } from '../engine/engine.ts';
import { typeOfNative } from './cell-types.ts';
import type { Source, SourceFile } from './sources.ts';
import { type Column, nothingRejected, type Table, type Unreadable } from './table.ts';

/** One column of one file. */
interface FileColumn {
  readonly name: string;
  readonly native: string;
}

/** Opens the files of a Parquet source: reads their footers. */
export async function openParquet(engine: Engine, source: Source): Promise<Table> {
  const unreadable: Unreadable[] = [];
  const found = new Map<SourceFile, readonly FileColumn[]>();
  for (const file of source.files) {
    try {
      found.set(file, await fileColumns(engine, file));
    } catch (error) {
      if (!isDataError(error)) throw error;
      unreadable.push({ file: file.name, reason: `is no Parquet file that can be read: ${error.message}` });
    }
  }
  return {
    source,
    columns: columnsOf(found),
    repeated: [],
    unreadable,
    isText: false,
    readings: ['strict'],
    scan: (columns) => select(found, columns, source.files, ''),
    scanFile: (file, columns) => select(found, columns, [file], ', file_row_number + 1 AS rn'),
    text: (cell) => `CAST(${cell} AS VARCHAR)`,
    typed,
    rejected: async () => nothingRejected,
    locate: async (_file, rows) => new Map(rows.map((row) => [row, { row }])),
  };
}

/** Values have their type already; enums and UUIDs are compared as text. */
function typed(cell: string, type: ColumnType | undefined): string {
  return type === 'string' ? `CAST(${cell} AS VARCHAR)` : cell;
}

async function fileColumns(engine: Engine, { path }: SourceFile): Promise<readonly FileColumn[]> {
  const rows = await engine.query(`DESCRIBE SELECT * FROM ${reader([{ path }])}`);
  return rows.map((row) => ({ name: String(row.column_name), native: String(row.column_type) }));
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

/** Files with the same columns are read in one go; a column that a file lacks is null there. */
function select(
  found: ReadonlyMap<SourceFile, readonly FileColumn[]>,
  columns: readonly string[],
  files: readonly SourceFile[],
  extra: string,
): string {
  const groups = Map.groupBy(files, (file) => JSON.stringify(found.get(file) ?? []));
  const selects = [...groups].map(([key, members]) => {
    // the key was made from columns three lines above
    const has = new Set((JSON.parse(key) as FileColumn[]).map(({ name }) => name));
    const cells = columns.map((name, at) => `${has.has(name) ? identifier(name) : 'NULL'} AS k${at}`);
    return `SELECT ${[...cells, 'true AS good', 'false AS blank'].join(', ')}${extra} FROM ${reader(members)}`;
  });
  return selects.join(' UNION ALL ');
}

function reader(files: readonly Pick<SourceFile, 'path'>[]): string {
  return `read_parquet([${files.map(({ path }) => quote(path)).join(', ')}], hive_partitioning = false)`;
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
