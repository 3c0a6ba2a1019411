import type { Path } from '../checks/draft.ts';
import { readAsPandas, typeOfDtype } from './pandas.ts';
import { checkNames, checksIn, convertCheck } from './pandera-checks.ts';
import { asNames, asNumber, asRecord, asText, givenIn } from './record.ts';
import {
  type ColumnTarget,
  columnOf,
  newTarget,
  putCheck,
  putTable,
  putUnique,
  refuse,
  refuseUnknown,
  type Target,
} from './target.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Keys of a schema that have no influence on whether a frame is valid; docs/data-import.md says why, of each. */
const silent = ['schema_type', 'version', 'dataframe_library', 'name', 'title', 'description', 'coerce'];
const known = new Set([
  ...silent,
  'report_duplicates',
  'unique_column_names',
  'api',
  'columns',
  'checks',
  'index',
  'multiindex',
  'dtype',
  'strict',
  'ordered',
  'unique',
  'add_missing_columns',
  'drop_invalid_rows',
]);
const knownOfColumn = new Set([
  'title',
  'description',
  'dtype',
  'nullable',
  'checks',
  'name',
  'unique',
  'coerce',
  'required',
  'regex',
  'default',
  'report_duplicates',
  'drop_invalid_rows',
  ...checkNames,
]);

/** Converts a schema as `DataFrameSchema.to_yaml()` and `to_json()` write it. */
export function fromPandera(schema: Mapping): Target {
  const target = newTarget();
  const given = givenIn(schema);
  refuseUnknown(target, given, known, []);
  refuseOdd(target, given, ['ordered', 'add_missing_columns', 'drop_invalid_rows'], []);
  convertTable(target, given);
  const mayMiss = given.add_missing_columns === true;
  for (const { name, column, path } of columnsOf(given.columns)) {
    if (column.regex === true) {
      const instead = 'list the columns by their names';
      refuse(target, [...path, 'regex'], `columns like ${name}`, 'are known once the data is read', instead);
    } else convertColumn(target, name, column, path, mayMiss);
  }
  convertIndex(target, given);
  readAsPandas(target);
  return target;
}

function columnsOf(
  columns: unknown,
): { readonly name: string; readonly column: Mapping; readonly path: Path }[] {
  const listed = Array.isArray(columns)
    ? columns.map((each, at) => [String(asRecord(each)?.name), each, at] as const)
    : Object.entries(asRecord(columns) ?? {}).map(([name, each]) => [name, each, name] as const);
  return listed.map(([name, each, key]) => ({
    name,
    column: givenIn(asRecord(each) ?? {}),
    path: ['columns', key],
  }));
}

function convertTable(target: Target, given: Mapping): void {
  if (!['pandas', 'modin', 'dask', undefined].includes(asText(given.api)))
    refuse(
      target,
      ['api'],
      `a schema of ${given.api}`,
      'has types and nulls of its own',
      'write the checks by hand',
    );
  if (given.dtype !== undefined)
    refuse(target, ['dtype'], 'dtype of the whole frame', 'has no equal', 'give each column its type');
  if (given.drop_invalid_rows === true) refuseDropping(target, ['drop_invalid_rows']);
  for (const check of checksIn(given, [])) {
    const instead = 'write the check under each column that it is for';
    refuse(target, check.path, check.name, 'looks at all columns, listed or not', instead);
  }
  // "filter" takes other columns out of the frame and fails nothing
  if (![true, false, 'filter', undefined].some((value) => value === given.strict))
    refuse(target, ['strict'], 'strict', 'is none of true, false and filter', 'write one of them');
  if (given.strict === true) putTable(target, 'strict', true, { from: ['strict'] });
  if (given.ordered === true) putTable(target, 'ordered', true, { from: ['ordered'] });
  const sets =
    Array.isArray(given.unique) && given.unique.every(Array.isArray) ? given.unique : [given.unique];
  for (const [at, set] of sets.entries()) {
    const columns = typeof set === 'string' ? [set] : asNames(set);
    const from = sets.length === 1 ? ['unique'] : ['unique', at];
    // pandas takes two nulls for the same
    if (columns !== undefined) putUnique(target, columns, { from, nulls: 'equal' });
    else if (set !== undefined) refuse(target, from, 'unique', 'lists no columns', 'name them');
  }
}

