import type { Literal, Rule } from './check.ts';
import {
  add,
  clash,
  type Draft,
  defined,
  describeRange,
  mistake,
  one,
  optionsOf,
  type Path,
  plainValue,
  telling,
} from './draft.ts';
import { anyFails, anyWarns } from './limit.ts';
import { isRounded, toLiteral, typeOf, typeOfBound } from './literal.ts';
import { planFigures } from './plan-figures.ts';
import { isOfNumbers, planDrift, planReferences } from './plan-related.ts';
import type { CheckOptions, ColumnDocument, ColumnType } from './schema.ts';

/** Plans the checks of one column. */
export function planColumn(draft: Draft, name: string, column: ColumnDocument, path: Path): void {
  const type = column.type === undefined ? concludedType(draft, column, path) : plainValue(column.type);
  if (type !== undefined) draft.types.set(name, type);
  if (column.required === false) draft.optional.add(name);
  planFormat(draft, name, column, type, path);
  clash(draft, column, path);
  const first = draft.checks.length;
  const put: Put = (key, rule, demand, options = {}, part) =>
    add(draft, {
      name: [name, key, ...(part === undefined ? [] : [part])].join(' '),
      rule,
      columns: [name],
      demand,
      path: key in column ? [...path, key, ...(part === undefined ? [] : [part])] : path,
      options: [options, column],
    });
  if (type !== undefined)
    put('type', { kind: 'type', type }, `${type === 'integer' ? 'an' : 'a'} ${type}`, optionsOf(column.type));
  planNullable(draft, name, column, path);
  if (type === 'number' && (column.finite === undefined || plainValue(column.finite))) {
    put('finite', { kind: 'finite' }, 'neither NaN nor infinite', optionsOf(column.finite));
  }
  if (column.finite !== undefined && type !== 'number')
    mistake(draft, [...path, 'finite'], 'is for columns of type number');
  planBounds(draft, column, type, path, put);
  planSets(draft, column, type, path, put);
  planText(draft, column, type, path, put);
  planFigures(draft, column, type, path, put);
  planIncludes(draft, column, type, path, put);
  planDrift(draft, column, type, path, put);
  planReferences(name, column, put);
  if (column.unique !== undefined && plainValue(column.unique))
    put('unique', { kind: 'unique' }, 'no value twice', optionsOf(column.unique));
  planPresence(draft, name, column, path, first);
}

/** An absent column is as bad as the worst that its checks could have found. */
function planPresence(draft: Draft, name: string, column: ColumnDocument, path: Path, first: number): void {
  if (column.required === false) return;
  const own = draft.checks.slice(first);
  // a column that is only listed is there to be there
  const canFail =
    own.length === 0 ? column.severity !== 'warn' : own.some(({ limits }) => limits.fail !== undefined);
  const check = {
    name: `${name} present`,
    rule: { kind: 'present' },
    columns: [name],
    demand: 'a column of this name',
  } as const;
  const { owner, tags } = telling([column]);
  const told = { ...(owner && { owner }), ...(tags && { tags }) };
  draft.checks.splice(first, 0, {
    ...check,
    ...told,
    limits: canFail ? anyFails : anyWarns,
    line: draft.lineOf(path, true),
  });
}

/** Adds a check of the column; `part` says which of several under one key it is. */
export type Put = (
  key: keyof ColumnDocument,
  rule: Rule,
  demand: string,
  options?: CheckOptions,
  part?: string,
) => void;

function planNullable(draft: Draft, name: string, column: ColumnDocument, path: Path): void {
  const raw = column.nullable === undefined ? false : plainValue(column.nullable);
  if (raw === true) return;
  const options = optionsOf(column.nullable);
  const share = typeof raw === 'string' ? raw : undefined;
  if (share !== undefined && (options.fail !== undefined || options.warn !== undefined)) {
    mistake(draft, [...path, 'nullable'], 'is a share already: leave out warn and fail, or write false');
  }
  const severity = options.severity ?? column.severity;
  const limited =
    share === undefined ? [options, column] : [severity === 'warn' ? { warn: share } : { fail: share }];
  add(draft, {
    name: `${name} nullable`,
    rule: { kind: 'nullable' },
    columns: [name],
    demand: share === undefined ? 'no nulls' : `at most ${share} nulls`,
    path: column.nullable === undefined ? path : [...path, 'nullable'],
    options: limited,
  });
}

const boundWords = { min: 'at least', max: 'at most', above: 'above', below: 'below' } as const;

/** How the dates of the column are written. */
function planFormat(
  draft: Draft,
  name: string,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
): void {
  const format = column['date-format'];
  if (format === undefined) return;
  if (type === 'date' || type === 'timestamp') draft.formats.set(name, [format].flat());
  else mistake(draft, [...path, 'date-format'], 'is for columns of type date or timestamp');
}

