import { type AthenaColumn, athenaColumns, type Session } from '@ml-ci/aws';
import { identifier } from '../checks/literal.ts';
import { typeOfNative } from '../sources/cell-types.ts';
import type { Source } from '../sources/sources.ts';
import { type Column, nothingRejected, type Table } from '../sources/table.ts';
import { parseTableName } from './entry.ts';

/** Opens a table of Athena: asks the catalog for its columns. */
export async function openAthenaTable(
  session: Session,
  source: Source,
  options: { readonly workGroup: string; readonly signal: AbortSignal },
): Promise<Table> {
  const name = parseTableName(source.entry);
  const columns = await athenaColumns(session, name, options);
  const from = `${identifier(name.database)}.${identifier(name.table)}`;
  return {
    source,
    columns: columns.map(columnOf),
    repeated: [],
    unreadable: [],
    mostRows: Number.POSITIVE_INFINITY,
    isText: false,
    readings: ['strict'],
    scan(names) {
      const cells = names.map(
        (column, at) => `${hasColumn(columns, column) ? identifier(column) : 'NULL'} AS k${at}`,
      );
      return `SELECT ${[...cells, 'true AS good', 'false AS blank'].join(', ')} FROM ${from}`;
    },
    scanFile: () => {
      throw new Error('a table of Athena has no files of its own');
    },
    // every cell of a result is text already, and some types have no cast to it
    text: (cell) => cell,
    typed: (cell) => cell,
    rejected: async () => nothingRejected,
    locate: async () => new Map(),
  };
}

const hasColumn = (columns: readonly AthenaColumn[], name: string) =>
  columns.some((column) => column.name === name);

function columnOf({ name, type }: AthenaColumn): Column {
  const native = nativeOf(type);
  return { name, native, type: typeOfNative(native), missingFrom: [], otherTypes: [] };
}

/** Types of catalogs, in the words of the engine of this machine: reports and rules then read alike. */
const natives: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  real: 'FLOAT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
};

/** What is none of these is as it is: arrays, maps, and `char(n)`, whose comparison pads. */
function nativeOf(type: string): string {
  const plain = type.toLowerCase().trim();
  if (/^varchar(\(\d+\))?$/.test(plain)) return 'VARCHAR';
  const [, digits] = /^decimal\((\d+, ?\d+)\)$/.exec(plain) ?? [];
  if (digits !== undefined) return `DECIMAL(${digits.replace(' ', '')})`;
  return natives[plain.replace(/^timestamp\(\d+\)/, 'timestamp')] ?? type;
}