/** What is neither true nor false would be taken for one of them. */
function refuseOdd(target: Target, given: Mapping, keys: readonly string[], path: Path): void {
  for (const key of keys) {
    if (given[key] === undefined || typeof given[key] === 'boolean') continue;
    refuse(target, [...path, key], key, 'is neither true nor false', 'write one of them');
  }
}

function convertColumn(target: Target, name: string, given: Mapping, path: Path, mayMiss: boolean): void {
  refuseUnknown(target, given, knownOfColumn, path);
  refuseOdd(target, given, ['nullable', 'unique', 'required', 'regex', 'drop_invalid_rows'], path);
  const column = columnOf(target, name, path);
  const isTyped = convertType(target, column, given, path);
  if (given.default !== undefined && given.unique === true) {
    const why = 'together count the rows that the default fills';
    refuse(target, [...path, 'default'], 'default and unique', why, 'leave out one of them');
  }
  const isFilled = given.default !== undefined;
  if (given.nullable === true || isFilled) column.nullable = true;
  if (given.required === false || (mayMiss && column.nullable === true)) column.required = false;
  if (given.drop_invalid_rows === true) refuseDropping(target, [...path, 'drop_invalid_rows']);
  if (given.unique === true) {
    const from = [...path, 'unique'];
    // pandas takes two nulls for the same
    if (column.nullable === true) putUnique(target, [name], { from, nulls: 'equal' });
    else putCheck(target, name, 'unique', true, { from });
  }
  if (isTyped) for (const check of checksIn(given, path)) convertCheck(target, name, check);
}

/** Gives the column its type; false where it has one that no column here has. */
function convertType(target: Target, column: ColumnTarget, { dtype: given }: Mapping, path: Path): boolean {
  const dtype = asText(given);
  const type = dtype === undefined ? undefined : typeOfDtype(dtype);
  if (type === undefined) return true;
  if (type === 'unsupported') {
    const why = 'is of no column here, nor are its checks';
    refuse(target, [...path, 'dtype'], `dtype ${dtype}`, why, 'leave it out, or use another type');
    return false;
  }
  column.type = type;
  target.imported.add(JSON.stringify([...path, 'dtype']));
  // a frame may hold infinite numbers, and a day is a time of midnight
  if (type === 'number') column.finite = false;
  if (type === 'timestamp') column['date-format'] = 'ISO8601';
  return true;
}

function refuseDropping(target: Target, path: Path): void {
  const instead = 'leave it out: rows that fail are counted, and nothing is dropped';
  refuse(target, path, 'drop_invalid_rows', 'passes whatever the rows are', instead);
}

/** The number of the row is an index that every frame has; with others it is a column, and says so by its name. */
function convertIndex(target: Target, given: Mapping): void {
  if (given.multiindex !== undefined)
    refuse(target, ['multiindex'], 'multiindex', 'is of no file', 'list its levels as columns');
  if (!Array.isArray(given.index)) return;
  for (const [at, each] of given.index.entries()) {
    const index = givenIn(asRecord(each) ?? {});
    const path: Path = ['index', at];
    const isRowNumber =
      given.index.length === 1 &&
      index.name === undefined &&
      ['int64', undefined].includes(asText(index.dtype)) &&
      checksIn(index, path).every((check) => isOfRowNumbers(target, check));
    if (isRowNumber) continue;
    const name = asText(index.name);
    const what = name === undefined ? 'index' : `the index "${name}"`;
    refuse(target, path, what, 'is of no file', 'list it as a column, where the file has it as one');
  }
}

/** Row numbers from 0 are never below 0, and at most as many as there are rows: `infer_schema` writes that. */
function isOfRowNumbers(target: Target, { name, args, path }: ReturnType<typeof checksIn>[number]): boolean {
  const bound = asNumber(args.min_value ?? args.max_value ?? args.value);
  if (bound === undefined) return false;
  if (name === 'greater_than_or_equal_to') return bound <= 0;
  if (name !== 'less_than_or_equal_to') return false;
  return putTable(target, 'row-count', { min: 0, max: Math.floor(bound) + 1 }, { from: path });
}
