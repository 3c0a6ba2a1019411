import type { ColumnType } from '../checks/schema.ts';
import type { Target } from './target.ts';

/** The cells that pandas reads as null where it is not told otherwise. */
const nullCells = [
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
];

/** What a data frame is where a tool of pandas looks at it: no rows are no mistake, and NaN is null. */
export function readAsPandas(target: Target): void {
  target.table['row-count'] ??= { min: 0 };
  target.table['nan-is-null'] = true;
  target.table.csv = { null: nullCells };
}

/** What a type of pandas or numpy is here; undefined where it says nothing, `unsupported` where it is of no column here. */
export function typeOfDtype(dtype: string): ColumnType | 'unsupported' | undefined {
  const name = dtype.toLowerCase();
  if (/^u?int(8|16|32|64)?(\[pyarrow\])?$/.test(name)) return 'integer';
  if (/^(float(16|32|64)?|double|decimal\(.*\)|decimal)(\[pyarrow\])?$/.test(name)) return 'number';
  if (/^(object|str|string)(\[\w+\])?$/.test(name)) return 'string';
  if (/^(bool|boolean)(\[pyarrow\])?$/.test(name)) return 'boolean';
  if (/^(datetime|datetime64(\[.*\])?|timestamp\[.*\]|datetimetzdtype.*)$/.test(name)) return 'timestamp';
  if (/^(date|date32.*)$/.test(name)) return 'date';
  return /^category(\[.*\])?$/.test(name) ? undefined : 'unsupported';
}
