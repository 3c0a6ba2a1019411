import type { Problem } from '@ml-ci/core';
import type { Check, Literal, Rule, SourcePlan } from './check.ts';
import type { LineOf } from './document.ts';
import { anyFails, anyWarns, type Limits, parseLimit } from './limit.ts';
import { isRounded, toLiteral, typeOf, typeOfBound } from './literal.ts';
import type { CheckOptions, ChecksDocument, ColumnDocument, ColumnType, TableDocument } from './schema.ts';

/** Where a part of the document stands. */
type Path = readonly PropertyKey[];

/** Collects checks and mistakes while a document is walked. */
interface Draft {
  readonly lineOf: LineOf;
  readonly fileName: string;
  readonly checks: Check[];
  readonly problems: Problem[];
  readonly types: Map<string, ColumnType>;
  readonly optional: Set<string>;
}

/** A value in its short or long form. */
type Form<V> = V | ({ readonly value: V } & CheckOptions);

/** The checks of the source whose block in the document is `key`, or of one without a block. */
export function planSource(
  document: ChecksDocument,
  key: string | undefined,
  { lineOf, fileName }: { readonly lineOf: LineOf; readonly fileName: string },
): { readonly plan: SourcePlan; readonly problems: readonly Problem[] } {
  const draft: Draft = {
    lineOf,
    fileName,
    checks: [],
    problems: [],
    types: new Map(),
    optional: new Set(),
  };
  const own = key === undefined ? {} : (document.sources?.[key] ?? {});
  const at: Path = key === undefined ? [] : ['sources', key];
  draft.checks.push(
    builtIn('readable', 'every row can be read'),
    builtIn('header', 'each column has its own name'),
  );
  planTable(draft, merged(document, own), (part) => (part in own ? at : []));
  planLists(draft, document, []);
  if (key !== undefined) planLists(draft, own, at);
  return {
    plan: { checks: unlike(draft.checks), types: draft.types, optional: draft.optional },
    problems: draft.problems,
  };
}

function merged(shared: TableDocument, own: TableDocument): TableDocument {
  return { ...shared, ...own, columns: { ...shared.columns, ...own.columns } };
}

function planTable(draft: Draft, table: TableDocument, whereIs: (part: keyof TableDocument) => Path): void {
  planRowCount(draft, table['row-count'], [...whereIs('row-count'), 'row-count']);
  const columns = Object.entries(table.columns ?? {});
  for (const [name, column] of columns) {
    planColumn(draft, name, column, [...whereIs('columns'), 'columns', name]);
  }
  for (const kind of ['strict', 'ordered'] as const) {
    const form = table[kind];
    const path = [...whereIs(kind), kind];
    if (form === undefined || !plainValue(form)) continue;
    if (columns.length === 0) mistake(draft, path, 'needs columns to compare with');
    const demand = kind === 'strict' ? 'no column besides those listed' : 'the columns in the order listed';
    add(draft, {
      name: kind,
      rule: { kind },
      columns: columns.map(([name]) => name),
      demand,
      path,
      options: [optionsOf(form)],
    });
  }
}

function planRowCount(draft: Draft, form: TableDocument['row-count'], path: Path): void {
  const raw = form === undefined ? { min: 1 } : plainValue(form);
  const range =
    typeof raw === 'number'
      ? { min: raw, max: raw }
      : { min: raw.min ?? 1, ...('max' in raw ? { max: raw.max } : {}) };
  add(draft, {
    name: 'row-count',
    rule: { kind: 'row-count', range: defined(range) },
    columns: [],
    demand: `${describeRange(range)} ${one(range) ? 'row' : 'rows'}`,
    path,
    options: [form === undefined ? {} : optionsOf(form)],
  });
}

