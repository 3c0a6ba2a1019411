import type { Path } from '../checks/draft.ts';
import type { CheckOptions, ColumnType } from '../checks/schema.ts';
import { type RowRule, rowSql } from './row-sql.ts';

/** A rule of another tool that has no equal here. */
export interface Unsupported {
  /** Where it stands in the file of the other tool. */
  readonly path: Path;
  /** Its name there: `expect_column_kl_divergence_to_be_less_than`. */
  readonly what: string;
  readonly why: string;
  /** What to write instead. */
  readonly instead: string;
}

/** Why a rule has no equal, and what to write instead. */
export type Refusal = Pick<Unsupported, 'why' | 'instead'>;

/** A column of the checks document while it is written. */
export interface ColumnTarget {
  type?: ColumnType;
  [key: string]: unknown;
}

/** The checks document that an import writes, and where each part of it comes from. */
export interface Target {
  readonly columns: Map<string, ColumnTarget>;
  readonly table: Record<string, unknown>;
  readonly unique: Record<string, unknown>[];
  readonly expressions: Record<string, unknown>[];
  readonly metrics: Record<string, unknown>[];
  /** A path of the document, as JSON, and where that stands in the file of the other tool. */
  readonly origins: Map<string, Path>;
  readonly unsupported: Unsupported[];
  /** The rules that were imported, by their place. */
  readonly imported: Set<string>;
  /** The columns besides which there may be none, where a rule lists them. */
  exact: { readonly names: readonly string[]; readonly path: Path; readonly what: string } | undefined;
}

/** How bad a failure of an imported check is, and of which rows. */
export type Options = Pick<CheckOptions, 'severity' | 'warn' | 'fail' | 'where' | 'description'>;

export function newTarget(): Target {
  return {
    columns: new Map(),
    table: {},
    unique: [],
    expressions: [],
    metrics: [],
    origins: new Map(),
    unsupported: [],
    imported: new Set(),
    exact: undefined,
  };
}

/** The column, listed where it is not yet; `defaults` are for a new one. */
export function columnOf(
  target: Target,
  name: string,
  from: Path,
  defaults: ColumnTarget = {},
): ColumnTarget {
  const found = target.columns.get(name);
  if (found !== undefined) return found;
  const column = { ...defaults };
  target.columns.set(name, column);
  target.origins.set(JSON.stringify(['columns', name]), from);
  return column;
}

/** Lists a rule that has no equal. */
export function refuse(target: Target, path: Path, what: string, why: string, instead: string): void {
  target.unsupported.push({ path, what, why, instead });
}

/** Keys that the format does not have, or that nobody here knows: what they ask would be lost. */
export function refuseUnknown(
  target: Target,
  record: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  path: Path,
): void {
  for (const key of Object.keys(record)) {
    if (known.has(key)) continue;
    refuse(target, [...path, key], key, 'is not known', 'leave it out, or add what it asks for as a check');
  }
}

/** Our list of columns is one: where other rules name columns that the exact list lacks, it would let them pass. */
export function refuseOthers(target: Target): void {
  if (target.exact === undefined) return;
  const { names, path, what } = target.exact;
  const others = [...target.columns.keys()].filter((name) => !names.includes(name));
  if (others.length === 0) return;
  const why = `leaves out columns that other rules name: ${others.join(', ')}`;
  refuse(target, path, what, why, 'list them, or leave out the other rules');
}

/** Puts a check under its key of the column; false where another is there already. */
export function putCheck(
  target: Target,
  name: string,
  key: string,
  value: unknown,
  { options = {}, from }: { readonly options?: Options; readonly from: Path },
): boolean {
  const column = columnOf(target, name, from);
  const form = longForm(value, options);
  if (column[key] !== undefined) return JSON.stringify(column[key]) === JSON.stringify(form);
  column[key] = form;
  note(target, ['columns', name, key], from);
  return true;
}

/** Checks of rows of one column: each under its key, or as an expression where that is taken or where they count together. */
export function putRows(
  target: Target,
  name: string,
  rules: readonly RowRule[],
  { options = {}, from }: { readonly options?: Options; readonly from: Path },
): void {
  const column = columnOf(target, name, from);
  const together = rules.length > 1 && [options.fail, options.warn].some((limit) => limit !== undefined);
  if (together) {
    putExpression(target, rules.map((rule) => rowSql(name, rule)).join(' AND '), { options, from });
    return;
  }
  for (const rule of rules) {
    const isFree = rule.key !== 'sql' && column[rule.key] === undefined;
    if (isFree && putCheck(target, name, rule.key, rule.value, { options, from })) continue;
    if (rule.key === 'unique') putUnique(target, [name], { options, from });
    else putExpression(target, rowSql(name, rule), { options, from });
  }
}

/** A check of rows in SQL, which is true for the good ones. */
export function putExpression(
  target: Target,
  sql: string,
  { options = {}, from, name }: { readonly options?: Options; readonly from: Path; readonly name?: string },
): void {
  note(target, ['expressions', target.expressions.length], from);
  target.expressions.push({ ...(name === undefined ? {} : { name }), sql, ...given(options) });
}

/** A figure of all rows in SQL, and the range it must be in. */
export function putMetric(
  target: Target,
  sql: string,
  {
    range,
    options = {},
    from,
  }: {
    readonly range: { readonly min?: number; readonly max?: number };
    readonly options?: Options;
    readonly from: Path;
  },
): void {
  note(target, ['metrics', target.metrics.length], from);
  target.metrics.push({ sql, ...range, ...given(options) });
}

/** Columns that are unique together. */
export function putUnique(
  target: Target,
  columns: readonly string[],
  {
    options = {},
    from,
    nulls,
  }: { readonly options?: Options; readonly from: Path; readonly nulls?: 'equal' },
): void {
  note(target, ['unique', target.unique.length], from);
  target.unique.push({ columns, ...(nulls === undefined ? {} : { nulls }), ...given(options) });
}

/** What is asked of the whole table; false where it is asked already. */
export function putTable(
  target: Target,
  key: 'strict' | 'ordered' | 'row-count',
  value: unknown,
  { options = {}, from }: { readonly options?: Options; readonly from: Path },
): boolean {
  if (target.table[key] !== undefined) return false;
  target.table[key] = longForm(value, options);
  note(target, [key], from);
  return true;
}

function note(target: Target, path: Path, from: Path): void {
  target.origins.set(JSON.stringify(path), from);
  target.imported.add(JSON.stringify(from));
}

function longForm(value: unknown, options: Options): unknown {
  const more = given(options);
  return Object.keys(more).length === 0 ? value : { value, ...more };
}

function given(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
