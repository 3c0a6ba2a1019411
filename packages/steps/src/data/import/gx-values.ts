import { identifier, quote } from '../checks/literal.ts';
import { rangeOf } from './figures.ts';
import {
  type Entry,
  type Expectation,
  hint,
  otherType,
  setType,
  tolerance,
  wrong,
} from './gx-expectation.ts';
import { fromPython } from './python-regex.ts';
import { asNames, asNumber, asScalar, asScalars, asText } from './record.ts';
import { type RowRule, rowSql, type Scalar, sqlLiteral } from './row-sql.ts';
import { columnOf, putCheck, putExpression, putRows, type Refusal, type Target } from './target.ts';
import { commonType } from './type-names.ts';

/** Expectations of the values of one column: `mostly` is a share of those that are no null. */

type Read = (expectation: Expectation) => readonly RowRule[] | Refusal;
type Asked = (
  expectation: Expectation,
) => { readonly rules: readonly RowRule[]; readonly values?: readonly Scalar[] } | Refusal;

const isPresent = (name: string) => `${identifier(name)} IS NOT NULL`;

/** An expectation of each value; `values` tell what the column holds. */
const ofValues = (kwargs: readonly string[], ask: Asked): Entry => ({
  kwargs: ['column', ...kwargs],
  convert(target, expectation) {
    const name = asText(expectation.kwargs.column);
    if (name === undefined) return wrong;
    const asked = ask(expectation);
    if ('why' in asked) return asked;
    if (!hint(target, name, asked.values ?? [], expectation.path)) return otherType;
    const options = tolerance(expectation, isPresent(name));
    putRows(target, name, asked.rules, { options, from: expectation.path });
    return undefined;
  },
});

const ofText = (kwargs: readonly string[], read: Read): Entry => ({
  kwargs: ['column', ...kwargs],
  convert(target, expectation) {
    const name = asText(expectation.kwargs.column);
    if (name === undefined) return wrong;
    const rules = read(expectation);
    if ('why' in rules) return rules;
    if (!setType(target, name, 'string', expectation.path)) return otherType;
    const options = tolerance(expectation, isPresent(name));
    putRows(target, name, rules, { options, from: expectation.path });
    return undefined;
  },
});

const ofPatterns =
  (isOf: boolean): Read =>
  ({ kwargs }) => {
    const raw = asText(kwargs.regex) === undefined ? asNames(kwargs.regex_list) : [String(kwargs.regex)];
    if (raw === undefined) return wrong;
    const patterns = raw.map(fromPython);
    const bad = patterns.find((each) => !each.ok);
    if (bad?.ok === false) return { why: bad.reason, instead: 'write it without, as RE2 has it' };
    const rules = patterns.map((each): RowRule => ({ key: 'matches', value: each.ok ? each.pattern : '' }));
    if (isOf && rules.length === 1) return rules;
    const each = rules.map((rule) => rowSql(String(kwargs.column), rule));
    const joined = each.join(kwargs.match_on === 'all' ? ' AND ' : ' OR ');
    return [{ key: 'sql', value: isOf ? `(${joined})` : `NOT (${joined})` }];
  };

const ofLike =
  (isOf: boolean): Read =>
  ({ kwargs }) => {
    const raw =
      asText(kwargs.like_pattern) === undefined
        ? asNames(kwargs.like_pattern_list)
        : [String(kwargs.like_pattern)];
    if (raw === undefined || kwargs.escape !== undefined) return wrong;
    const each = raw.map((like) => `${identifier(String(kwargs.column))} LIKE ${quote(like)}`);
    const joined = each.join(kwargs.match_on === 'all' ? ' AND ' : ' OR ');
    return [{ key: 'sql', value: isOf ? `(${joined})` : `NOT (${joined})` }];
  };

const ofSet = (key: 'in' | 'not-in'): Entry =>
  ofValues(['value_set', 'parse_strings_as_datetimes'], ({ kwargs }) => {
    const values = asScalars(kwargs.value_set);
    if (values === undefined) return wrong;
    if (values.length === 0) return { why: 'lists nothing', instead: 'leave it out' };
    if (new Set(values.map((value) => typeof value)).size > 1)
      return { why: 'lists values of several types', instead: 'list values of the type of the column' };
    return { rules: [{ key, value: values }], values };
  });

/** The bounds of a range of values, which may be exclusive. */
function bounds({ kwargs, what }: Expectation): readonly RowRule[] {
  const [min, max] = [asScalar(kwargs.min_value), asScalar(kwargs.max_value)];
  const low = kwargs.strict_min === true ? 'above' : 'min';
  const high = kwargs.strict_max === true ? 'below' : 'max';
  const rule = (key: 'min' | 'max' | 'above' | 'below', value: Scalar): RowRule => {
    if (isOrdered(value)) return { key, value };
    const operator = { min: '>=', max: '<=', above: '>', below: '<' }[key];
    return {
      key: 'sql',
      value: `${identifier(String(kwargs.column ?? what))} ${operator} ${sqlLiteral(value)}`,
    };
  };
  return [...(min === undefined ? [] : [rule(low, min)]), ...(max === undefined ? [] : [rule(high, max)])];
}

/** Numbers and dates; other text is compared in SQL, by its characters. */
function isOrdered(value: Scalar): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(value));
}