function planColumn(draft: Draft, name: string, column: ColumnDocument, path: Path): void {
  const type = column.type === undefined ? concludedType(draft, column, path) : plainValue(column.type);
  if (type !== undefined) draft.types.set(name, type);
  if (column.required === false) draft.optional.add(name);
  const first = draft.checks.length;
  const put = (key: keyof ColumnDocument, rule: Rule, demand: string, options: CheckOptions = {}) =>
    add(draft, {
      name: `${name} ${key}`,
      rule,
      columns: [name],
      demand,
      path: key in column ? [...path, key] : path,
      options: [options, column],
    });
  if (type !== undefined) put('type', { kind: 'type', type }, `${type === 'integer' ? 'an' : 'a'} ${type}`, optionsOf(column.type));
  planNullable(draft, name, column, path);
  if (type === 'number' && (column.finite === undefined || plainValue(column.finite))) {
    put('finite', { kind: 'finite' }, 'neither NaN nor infinite', optionsOf(column.finite));
  }
  if (column.finite !== undefined && type !== 'number')
    mistake(draft, [...path, 'finite'], 'is for columns of type number');
  planBounds(draft, column, type, path, put);
  planSets(draft, column, type, path, put);
  planText(draft, column, type, path, put);
  if (column.unique !== undefined && plainValue(column.unique))
    put('unique', { kind: 'unique' }, 'no value twice', optionsOf(column.unique));
  planPresence(draft, name, column, path, first);
}

/** An absent column is as bad as the worst that its checks could have found. */
function planPresence(draft: Draft, name: string, column: ColumnDocument, path: Path, first: number): void {
  if (column.required === false) return;
  const canFail = draft.checks.slice(first).some(({ limits }) => limits.fail !== undefined);
  const check = {
    name: `${name} present`,
    rule: { kind: 'present' },
    columns: [name],
    demand: 'a column of this name',
  } as const;
  draft.checks.splice(first, 0, {
    ...check,
    limits: canFail ? anyFails : anyWarns,
    line: draft.lineOf(path, true),
  });
}

type Put = (key: keyof ColumnDocument, rule: Rule, demand: string, options?: CheckOptions) => void;

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

function planBounds(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  const bounds = new Map<string, Literal>();
  for (const key of ['min', 'max'] as const) {
    const form = column[key];
    if (form === undefined) continue;
    const bound = literal(draft, plainValue(form), type, [...path, key]);
    if (bound === undefined) continue;
    if (bound.type === 'string' || bound.type === 'boolean') {
      mistake(draft, [...path, key], 'is for numbers, dates and timestamps', 'for text there is length');
      continue;
    }
    bounds.set(key, bound);
    put(key, { kind: key, bound }, `at ${key === 'min' ? 'least' : 'most'} ${bound.text}`, optionsOf(form));
  }
  const [min, max] = [bounds.get('min'), bounds.get('max')];
  if (min && max && isAbove(min, max)) mistake(draft, [...path, 'min'], 'is above max');
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
    const raw = plainValue(form);
    const values = raw.map((value, index) =>
      literal(draft, value, type, [...path, key, ...(form === raw ? [index] : [])]),
    );
    const shown = raw
      .slice(0, 8)
      .map((value) => JSON.stringify(value))
      .join(', ');
    const demand = `${key === 'in' ? 'one' : 'none'} of ${shown}${raw.length > 8 ? `, … (${raw.length})` : ''}`;
    put(key, { kind: key, values: values.filter((value) => value !== undefined) }, demand, optionsOf(form));
  }
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

/** Lists add up: those of the file and those of the source. */
function planLists(draft: Draft, table: TableDocument, at: Path): void {
  table.unique?.forEach((entry, index) => {
    const columns = 'columns' in entry ? entry.columns : entry;
    const path = [...at, 'unique', index];
    if (new Set(columns).size < columns.length) mistake(draft, path, 'names a column twice');
    const options = 'columns' in entry ? entry : {};
    add(draft, {
      name: `${columns.join(', ')} unique`,
      rule: { kind: 'unique' },
      columns,
      demand: 'unique together',
      path,
      options: [options],
    });
  });
  table.expressions?.forEach((entry, index) => {
    const path = [...at, 'expressions', index, 'sql'];
    const rule = { kind: 'expression', sql: entry.sql } as const;
    add(draft, {
      name: entry.name ?? entry.sql.trim(),
      rule,
      columns: [],
      demand: entry.sql.trim(),
      path,
      options: [entry],
    });
  });
}

