import type { Path } from '../checks/draft.ts';
import { identifier } from '../checks/literal.ts';
import { escapePattern, fromPython } from './python-regex.ts';
import { asNumber, asRecord, asScalar, asScalars, asText, type FileScalar, givenIn } from './record.ts';
import { type RowRule, rowSql, sqlLiteral } from './row-sql.ts';
import {
  type ColumnTarget,
  columnOf,
  type Options,
  putCheck,
  putExpression,
  putRows,
  refuse,
  type Target,
} from './target.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** A check of pandera, in whichever of its three forms it was written. */
export interface PanderaCheck {
  readonly name: string;
  /** Its arguments; one without a name is `value`. */
  readonly args: Mapping;
  readonly options: Mapping;
  readonly path: Path;
}

const optionNames = new Set([
  'ignore_na',
  'raise_warning',
  'n_failure_cases',
  'groupby',
  'groups',
  'error',
  'name',
]);

/** Their other names, which a schema written by hand may use. */
const aliases: Readonly<Record<string, string>> = {
  eq: 'equal_to',
  ne: 'not_equal_to',
  gt: 'greater_than',
  ge: 'greater_than_or_equal_to',
  lt: 'less_than',
  le: 'less_than_or_equal_to',
  between: 'in_range',
};

/** The checks of a column or of a schema: as its own keys, under `checks` as a mapping, or there as a list. */
export function checksIn(component: Mapping, path: Path): readonly PanderaCheck[] {
  const flat = Object.entries(component).filter(([key]) => checkNames.has(key));
  const own = flat.map(([name, value]) => checkOf(name, value, [...path, name]));
  const { checks } = component;
  if (Array.isArray(checks)) {
    return [...own, ...checks.map((each, at) => listedCheck(asRecord(each) ?? {}, [...path, 'checks', at]))];
  }
  const mapped = Object.entries(asRecord(checks) ?? {});
  return [...own, ...mapped.map(([name, value]) => checkOf(name, value, [...path, 'checks', name]))];
}

function checkOf(name: string, value: unknown, path: Path): PanderaCheck {
  const members = asRecord(value) ?? { value };
  const isOption = ([key]: [string, unknown]) => optionNames.has(key);
  const { options, ...args } = members;
  const inner = Object.entries(args);
  return {
    name: aliases[name] ?? name,
    args: givenIn(Object.fromEntries(inner.filter((entry) => !isOption(entry)))),
    options: givenIn({ ...Object.fromEntries(inner.filter(isOption)), ...asRecord(options) }),
    path,
  };
}

function listedCheck(entry: Mapping, path: Path): PanderaCheck {
  const { check_name: name, ...options } = asRecord(entry.options) ?? {};
  return checkOf(asText(name) ?? 'a check without a name', { ...entry, options }, path);
}

/** What a check asks of each value, or why it has no equal. */
type Asked =
  | { readonly rules: readonly RowRule[]; readonly includes?: readonly FileScalar[] }
  | { readonly why: string; readonly instead: string };

type Converter = (args: Mapping, column: ColumnTarget, name: string) => Asked;

const bad: Asked = { why: 'has arguments that are none', instead: 'see what pandera makes of it' };

const bound =
  (key: 'min' | 'max' | 'above' | 'below', ...names: string[]): Converter =>
  (args, column, name) => {
    const value = ['value', ...names].map((each) => asScalar(args[each])).find((each) => each !== undefined);
    return value === undefined ? bad : { rules: [boundRule(key, value, column, name)] };
  };

/** Text and truth values are compared in SQL; a column of whole numbers has whole bounds. */
function boundRule(
  key: 'min' | 'max' | 'above' | 'below',
  value: FileScalar,
  { type }: ColumnTarget,
  name: string,
): RowRule {
  if (typeof value === 'boolean' || type === 'string' || type === 'boolean') {
    const operator = { min: '>=', max: '<=', above: '>', below: '<' }[key];
    return { key: 'sql', value: `${identifier(name)} ${operator} ${sqlLiteral(value)}` };
  }
  if (type !== 'integer' || Number.isInteger(Number(value))) return { key, value };
  const isLow = key === 'min' || key === 'above';
  return isLow
    ? { key: 'min', value: Math.ceil(Number(value)) }
    : { key: 'max', value: Math.floor(Number(value)) };
}

const oneOf =
  (key: 'in' | 'not-in', ...names: string[]): Converter =>
  (args, column) => {
    const raw = ['value', ...names].map((each) => args[each]).find((each) => each !== undefined);
    // a text is the set of its characters
    const values = typeof raw === 'string' ? [...raw] : asScalars(raw);
    if (values === undefined) return bad;
    return setRule(key, values, column);
  };

function setRule(key: 'in' | 'not-in', values: readonly FileScalar[], { type }: ColumnTarget): Asked {
  const instead = 'list values of the type of the column';
  if (values.length === 0) return { why: 'lists nothing', instead: 'leave it out' };
  if (new Set(values.map((each) => typeof each)).size > 1)
    return { why: 'lists values of several types', instead };
  if (type === 'integer' && !values.every((each) => Number.isInteger(each)))
    return { why: 'lists values that no column of whole numbers has', instead };
  if (['date', 'timestamp'].includes(String(type)) && values.some((each) => typeof each !== 'string'))
    return { why: 'lists values that are no dates', instead };
  return { rules: [{ key, value: values }] };
}