/** Whether the column is null, which no rule of values can ask. */
const ofNulls: Readonly<Record<string, Entry>> = {
  expect_column_values_to_not_be_null: {
    kwargs: ['column'],
    convert(target, expectation) {
      const name = asText(expectation.kwargs.column);
      if (name === undefined) return wrong;
      const column = columnOf(target, name, expectation.path, { nullable: true });
      const of = { options: tolerance(expectation), from: expectation.path };
      if (column.nullable === true) {
        column.nullable = undefined;
        putCheck(target, name, 'nullable', false, of);
      } else putExpression(target, isPresent(name), of);
      return undefined;
    },
  },
  expect_column_values_to_be_null: {
    kwargs: ['column'],
    convert(target, expectation) {
      const name = asText(expectation.kwargs.column);
      if (name === undefined) return wrong;
      columnOf(target, name, expectation.path, { nullable: true });
      const of = { options: tolerance(expectation), from: expectation.path };
      putExpression(target, `${identifier(name)} IS NULL`, of);
      return undefined;
    },
  },
};

/** The type of a column; columns have one for all of their values, so `mostly` says nothing. */
const ofTypes = (key: string): Entry => ({
  kwargs: ['column', key],
  convert(target: Target, { kwargs, path, where }) {
    const name = asText(kwargs.column);
    const names = asNames(typeof kwargs[key] === 'string' ? [kwargs[key]] : kwargs[key]);
    if (name === undefined || names === undefined || where !== undefined) return wrong;
    const type = commonType(names);
    if (type === undefined)
      return {
        why: `names the types ${names.join(', ')}`,
        instead: 'write the type that the column has here',
      };
    if (!setType(target, name, type, path)) return otherType;
    return undefined;
  },
});

export const values: Readonly<Record<string, Entry>> = {
  ...ofNulls,
  expect_column_values_to_be_between: ofValues(
    [
      'min_value',
      'max_value',
      'strict_min',
      'strict_max',
      'parse_strings_as_datetimes',
      'allow_cross_type_comparisons',
    ],
    (expectation) => {
      const { kwargs } = expectation;
      const given = [asScalar(kwargs.min_value), asScalar(kwargs.max_value)].filter(
        (each) => each !== undefined,
      );
      return given.length === 0 ? wrong : { rules: bounds(expectation), values: given };
    },
  ),
  expect_column_values_to_be_in_set: ofSet('in'),
  expect_column_values_to_not_be_in_set: ofSet('not-in'),
  expect_column_values_to_be_unique: ofValues([], () => ({ rules: [{ key: 'unique', value: true }] })),
  expect_column_value_lengths_to_equal: ofText(['value'], ({ kwargs }) => {
    const length = asNumber(kwargs.value);
    return length === undefined ? wrong : [{ key: 'length', value: { min: length, max: length } }];
  }),
  expect_column_value_lengths_to_be_between: ofText(
    ['min_value', 'max_value', 'strict_min', 'strict_max'],
    ({ kwargs }) => {
      const value = rangeOf({
        min: asNumber(kwargs.min_value),
        max: asNumber(kwargs.max_value),
        isAboveMin: kwargs.strict_min === true,
        isBelowMax: kwargs.strict_max === true,
        isWhole: true,
      });
      return value === undefined ? wrong : [{ key: 'length', value }];
    },
  ),
  expect_column_values_to_match_regex: ofText(['regex'], ofPatterns(true)),
  expect_column_values_to_not_match_regex: ofText(['regex'], ofPatterns(false)),
  expect_column_values_to_match_regex_list: ofText(['regex_list', 'match_on'], ofPatterns(true)),
  expect_column_values_to_not_match_regex_list: ofText(['regex_list'], ofPatterns(false)),
  expect_column_values_to_match_like_pattern: ofText(['like_pattern', 'escape'], ofLike(true)),
  expect_column_values_to_not_match_like_pattern: ofText(['like_pattern', 'escape'], ofLike(false)),
  expect_column_values_to_match_like_pattern_list: ofText(
    ['like_pattern_list', 'match_on', 'escape'],
    ofLike(true),
  ),
  expect_column_values_to_not_match_like_pattern_list: ofText(['like_pattern_list', 'escape'], ofLike(false)),
  expect_column_values_to_be_json_parseable: ofText([], ({ kwargs }) => [
    { key: 'sql', value: `json_valid(${identifier(String(kwargs.column))})` },
  ]),
  expect_column_values_to_match_strftime_format: ofText(['strftime_format'], ({ kwargs }) => {
    const format = asText(kwargs.strftime_format);
    const cell = identifier(String(kwargs.column));
    const sql = `(${cell} IS NULL OR try_strptime(${cell}, ${quote(format ?? '')}) IS NOT NULL)`;
    return format === undefined ? wrong : [{ key: 'sql', value: sql }];
  }),
  expect_column_value_z_scores_to_be_less_than: {
    kwargs: ['column', 'threshold', 'double_sided'],
    convert: (target, expectation) =>
      outliers(target, expectation, 'z-score', asNumber(expectation.kwargs.threshold)),
  },
  expect_column_values_to_be_of_type: ofTypes('type_'),
  expect_column_values_to_be_in_type_list: ofTypes('type_list'),
  expect_column_type_to_be: ofTypes('type_'),
  expect_column_values_to_not_be_outliers: {
    why: 'has distances of its own',
    instead: 'write outliers, with method iqr or z-score',
  },
};

function outliers(
  target: Target,
  expectation: Expectation,
  method: string,
  factor: number | undefined,
): Refusal | undefined {
  const name = asText(expectation.kwargs.column);
  if (name === undefined || factor === undefined) return wrong;
  if (expectation.kwargs.double_sided !== true)
    return { why: 'looks at one side only', instead: 'write outliers, which looks at both' };
  if (!setType(target, name, 'number', expectation.path)) return otherType;
  const options = tolerance(expectation, isPresent(name));
  const isNew = putCheck(target, name, 'outliers', { method, factor }, { options, from: expectation.path });
  return isNew ? undefined : { why: 'stands beside another of its kind', instead: 'leave out one of them' };
}
