import type { Path } from '../checks/draft.ts';
import { identifier, quote, typeOf } from '../checks/literal.ts';
import { asNames, asNumber, asRecord, asScalar, asScalars, asText } from './record.ts';
import { allOf, type RowRule, rowSql } from './row-sql.ts';
import { limitsOf, rangeOfThreshold } from './soda-threshold.ts';
import {
  columnOf,
  type Options,
  putCheck,
  putExpression,
  putMetric,
  putRows,
  putUnique,
  type Refusal,
  type Target,
} from './target.ts';

/** One check of a contract. */
export interface SodaCheck {
  readonly kind: string;
  /** The column that it stands under, where it does. */
  readonly name: string | undefined;
  /** Its keys, without those that only tell. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly description: string | undefined;
  readonly path: Path;
  /** The filter of the whole contract. */
  readonly where: string | undefined;
}

export interface Entry {
  readonly keys: readonly string[];
  readonly convert: (target: Target, check: SodaCheck) => Refusal | undefined;
}

export const wrong: Refusal = { why: 'has values that are none', instead: 'see what the tool makes of it' };
export const twice: Refusal = { why: 'stands beside another of its kind', instead: 'leave out one of them' };

/** The rows a check looks at, how many may fail, and what it is called. */
function optionsOf({ own, where, description }: SodaCheck): Options | Refusal {
  const limits = limitsOf(own.threshold);
  return 'why' in limits ? limits : { ...limits, ...rowsOf({ own, where, description }) };
}

/** The rows a check looks at, and what it is called. */
export function rowsOf({
  own,
  where,
  description,
}: Pick<SodaCheck, 'own' | 'where' | 'description'>): Options {
  const chosen = allOf(where, asText(own.filter));
  return {
    ...(chosen === undefined ? {} : { where: chosen }),
    ...(description === undefined ? {} : { description }),
  };
}

const missing: Entry = {
  keys: ['threshold', 'filter', 'missing_values', 'missing_format'],
  convert(target, check) {
    const { own, path, name = '' } = check;
    const options = optionsOf(check);
    if ('why' in options) return options;
    const values = own.missing_values === undefined ? [] : asScalars(own.missing_values);
    const format = asText(asRecord(own.missing_format)?.regex);
    if (values === undefined || (own.missing_format !== undefined && format === undefined)) return wrong;
    const column = columnOf(target, name, path);
    const isPlain = values.length === 0 && format === undefined;
    if (isPlain && column.nullable === true) {
      column.nullable = undefined;
      putCheck(target, name, 'nullable', false, { options, from: path });
      return undefined;
    }
    const sql = [
      `${identifier(name)} IS NOT NULL`,
      ...(values.length === 0 ? [] : [rowSql(name, { key: 'not-in', value: values })]),
      ...(format === undefined ? [] : [`NOT regexp_matches(${identifier(name)}, ${quote(format)})`]),
    ];
    putExpression(target, sql.join(' AND '), { options, from: path });
    return undefined;
  },
};

const invalid: Entry = {
  keys: [
    'threshold',
    'filter',
    'valid_values',
    'invalid_values',
    'valid_format',
    'invalid_format',
    'valid_min',
    'valid_max',
    'valid_length',
    'valid_min_length',
    'valid_max_length',
  ],
  convert(target, check) {
    const { own, path, name = '' } = check;
    const options = optionsOf(check);
    if ('why' in options) return options;
    const rules = validRules(own, name);
    if (rules === undefined || rules.length === 0) return wrong;
    const column = columnOf(target, name, path);
    const type = column.type ?? typeOfRules(rules, own);
    if (type !== undefined) column.type = type;
    const isOne = rules.length > 1 && (options.fail ?? options.warn) !== undefined;
    const joined = rules.map((rule) => rowSql(name, rule)).join(' AND ');
    putRows(target, name, isOne ? [{ key: 'sql', value: joined }] : rules, { options, from: path });
    return undefined;
  },
};

/** What each key of a check of invalid values asks of a cell; undefined where its value is none. */
const valid: Readonly<Record<string, (value: unknown, name: string) => RowRule | undefined>> = {
  valid_values: (value) => setRule('in', value),
  invalid_values: (value) => setRule('not-in', value),
  valid_format(value) {
    const regex = asText(asRecord(value)?.regex);
    return regex === undefined ? undefined : { key: 'matches', value: regex };
  },
  invalid_format(value, name) {
    const regex = asText(asRecord(value)?.regex);
    if (regex === undefined) return undefined;
    return { key: 'sql', value: `NOT regexp_matches(${identifier(name)}, ${quote(regex)})` };
  },
  valid_min: (value) => boundRule('min', value),
  valid_max: (value) => boundRule('max', value),
  valid_length: (value) => lengthRule(value, ['min', 'max']),
  valid_min_length: (value) => lengthRule(value, ['min']),
  valid_max_length: (value) => lengthRule(value, ['max']),
};

function setRule(key: 'in' | 'not-in', value: unknown): RowRule | undefined {
  const values = asScalars(value);
  return values === undefined || values.length === 0 ? undefined : { key, value: values };
}

function boundRule(key: 'min' | 'max', raw: unknown): RowRule | undefined {
  const value = asScalar(raw);
  return value === undefined || typeof value === 'boolean' ? undefined : { key, value };
}

