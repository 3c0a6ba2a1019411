import type { Path } from '../checks/draft.ts';
import { typeOf } from '../checks/literal.ts';
import type { ColumnType } from '../checks/schema.ts';
import { restText } from './figures.ts';
import { allOf, type Scalar } from './row-sql.ts';
import { columnOf, type Options, type Refusal, type Target } from './target.ts';

/** One expectation, as its converter sees it. */
export interface Expectation {
  readonly what: string;
  /** Its own arguments: those that all share are read already. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly path: Path;
  readonly mostly: number;
  readonly where: string | undefined;
  readonly options: Options;
}

/** Converts one expectation, or says why it has no equal. */
type Converter = (target: Target, expectation: Expectation) => Refusal | undefined;

/** How an expectation is converted, or why it is not. */
export type Entry = { readonly kwargs: readonly string[]; readonly convert: Converter } | Refusal;

export const wrong: Refusal = {
  why: 'has arguments that are none',
  instead: 'see what the tool makes of it',
};
export const otherType: Refusal = {
  why: 'compares with values that the column does not have by its other expectations',
  instead: 'write it as an expression, with a CAST',
};

/** How many rows may fail, and of which: `counted` is true for the rows that are counted, all where it is not given. */
export function tolerance({ mostly, where, options }: Expectation, counted?: string): Options {
  const { severity, ...rest } = options;
  const chosen = allOf(where, mostly < 1 ? counted : undefined);
  const limit = mostly >= 1 ? { severity } : { [severity === 'warn' ? 'warn' : 'fail']: restText(mostly) };
  return { ...rest, ...limit, ...(chosen === undefined ? {} : { where: chosen }) };
}

/** Lists the column, of the type that `values` are of where it has none; false where it is of another. */
export function hint(target: Target, name: string, values: readonly Scalar[], from: Path): boolean {
  return setType(target, name, typeOfValues(values), from);
}

function typeOfValues(values: readonly Scalar[]): ColumnType | undefined {
  const types = new Set(values.map(typeOf));
  if (types.size < 2) return [...types][0];
  if (!values.every((value) => typeof value === 'string')) return undefined;
  return types.has('string') ? 'string' : 'timestamp';
}

/** Lists the column; false where it is of another type. Nulls are only asked for by an expectation of their own. */
export function setType(target: Target, name: string, type: ColumnType | undefined, from: Path): boolean {
  const column = columnOf(target, name, from, { nullable: true });
  if (type === undefined || column.type === type) return true;
  if (column.type !== undefined) return isComparable(column.type, type);
  column.type = type;
  if (type === 'number') column.finite = false;
  if (type === 'timestamp') column['date-format'] = 'ISO8601';
  return true;
}

/** True where values of `asked` can be compared with a column of `type`. */
function isComparable(type: ColumnType, asked: ColumnType): boolean {
  if (type === 'string') return asked === 'date' || asked === 'timestamp';
  const kinds: readonly (readonly ColumnType[])[] = [
    ['integer', 'number'],
    ['date', 'timestamp'],
  ];
  return kinds.some((kind) => kind.includes(type) && kind.includes(asked));
}