function planBounds(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  const bounds = new Map<string, Literal>();
  for (const key of ['min', 'max', 'above', 'below'] as const) {
    const form = column[key];
    if (form === undefined) continue;
    const bound = literal(draft, plainValue(form), type, [...path, key]);
    if (bound === undefined) continue;
    if (bound.type === 'string' || bound.type === 'boolean') {
      mistake(draft, [...path, key], 'is for numbers, dates and timestamps', 'for text there is length');
      continue;
    }
    bounds.set(key, bound);
    put(key, { kind: key, bound }, `${boundWords[key]} ${bound.text}`, optionsOf(form));
  }
  const [min, max] = [bounds.get('min'), bounds.get('max')];
  if (min && max && isAbove(min, max)) mistake(draft, [...path, 'min'], 'is above max');
}

function planIncludes(
  draft: Draft,
  { includes: form }: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  if (form === undefined) return;
  const values = literals(draft, plainValue(form), type, [...path, 'includes']);
  put('includes', { kind: 'includes', values }, `each of ${listed(plainValue(form))}`, optionsOf(form));
}

function planSets(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  for (const key of ['in', 'not-in'] as const) {
    const form = column[key];
    if (form === undefined) continue;
    const values = literals(draft, plainValue(form), type, [...path, key], form === plainValue(form));
    const demand = `${key === 'in' ? 'one' : 'none'} of ${listed(plainValue(form))}`;
    put(key, { kind: key, values }, demand, optionsOf(form));
  }
}

function literals(
  draft: Draft,
  raw: readonly (string | number | boolean)[],
  type: ColumnType | undefined,
  path: Path,
  isShort = false,
): Literal[] {
  const values = raw.map((value, index) =>
    literal(draft, value, type, [...path, ...(isShort ? [index] : [])]),
  );
  return values.filter((value) => value !== undefined);
}

function listed(raw: readonly (string | number | boolean)[]): string {
  const shown = raw.slice(0, 8).map((value) => JSON.stringify(value));
  return `${shown.join(', ')}${raw.length > 8 ? `, … (${raw.length})` : ''}`;
}

function planText(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  for (const key of ['matches', 'length'] as const) {
    if (column[key] !== undefined && type !== 'string') {
      mistake(draft, [...path, key], `is for columns of type string, not ${type}`);
      return;
    }
  }
  if (column.matches !== undefined) {
    const pattern = plainValue(column.matches);
    put('matches', { kind: 'matches', pattern }, `matches ${pattern}`, optionsOf(column.matches));
  }
  if (column.length !== undefined) {
    const raw = plainValue(column.length);
    const range = typeof raw === 'number' ? { min: raw, max: raw } : raw;
    put(
      'length',
      { kind: 'length', range: defined(range) },
      `${describeRange(range)} ${one(range) ? 'character' : 'characters'}`,
      optionsOf(column.length),
    );
  }
}

/** The type that the bounds and sets of a column speak of. */
function concludedType(draft: Draft, column: ColumnDocument, path: Path): ColumnType | undefined {
  const bounds = [column.min, column.max, column.above, column.below].flatMap((form) =>
    form === undefined ? [] : [typeOfBound(plainValue(form))],
  );
  const values = [column.in, column['not-in'], column.includes].flatMap((form) =>
    form === undefined ? [] : plainValue(form).map(setType),
  );
  const text = column.matches !== undefined || column.length !== undefined ? ['string' as const] : [];
  const types = [...new Set<ColumnType>([...bounds, ...values, ...text])];
  if (types.length === 0 && asksForNumbers(column)) return 'number';
  if (types.length > 1)
    mistake(draft, path, `has values of different types: ${types.join(', ')}`, 'say which with type');
  return types.length > 1 ? undefined : types[0];
}

/** Figures that only numbers have. */
const numberFigures = [
  'mean',
  'median',
  'std',
  'sum',
  'smallest',
  'largest',
  'quantiles',
  'outliers',
] as const;

function asksForNumbers(column: ColumnDocument): boolean {
  const { drift } = column;
  const measure = typeof drift === 'object' ? drift.measure : drift;
  return numberFigures.some((key) => column[key] !== undefined) || isOfNumbers(measure);
}

const setType = (value: string | number | boolean): ColumnType =>
  typeof value === 'string' ? 'string' : typeOf(value);

function literal(
  draft: Draft,
  value: string | number | boolean,
  type: ColumnType | undefined,
  path: Path,
): Literal | undefined {
  if (isRounded(value)) {
    mistake(draft, path, `"${value}" is too large to be exact`, 'write the number in quotes');
    return undefined;
  }
  const found = type === undefined ? undefined : toLiteral(value, type);
  if (found === undefined && type !== undefined) mistake(draft, path, `"${value}" is no ${type}`);
  return found;
}

function isAbove(a: Literal, b: Literal): boolean {
  if (a.type === 'number' && b.type === 'number') return a.value > b.value;
  if (a.type === 'integer' && b.type === 'integer') return BigInt(a.text) > BigInt(b.text);
  return 'text' in a && 'text' in b && a.type === b.type && a.text > b.text;
}
