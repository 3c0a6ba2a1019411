import type { Problem } from '@ml-ci/core';
import type { Check, Rule } from './check.ts';
import type { LineOf } from './document.ts';
import { anyFails, anyWarns, type Limits, parseLimit } from './limit.ts';
import type { CheckOptions, ColumnType } from './schema.ts';

/** Where a part of the document stands. */
export type Path = readonly PropertyKey[];

/** Collects checks and mistakes while a document is walked. */
export interface Draft {
  readonly lineOf: LineOf;
  readonly fileName: string;
  readonly checks: Check[];
  readonly problems: Problem[];
  readonly types: Map<string, ColumnType>;
  readonly formats: Map<string, readonly string[]>;
  readonly optional: Set<string>;
  /** The source that drift and changes are told against. */
  readonly reference: string | undefined;
}

/** A value in its short or long form. */
export type Form<V> = V | ({ readonly value: V } & CheckOptions);

/** A check to be added, with its place in the document. */
export interface NewCheck {
  readonly name: string;
  readonly rule: Rule;
  readonly columns: readonly string[];
  readonly demand: string;
  readonly path: Path;
  /** What the check says of its severity, then what its column says. */
  readonly options: readonly CheckOptions[];
}

/** Adds a check, with its line and its limits. */
export function add(draft: Draft, { options, path, ...check }: NewCheck): void {
  if (options[0] !== undefined) clash(draft, options[0], path);
  draft.checks.push({
    ...check,
    limits: limitsOf(options),
    line: draft.lineOf(path, true),
    ...telling(options),
  });
}

/** A check is described by itself; its rows, its owner and its tags it may have from its column. */
export function telling(
  options: readonly CheckOptions[],
): Pick<Check, 'where' | 'description' | 'owner' | 'tags'> {
  const said = <K extends keyof CheckOptions>(key: K) =>
    options.find((each) => each[key] !== undefined)?.[key];
  const description = options[0]?.description;
  const [where, owner] = [said('where'), said('owner')];
  const tags = [...new Set(options.flatMap((each) => each.tags ?? []))];
  return {
    ...(where === undefined ? {} : { where }),
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** Severity and limits say the same thing twice, or contradict each other. */
export function clash(draft: Draft, { severity, warn, fail }: CheckOptions, path: Path): void {
  if (severity === undefined || (warn === undefined && fail === undefined)) return;
  mistake(draft, path, 'has a severity besides warn or fail', 'give one or the other');
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

/** Notes a mistake of the checks file. */
export function mistake(draft: Draft, path: Path, message: string, fix?: string): void {
  const place = `${draft.fileName}:${draft.lineOf(path)}`;
  draft.problems.push({ name: path.join('.'), message, place, ...(fix === undefined ? {} : { fix }) });
}

/** The value of a check in either form. */
export function plainValue<V extends string | number | boolean | readonly unknown[] | CountForm>(
  form: Form<V>,
): V {
  // the long form is the only object with a key `value`: the schema is strict
  return isLong(form) ? (form.value as V) : (form as V);
}

/** A range as it is written. */
export type CountForm = { readonly min?: number | undefined; readonly max?: number | undefined };

/** What the long form of a check says besides its value. */
export function optionsOf(form: unknown): CheckOptions {
  // the schema gives every long form these options and no other
  return isLong(form) ? (form as CheckOptions) : {};
}

function isLong(form: unknown): form is { readonly value: unknown } {
  return typeof form === 'object' && form !== null && 'value' in form;
}

/** A range without what is undefined in it. */
export function defined({ min, max }: CountForm): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** A range for the reader: `300 to 400`, `at least 1`. */
export function describeRange({
  min,
  max,
}: {
  readonly min?: number | string | undefined;
  readonly max?: number | string | undefined;
}): string {
  if (min === max) return `exactly ${min}`;
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

/** True where the last number that is named is one. */
export const one = ({ min, max }: CountForm) => (max ?? min) === 1;