const pattern =
  (make: (text: string) => string, isPattern: boolean): Converter =>
  ({ value, pattern: named, string }) => {
    const text = asText(value ?? named ?? string);
    if (text === undefined) return bad;
    if (!isPattern) return { rules: [{ key: 'matches', value: make(escapePattern(text)) }] };
    const found = fromPython(text);
    if (!found.ok) return { why: found.reason, instead: 'write it without, as RE2 has it' };
    return { rules: [{ key: 'matches', value: make(found.pattern) }] };
  };

/** All checks that pandera registers for data frames. */
const converters: Readonly<Record<string, Converter>> = {
  greater_than: bound('above', 'min_value'),
  greater_than_or_equal_to: bound('min', 'min_value'),
  less_than: bound('below', 'max_value'),
  less_than_or_equal_to: bound('max', 'max_value'),
  in_range({ min_value, max_value, include_min = true, include_max = true }, column, name) {
    const [min, max] = [asScalar(min_value), asScalar(max_value)];
    if (min === undefined || max === undefined) return bad;
    const [low, high] = [
      include_min === true ? 'min' : 'above',
      include_max === true ? 'max' : 'below',
    ] as const;
    return { rules: [boundRule(low, min, column, name), boundRule(high, max, column, name)] };
  },
  equal_to: ({ value }, column) => setRule('in', asScalars([value]) ?? [], column),
  not_equal_to: ({ value }, column) => setRule('not-in', asScalars([value]) ?? [], column),
  isin: oneOf('in', 'allowed_values'),
  notin: oneOf('not-in', 'forbidden_values'),
  // `re.match`: from the start, and no further than it must
  str_matches: pattern((text) => `^(?:${text})`, true),
  str_contains: pattern((text) => text, true),
  str_startswith: pattern((text) => `^${text}`, false),
  str_endswith: pattern((text) => `${text}$`, false),
  str_length({ min_value, max_value, exact_value }) {
    const [min, max] = [exact_value ?? min_value, exact_value ?? max_value].map(asNumber);
    const given = [min_value, max_value, exact_value].filter((each) => each !== undefined);
    if (given.length === 0 || given.some((each) => asNumber(each) === undefined)) return bad;
    const value = {
      ...(min === undefined ? {} : { min: Math.ceil(min) }),
      ...(max === undefined ? {} : { max: Math.floor(max) }),
    };
    return { rules: [{ key: 'length', value }] };
  },
  unique_values_eq({ value, values = value }, column) {
    const wanted = asScalars(values);
    if (wanted === undefined) return bad;
    const asked = setRule('in', wanted, column);
    return 'rules' in asked ? { ...asked, includes: wanted } : asked;
  },
};

/** The names of checks, and their other names. */
export const checkNames: ReadonlySet<string> = new Set([...Object.keys(converters), ...Object.keys(aliases)]);

/** Converts a check of one column. */
export function convertCheck(target: Target, name: string, check: PanderaCheck): void {
  const { name: what, options, path } = check;
  const asked = askedBy(check, columnOf(target, name, path), name);
  if ('why' in asked) {
    refuse(target, path, what, asked.why, asked.instead);
    return;
  }
  const of = { from: path, options: optionsOf(options) };
  if (options.ignore_na !== false) putRows(target, name, asked.rules, of);
  else putExpression(target, withNulls(name, asked.rules), of);
  if (asked.includes === undefined || putCheck(target, name, 'includes', asked.includes, of)) return;
  refuse(target, path, what, 'stands beside another of its kind', 'leave out one of them');
}

function askedBy({ name: what, args, options }: PanderaCheck, column: ColumnTarget, name: string): Asked {
  const convert = converters[what];
  if (convert === undefined)
    return { why: 'is no check of pandera itself', instead: 'write it as an expression' };
  if (options.groupby !== undefined || options.groups !== undefined)
    return { why: 'looks at groups of rows', instead: 'write a check with where for each group' };
  const stray = Object.keys(options).find((key) => !optionNames.has(key));
  if (stray !== undefined)
    return { why: `has the option "${stray}", which is not known`, instead: 'leave it out' };
  return convert(args, column, name);
}

function optionsOf({ raise_warning, error }: Mapping): Options {
  const description = asText(error);
  return {
    ...(raise_warning === true ? { severity: 'warn' as const } : {}),
    ...(description === undefined ? {} : { description }),
  };
}

/** Where nulls are not left out, a comparison with one is false, and so is membership: only "not" is true for it. */
function withNulls(name: string, rules: readonly RowRule[]): string {
  const joined = rules.map((rule) => rowSql(name, rule)).join(' AND ');
  return `coalesce(${joined}, ${rules.some(({ key }) => key === 'not-in')})`;
}
