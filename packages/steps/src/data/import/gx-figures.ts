import { nextAbove, rangeOf, restText, shareText } from './figures.ts';
import { type Entry, type Expectation, hint, otherType, setType, wrong } from './gx-expectation.ts';
import { asNumber, asRecord, asScalars, asText } from './record.ts';
import { columnOf, putCheck, putRows, type Refusal, type Target } from './target.ts';

/** Expectations of one figure of a column. */

const rangeKwargs = [
  'column',
  'min_value',
  'max_value',
  'strict_min',
  'strict_max',
  'parse_strings_as_datetimes',
];
const twice: Refusal = { why: 'stands beside another of its kind', instead: 'leave out one of them' };

function rangeIn({ kwargs }: Expectation, isWhole: boolean) {
  const bounds = [kwargs.min_value, kwargs.max_value].filter((bound) => bound !== undefined);
  if (bounds.some((bound) => asNumber(bound) === undefined)) return undefined;
  return rangeOf({
    min: asNumber(kwargs.min_value),
    max: asNumber(kwargs.max_value),
    isAboveMin: kwargs.strict_min === true,
    isBelowMax: kwargs.strict_max === true,
    isWhole,
  });
}

function put(target: Target, expectation: Expectation, key: string, value: unknown): Refusal | undefined {
  const { where, options, path, kwargs } = expectation;
  const of = { options: { ...options, ...(where === undefined ? {} : { where }) }, from: path };
  return putCheck(target, String(kwargs.column), key, value, of) ? undefined : twice;
}

/** An infinite number is in no figure here: where there is one, that is a finding of its own. */
function ofFinite(target: Target, name: string, { path }: Expectation): boolean {
  if (!setType(target, name, 'number', path)) return false;
  columnOf(target, name, path).finite = undefined;
  return true;
}

/** A figure of numbers, which lies in a range. */
const ofNumbers = (key: string): Entry => ({
  kwargs: rangeKwargs,
  convert(target, expectation) {
    const name = asText(expectation.kwargs.column);
    const range = rangeIn(expectation, false);
    if (name === undefined || range === undefined)
      return { why: 'has no bounds that are numbers', instead: 'write min or max, which dates have as well' };
    if (!ofFinite(target, name, expectation)) return otherType;
    return put(target, expectation, key, range);
  },
});

/** A share as per cent; one that is exclusive begins at the next number. */
const ofShare: Entry = {
  kwargs: rangeKwargs,
  convert(target, expectation) {
    const range = rangeIn(expectation, false);
    if (range === undefined || asText(expectation.kwargs.column) === undefined) return wrong;
    const { min, max } = range;
    const text = (share: number) => shareText(Math.min(1, Math.max(0, share)));
    if ((min ?? 0) > 1 || (max ?? 0) < 0) return wrong;
    columnOf(target, String(expectation.kwargs.column), expectation.path, { nullable: true });
    const value = {
      ...(min === undefined ? {} : { min: text(min) }),
      ...(max === undefined ? {} : { max: text(max) }),
    };
    return put(target, expectation, 'distinct-share', value);
  },
};

const ofDistinct = (kinds: readonly ('in' | 'includes')[]): Entry => ({
  kwargs: ['column', 'value_set', 'parse_strings_as_datetimes'],
  convert(target, expectation) {
    const { kwargs, path, where, options } = expectation;
    const [name, values] = [asText(kwargs.column), asScalars(kwargs.value_set)];
    if (name === undefined || values === undefined || values.length === 0) return wrong;
    if (new Set(values.map((value) => typeof value)).size > 1)
      return { why: 'lists values of several types', instead: 'list values of the type of the column' };
    if (!hint(target, name, values, path)) return otherType;
    const of = { options: { ...options, ...(where === undefined ? {} : { where }) }, from: path };
    if (kinds.includes('in')) putRows(target, name, [{ key: 'in', value: values }], of);
    return kinds.includes('includes') ? put(target, expectation, 'includes', values) : undefined;
  },
});