function lengthRule(raw: unknown, keys: readonly ('min' | 'max')[]): RowRule | undefined {
  const length = typeof raw === 'string' && /^\d+$/.test(raw) ? Number(raw) : asNumber(raw);
  if (length === undefined) return undefined;
  return { key: 'length', value: Object.fromEntries(keys.map((key) => [key, length])) };
}

/** The rules of a check; undefined where one of its values is none. A least and a greatest length are one range. */
function validRules(own: SodaCheck['own'], name: string): readonly RowRule[] | undefined {
  const asked = Object.entries(own).filter(([key]) => key in valid);
  const rules = asked.map(([key, value]) => valid[key]?.(value, name)).filter((rule) => rule !== undefined);
  if (rules.length < asked.length) return undefined;
  const lengths = rules.filter((rule) => rule.key === 'length');
  const length: RowRule = { key: 'length', value: Object.assign({}, ...lengths.map(({ value }) => value)) };
  return [...rules.filter((rule) => rule.key !== 'length'), ...(lengths.length === 0 ? [] : [length])];
}

function typeOfRules(
  rules: readonly RowRule[],
  own: SodaCheck['own'],
): ReturnType<typeof typeOf> | undefined {
  if (rules.some(({ key }) => key === 'matches' || key === 'length' || key === 'sql')) return 'string';
  const values = [
    own.valid_min,
    own.valid_max,
    ...(asScalars(own.valid_values) ?? []),
    ...(asScalars(own.invalid_values) ?? []),
  ];
  const types = new Set(
    values.flatMap((each) => (asScalar(each) === undefined ? [] : [typeOf(asScalar(each) ?? '')])),
  );
  return types.size === 1 ? [...types][0] : undefined;
}

/** They count the rows behind the first of each value, we count all of them: the same only where none may be. */
export const duplicate: Entry = {
  keys: ['threshold', 'filter', 'columns'],
  convert(target, check) {
    const { own, path, name } = check;
    const options = optionsOf(check);
    if ('why' in options) return options;
    if ((options.fail ?? options.warn) !== undefined)
      return { why: 'allows some, and counts them otherwise', instead: 'write unique, with warn or fail' };
    if (name === undefined) {
      const columns = asNames(own.columns);
      if (columns === undefined) return wrong;
      putUnique(target, columns, { options, from: path, nulls: 'equal' });
    } else putRows(target, name, [{ key: 'unique', value: true }], { options, from: path });
    return undefined;
  },
};

const figures: Readonly<Record<string, string>> = {
  avg: 'mean',
  sum: 'sum',
  min: 'smallest',
  max: 'largest',
};

const aggregate: Entry = {
  keys: ['threshold', 'filter', 'function'],
  convert(target, check) {
    const { own, path, name = '' } = check;
    const found = rangeOfThreshold(own.threshold, false);
    if ('why' in found) return found;
    const what = String(own.function).toLowerCase();
    const options = { ...found.options, ...rowsOf(check) };
    const { min, max } = found.range;
    const key = figures[what];
    if (key !== undefined) {
      const column = columnOf(target, name, path);
      column.type ??= 'number';
      // an infinite number is in no figure here: where there is one, that is a finding of its own
      column.finite = undefined;
      return putCheck(target, name, key, found.range, { options, from: path }) ? undefined : twice;
    }
    // the least length is at least 3 where no length is less than 3
    const isRow = (what === 'minlength' && max === undefined) || (what === 'maxlength' && min === undefined);
    if (!isRow) return { why: `asks for ${own.function} of the column`, instead: 'write length' };
    const value = {
      ...(min === undefined ? {} : { min: Math.ceil(min) }),
      ...(max === undefined ? {} : { max: Math.floor(max) }),
    };
    putRows(target, name, [{ key: 'length', value }], { options, from: path });
    return undefined;
  },
};

export const failedRows: Entry = {
  keys: ['threshold', 'filter', 'expression'],
  convert(target, check) {
    const expression = asText(check.own.expression);
    const options = optionsOf(check);
    if (expression === undefined) return wrong;
    if ('why' in options) return options;
    putExpression(target, `NOT (${expression})`, { options, from: check.path });
    return undefined;
  },
};

export const metric: Entry = {
  keys: ['threshold', 'expression', 'query', 'filter'],
  convert(target, check) {
    const { own, path } = check;
    const expression = asText(own.expression);
    if (own.query !== undefined)
      return { why: 'is a query of its own', instead: 'write an expression, or a source of its rows' };
    // it is not looked at there
    if (own.filter !== undefined)
      return { why: 'has a filter, which counts for nothing there', instead: 'write FILTER (WHERE …)' };
    if (expression === undefined) return wrong;
    const found = rangeOfThreshold(own.threshold, false);
    if ('why' in found) return found;
    const options = { ...found.options, ...rowsOf(check) };
    putMetric(target, expression, { range: found.range, options, from: path });
    return undefined;
  },
};

export const columnChecks: Readonly<Record<string, Entry>> = {
  missing,
  invalid,
  duplicate: { ...duplicate, keys: ['threshold', 'filter'] },
  aggregate,
  failed_rows: failedRows,
  metric,
};