/** The type that the bounds and sets of a column speak of. */
function concludedType(draft: Draft, column: ColumnDocument, path: Path): ColumnType | undefined {
  const bounds = [column.min, column.max].flatMap((form) =>
    form === undefined ? [] : [typeOfBound(plainValue(form))],
  );
  const values = [column.in, column['not-in']].flatMap((form) =>
    form === undefined ? [] : plainValue(form).map(setType),
  );
  const text = column.matches !== undefined || column.length !== undefined ? ['string' as const] : [];
  const types = [...new Set<ColumnType>([...bounds, ...values, ...text])];
  if (types.length > 1)
    mistake(draft, path, `has values of different types: ${types.join(', ')}`, 'say which with type');
  return types[0];
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

interface NewCheck {
  readonly name: string;
  readonly rule: Rule;
  readonly columns: readonly string[];
  readonly demand: string;
  readonly path: Path;
  /** What the check says of its severity, then what its column says. */
  readonly options: readonly CheckOptions[];
}

function add(draft: Draft, { options, path, ...check }: NewCheck): void {
  for (const { severity, warn, fail } of options) {
    if (severity !== undefined && (warn !== undefined || fail !== undefined)) {
      mistake(draft, path, 'has a severity besides warn or fail', 'give one or the other');
    }
  }
  const description = options[0]?.description;
  draft.checks.push({
    ...check,
    limits: limitsOf(options),
    line: draft.lineOf(path, true),
    ...(description === undefined ? {} : { description }),
  });
}

function limitsOf(options: readonly CheckOptions[]): Limits {
  const said = options.find(({ severity, warn, fail }) => (severity ?? warn ?? fail) !== undefined);
  if (said === undefined || said.severity === 'error') return anyFails;
  if (said.severity === 'warn') return anyWarns;
  return {
    ...(said.warn === undefined ? {} : { warn: parseLimit(said.warn) }),
    ...(said.fail === undefined ? {} : { fail: parseLimit(said.fail) }),
  };
}

function builtIn(kind: 'readable' | 'header', demand: string): Check {
  return { name: kind, rule: { kind }, columns: [], limits: anyFails, demand, line: 1 };
}

/** Names that stand twice get a number, so that every check of a source has its own. */
function unlike(checks: readonly Check[]): Check[] {
  const seen = new Map<string, number>();
  return checks.map((check) => {
    const times = (seen.get(check.name) ?? 0) + 1;
    seen.set(check.name, times);
    return times === 1 ? check : { ...check, name: `${check.name} (${times})` };
  });
}

function mistake(draft: Draft, path: Path, message: string, fix?: string): void {
  const place = `${draft.fileName}:${draft.lineOf(path)}`;
  draft.problems.push({ name: path.join('.'), message, place, ...(fix === undefined ? {} : { fix }) });
}

function plainValue<V extends string | number | boolean | readonly unknown[] | CountForm>(form: Form<V>): V {
  // the long form is the only object with a key `value`: the schema is strict
  return isLong(form) ? (form.value as V) : (form as V);
}

type CountForm = { readonly min?: number | undefined; readonly max?: number | undefined };

function optionsOf(form: unknown): CheckOptions {
  return isLong(form) ? (form as CheckOptions) : {};
}

function isLong(form: unknown): form is { readonly value: unknown } {
  return typeof form === 'object' && form !== null && 'value' in form;
}

function defined({ min, max }: CountForm): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function describeRange({ min, max }: CountForm): string {
  if (min === max) return `exactly ${min}`;
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

/** True where the last number that is named is one. */
const one = ({ min, max }: CountForm) => (max ?? min) === 1;

function isAbove(a: Literal, b: Literal): boolean {
  if (a.type === 'number' && b.type === 'number') return a.value > b.value;
  if (a.type === 'integer' && b.type === 'integer') return BigInt(a.text) > BigInt(b.text);
  return 'text' in a && 'text' in b && a.type === b.type && a.text > b.text;
}