export const figures: Readonly<Record<string, Entry>> = {
  expect_column_mean_to_be_between: ofNumbers('mean'),
  expect_column_median_to_be_between: ofNumbers('median'),
  expect_column_stdev_to_be_between: ofNumbers('std'),
  expect_column_sum_to_be_between: ofNumbers('sum'),
  expect_column_min_to_be_between: ofNumbers('smallest'),
  expect_column_max_to_be_between: ofNumbers('largest'),
  expect_column_unique_value_count_to_be_between: {
    kwargs: rangeKwargs,
    convert(target, expectation) {
      const range = rangeIn(expectation, true);
      if (range === undefined || asText(expectation.kwargs.column) === undefined) return wrong;
      columnOf(target, String(expectation.kwargs.column), expectation.path, { nullable: true });
      return put(target, expectation, 'distinct', range);
    },
  },
  expect_column_proportion_of_unique_values_to_be_between: ofShare,
  expect_column_proportion_of_non_null_values_to_be_between: {
    kwargs: rangeKwargs,
    convert(target, { kwargs, path, where, options }) {
      const [name, share] = [asText(kwargs.column), asNumber(kwargs.min_value)];
      if (name === undefined || share === undefined || (asNumber(kwargs.max_value) ?? 1) < 1)
        return { why: 'asks for nulls', instead: 'write nullable, which asks for few of them' };
      const column = columnOf(target, name, path, { nullable: true });
      if (column.nullable !== true) return twice;
      column.nullable = undefined;
      const least = kwargs.strict_min === true ? nextAbove(share) : share;
      const { severity, ...rest } = options;
      const limit = { [severity === 'warn' ? 'warn' : 'fail']: restText(least) };
      const chosen = where === undefined ? {} : { where };
      putCheck(target, name, 'nullable', false, { options: { ...rest, ...limit, ...chosen }, from: path });
      return undefined;
    },
  },
  expect_column_distinct_values_to_be_in_set: ofDistinct(['in']),
  expect_column_distinct_values_to_contain_set: ofDistinct(['includes']),
  expect_column_distinct_values_to_equal_set: ofDistinct(['in', 'includes']),
  expect_column_quantile_values_to_be_between: {
    kwargs: ['column', 'quantile_ranges', 'allow_relative_error'],
    convert(target, expectation) {
      const { kwargs, path } = expectation;
      const ranges = asRecord(kwargs.quantile_ranges) ?? {};
      const name = asText(kwargs.column);
      const quantiles = asScalars(ranges.quantiles)?.map(String);
      const bounds = Array.isArray(ranges.value_ranges) ? ranges.value_ranges : [];
      if (name === undefined || quantiles === undefined || bounds.length !== quantiles.length) return wrong;
      if (!['undefined', 'false', 'linear'].includes(String(kwargs.allow_relative_error)))
        return {
          why: 'takes other values than those between two others',
          instead: 'leave allow_relative_error out',
        };
      if (!ofFinite(target, name, expectation)) return otherType;
      const value = quantiles.flatMap((at, index) => {
        const [min, max] = Array.isArray(bounds[index]) ? bounds[index].map(asNumber) : [];
        const range = rangeOf({ min, max });
        return range === undefined ? [] : [[at, withOptions(range, expectation)] as const];
      });
      if (columnOf(target, name, path).quantiles !== undefined) return twice;
      putCheck(target, name, 'quantiles', Object.fromEntries(value), { from: path });
      return undefined;
    },
  },
  expect_column_most_common_value_to_be_in_set: {
    why: 'asks which value is the most common one',
    instead: 'write most-common, which asks how common it is',
  },
};

function withOptions(value: object, { where, options }: Expectation): object {
  const more = { ...options, ...(where === undefined ? {} : { where }) };
  return Object.keys(more).length === 0 ? value : { value, ...more };
}
