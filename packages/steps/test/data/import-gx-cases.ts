import type { ImportCase } from './import-cases.ts';

/** A suite of 1.x with one expectation. */
const one = (type: string, kwargs: object, more: object = {}) => ({
  name: 'suite',
  expectations: [{ type: `expect_${type}`, kwargs, ...more }],
});
/** A suite of 0.18, with what it writes around its expectations. */
const older = (type: string, kwargs: object) => ({
  data_asset_type: null,
  expectation_suite_name: 'suite',
  expectations: [{ expectation_type: `expect_${type}`, kwargs, meta: { notes: 'why' } }],
  ge_cloud_id: null,
  meta: { great_expectations_version: '0.18.22' },
});
const csv = (...cells: string[]) => `a,row\n${cells.map((cell, at) => `${cell},${at}`).join('\n')}`;
const table = (...rows: string[]) => `a,b\n${rows.join('\n')}`;
const parquet = (...values: string[]) =>
  `SELECT * FROM (VALUES ${values.map((value) => `(${value})`).join(', ')}) AS t(a)`;
const a = { column: 'a' };
const pair = { column_A: 'a', column_B: 'b' };
const both = (...expectations: [string, object][]) => ({
  name: 'suite',
  expectations: expectations.map(([type, kwargs]) => ({ type: `expect_${type}`, kwargs })),
});
const numbers = (name: string): [string, object] => [
  'column_values_to_be_of_type',
  { column: name, type_: 'int64' },
];

/** At least forty of them agree; those with `theirs` do not, and docs/data-import.md says why. */
export const gxCases: readonly ImportCase[] = [
  {
    name: 'not null',
    rules: one('column_values_to_not_be_null', a),
    csv: csv('1', '', 'NA'),
    expect: ['failed', 2],
  },
  {
    name: 'not null, of a suite of 0.18',
    rules: older('column_values_to_not_be_null', a),
    csv: csv('1', ''),
    expect: ['failed', 1],
  },
  {
    name: 'not null, mostly',
    rules: one('column_values_to_not_be_null', { ...a, mostly: 0.5 }),
    csv: csv('1', ''),
    expect: ['passed', 0],
  },
  {
    name: 'not null, mostly, and too few',
    rules: one('column_values_to_not_be_null', { ...a, mostly: 0.51 }),
    csv: csv('1', ''),
    expect: ['failed', 1],
  },
  {
    name: 'NaN in Parquet is null for a suite',
    rules: both(['column_values_to_not_be_null', a], ['column_values_to_be_between', { ...a, min_value: 0 }]),
    parquet: parquet('1.5::DOUBLE', "'NaN'::DOUBLE"),
    expect: ['failed', 1],
  },
  {
    name: 'null',
    rules: both(['column_values_to_be_null', a], ['column_values_to_be_of_type', { ...a, type_: 'float64' }]),
    csv: csv('1.5', ''),
    expect: ['failed', 1],
  },
  {
    name: 'between',
    rules: one('column_values_to_be_between', { ...a, min_value: 1, max_value: 3 }),
    csv: csv('0', '1', '3', '4'),
    expect: ['failed', 2],
  },
  {
    name: 'between without its ends',
    rules: one('column_values_to_be_between', {
      ...a,
      min_value: 1,
      max_value: 3,
      strict_min: true,
      strict_max: true,
    }),
    csv: csv('1', '2', '3'),
    expect: ['failed', 2],
  },
  {
    name: 'between leaves nulls out',
    rules: one('column_values_to_be_between', { ...a, min_value: 1 }),
    csv: csv('0', '', '3'),
    expect: ['failed', 1],
  },
  {
    name: 'mostly is a share of the values',
    rules: one('column_values_to_be_between', { ...a, min_value: 1, mostly: 0.6 }),
    csv: csv('0', '1', '', '', ''),
    expect: ['failed', 1],
  },
  {
    name: 'mostly on its edge',
    rules: one('column_values_to_be_between', { ...a, min_value: 1, mostly: 0.5 }),
    csv: csv('0', '1', '', ''),
    expect: ['passed', 0],
  },
  {
    name: 'mostly of nine in ten',
    rules: one('column_values_to_be_between', { ...a, min_value: 1, mostly: 0.9 }),
    csv: csv('0', ...Array(9).fill('1')),
    expect: ['passed', 0],
  },
  {
    name: 'mostly over both bounds together',
    rules: one('column_values_to_be_between', { ...a, min_value: 1, max_value: 2, mostly: 0.7 }),
    csv: csv('0', '3', '1', '2', '1'),
    expect: ['failed', 2],
  },
  {
    name: 'between of days that are text',
    rules: one('column_values_to_be_between', { ...a, min_value: '2024-01-01', max_value: '2024-12-31' }),
    csv: csv('2024-02-01', '2025-01-01'),
    expect: ['failed', 1],
    theirs: ['failed', 0],
  },
  {
    name: 'between of times in Parquet',
    rules: one('column_values_to_be_between', { ...a, min_value: '2024-01-01 12:00:00', strict_min: true }),
    parquet: parquet("TIMESTAMP '2024-01-01 12:00:00'", "TIMESTAMP '2024-01-02 00:00:00'"),
    expect: ['failed', 1],
  },
  {
    name: 'in set',
    rules: one('column_values_to_be_in_set', { ...a, value_set: ['x', 'y'] }),
    csv: csv('x', 'X', '', 'y'),
    expect: ['failed', 1],
  },
  {
    name: 'in set of numbers',
    rules: one('column_values_to_be_in_set', { ...a, value_set: [1, 2.5] }),
    csv: csv('1.0', '2.5', '2'),
    expect: ['failed', 1],
  },
  {
    name: 'in set, mostly',
    rules: one('column_values_to_be_in_set', { ...a, value_set: ['x'], mostly: 0.75 }),
    csv: csv('x', 'x', 'x', 'y', ''),
    expect: ['passed', 0],
  },
  {
    name: 'in set of booleans',
    rules: one('column_values_to_be_in_set', { ...a, value_set: [true] }),
    csv: csv('True', 'False'),
    expect: ['failed', 1],
  },
  {
    name: 'not in set',
    rules: one('column_values_to_not_be_in_set', { ...a, value_set: ['x'] }),
    csv: csv('x', '', 'y'),
    expect: ['failed', 1],
  },
  {
    name: 'two sets for one column',
    rules: both(
      ['column_values_to_be_in_set', { ...a, value_set: ['x', 'y'] }],
      ['column_values_to_be_in_set', { ...a, value_set: ['y', 'z'] }],
    ),
    csv: csv('x', 'y', 'z'),
    expect: ['failed', 2],
  },
  {
    name: 'unique values',
    rules: one('column_values_to_be_unique', a),
    csv: csv('1', '2', '1', '', ''),
    expect: ['failed', 2],
  },
  {
    name: 'unique values, mostly',
    rules: both(['column_values_to_be_unique', { ...a, mostly: 0.5 }], numbers('row'), [
      'column_values_to_be_of_type',
      { ...a, type_: 'float64' },
    ]),
    csv: csv('1', '2', '1', '3', ''),
    expect: ['passed', 0],
  },
  {
    name: 'a pattern, found anywhere',
    rules: one('column_values_to_match_regex', { ...a, regex: 'b+' }),
    csv: csv('abc', 'ac', ''),
    expect: ['failed', 1],
  },
  {
    name: 'a pattern with Unicode',
    rules: one('column_values_to_match_regex', { ...a, regex: '^\\w+$' }),
    csv: csv('Zoë', 'a b'),
    expect: ['failed', 1],
  },
  {
    name: 'not a pattern',
    rules: one('column_values_to_not_match_regex', { ...a, regex: '^a' }),
    csv: csv('abc', 'ba'),
    expect: ['failed', 1],
  },
  {
    name: 'one of several patterns',
    rules: one('column_values_to_match_regex_list', { ...a, regex_list: ['^a', '^b'] }),
    csv: csv('a', 'b', 'c'),
    expect: ['failed', 1],
  },
  {
    name: 'all of several patterns',
    rules: one('column_values_to_match_regex_list', { ...a, regex_list: ['a', 'b'], match_on: 'all' }),
    csv: csv('ab', 'a', 'c'),
    expect: ['failed', 2],
  },
  {
    name: 'none of several patterns',
    rules: one('column_values_to_not_match_regex_list', { ...a, regex_list: ['a', 'b'] }),
    csv: csv('a', 'b', 'c'),
    expect: ['failed', 2],
  },
  {
    name: 'lengths',
    rules: one('column_value_lengths_to_be_between', { ...a, min_value: 2, max_value: 3 }),
    csv: csv('a', 'äö', 'abcd', ''),
    expect: ['failed', 2],
  },
  {
    name: 'lengths without their ends',
    rules: one('column_value_lengths_to_be_between', {
      ...a,
      min_value: 1,
      max_value: 4,
      strict_min: true,
      strict_max: true,
    }),
    csv: csv('a', 'ab', 'abcd'),
    expect: ['failed', 2],
  },
  {
    name: 'one length',
    rules: one('column_value_lengths_to_equal', { ...a, value: 2 }),
    csv: csv('ab', 'abc'),
    expect: ['failed', 1],
  },
  {
    name: 'dates by their format',
    rules: one('column_values_to_match_strftime_format', { ...a, strftime_format: '%d.%m.%Y' }),
    csv: csv('29.02.2024', '29.02.2023', '2024-01-01'),
    expect: ['failed', 2],
  },
  {
    name: 'JSON',
    rules: one('column_values_to_be_json_parseable', a),
    csv: 'a,row\n"{""x"": 1}",1\n{x},2',
    expect: ['failed', 1],
  },
  {
    name: 'the type of a column',
    rules: one('column_values_to_be_of_type', { ...a, type_: 'int64' }),
    csv: csv('1', '2'),
    expect: ['passed', 0],
  },
  {
    name: 'another type',
    rules: one('column_values_to_be_of_type', { ...a, type_: 'int64' }),
    csv: csv('x', '2'),
    expect: ['failed', 1],
    theirs: ['failed', 0],
  },
  {
    name: 'one of several types',
    rules: one('column_values_to_be_in_type_list', { ...a, type_list: ['int64', 'float64'] }),
    csv: csv('1.5', '2'),
    expect: ['passed', 0],
  },
  {
    name: 'a condition of pandas',
    rules: one('column_values_to_be_between', {
      ...a,
      min_value: 5,
      row_condition: 'b == "x"',
      condition_parser: 'pandas',
    }),
    csv: table('1,x', '1,y', '9,x'),
    expect: ['failed', 1],
  },
  {
    name: 'a condition of several parts',
    rules: both(numbers('a'), [
      'column_values_to_be_in_set',
      { column: 'b', value_set: ['x'], row_condition: 'a > 1 and not (a == 3)', condition_parser: 'pandas' },
    ]),
    csv: table('1,y', '2,y', '3,y', '4,x'),
    expect: ['failed', 1],
  },
  {
    name: 'not equal is true for null',
    rules: one('column_values_to_be_between', {
      ...a,
      min_value: 5,
      row_condition: 'b != "x"',
      condition_parser: 'pandas',
    }),
    csv: table('1,x', '1,y', '1,'),
    expect: ['failed', 2],
  },
  {
    name: 'a condition of 1.x',
    rules: one('column_values_to_be_between', {
      ...a,
      min_value: 5,
      row_condition: {
        type: 'and',
        conditions: [
          { type: 'comparison', column: { name: 'b' }, operator: '==', parameter: 'x' },
          { type: 'nullity', column: { name: 'a' }, is_null: false },
        ],
      },
    }),
    csv: table('1,x', '1,y', ',x'),
    expect: ['failed', 1],
  },
  {
    name: 'a condition and mostly',
    rules: one('column_values_to_be_between', {
      ...a,
      min_value: 5,
      mostly: 0.5,
      row_condition: 'b == "x"',
      condition_parser: 'pandas',
    }),
    csv: table('1,x', '9,x', '1,x', '9,y'),
    expect: ['failed', 2],
  },
  {
    name: 'pairs that are equal',
    rules: both(
      numbers('a'),
      ['column_values_to_be_of_type', { column: 'b', type_: 'float64' }],
      ['column_pair_values_to_be_equal', pair],
    ),
    csv: table('1,1.0', '1,2.5'),
    expect: ['failed', 1],
  },
  {
    name: 'pairs with nulls',
    rules: both(
      ['column_values_to_be_of_type', { ...a, type_: 'float64' }],
      ['column_values_to_be_of_type', { column: 'b', type_: 'float64' }],
      ['column_pair_values_a_to_be_greater_than_b', pair],
    ),
    csv: 'a,b,c\n2.5,1.5,x\n,1.5,x\n1.5,,x\n,,x',
    expect: ['failed', 2],
  },
  {
    name: 'pairs where one null is ignored',
    rules: both(
      ['column_values_to_be_of_type', { ...a, type_: 'float64' }],
      ['column_values_to_be_of_type', { column: 'b', type_: 'float64' }],
      [
        'column_pair_values_a_to_be_greater_than_b',
        { ...pair, or_equal: true, ignore_row_if: 'either_value_is_missing' },
      ],
    ),
    csv: 'a,b,c\n1.5,1.5,x\n,1.5,x\n1.5,,x\n1.5,2.5,x',
    expect: ['failed', 1],
  },
  {
    name: 'pairs in a set',
    rules: both(
      ['column_values_to_be_of_type', { ...a, type_: 'str' }],
      ['column_values_to_be_of_type', { column: 'b', type_: 'int64' }],
      [
        'column_pair_values_to_be_in_set',
        {
          ...pair,
          value_pairs_set: [
            ['x', 1],
            ['y', 2],
          ],
        },
      ],
    ),
    csv: table('x,1', 'y,1'),
    expect: ['failed', 1],
  },
  {
    name: 'compound columns',
    rules: one('compound_columns_to_be_unique', { column_list: ['a', 'b'] }),
    csv: table('1,1', '1,2', '1,1'),
    expect: ['failed', 2],
  },
  {
    name: 'compound columns with nulls',
    rules: one('compound_columns_to_be_unique', { column_list: ['a', 'b'] }),
    csv: 'a,b,c\n1,,x\n1,,x\n,,x\n,,x',
    expect: ['failed', 2],
  },
  {
    name: 'values that differ within a row',
    rules: both(numbers('a'), numbers('b'), [
      'select_column_values_to_be_unique_within_record',
      { column_list: ['a', 'b'] },
    ]),
    csv: table('1,2', '1,1'),
    expect: ['failed', 1],
  },
  {
    name: 'a sum of columns',
    rules: one('multicolumn_sum_to_equal', { column_list: ['a', 'b'], sum_total: 3 }),
    csv: table('1,2', '1,1'),
    expect: ['failed', 1],
  },
  {
    name: 'mean',
    rules: one('column_mean_to_be_between', { ...a, min_value: 2, max_value: 2 }),
    csv: csv('1', '2', '3', ''),
    expect: ['passed', 0],
  },
  {
    name: 'mean without its end',
    rules: one('column_mean_to_be_between', { ...a, min_value: 2, strict_min: true }),
    csv: csv('1', '2', '3'),
    expect: ['failed', 0],
  },
  {
    name: 'median',
    rules: one('column_median_to_be_between', { ...a, min_value: 2.5, max_value: 2.5 }),
    csv: csv('1', '2', '3', '9'),
    expect: ['passed', 0],
  },
  {
    name: 'standard deviation',
    rules: one('column_stdev_to_be_between', { ...a, min_value: 1, max_value: 1 }),
    csv: csv('1', '2', '3'),
    expect: ['passed', 0],
  },
  {
    name: 'sum',
    rules: one('column_sum_to_be_between', { ...a, max_value: 5 }),
    csv: csv('1', '2', '3'),
    expect: ['failed', 0],
  },
  {
    name: 'least value',
    rules: one('column_min_to_be_between', { ...a, min_value: 1, max_value: 1 }),
    csv: csv('1', '2', ''),
    expect: ['passed', 0],
  },
  {
    name: 'greatest value without its end',
    rules: one('column_max_to_be_between', { ...a, max_value: 2, strict_max: true }),
    csv: csv('1', '2'),
    expect: ['failed', 0],
  },
  {
    name: 'number of different values',
    rules: one('column_unique_value_count_to_be_between', { ...a, min_value: 3 }),
    csv: csv('1', '2', '', ''),
    expect: ['failed', 0],
  },
  {
    name: 'share of different values',
    rules: one('column_proportion_of_unique_values_to_be_between', {
      ...a,
      min_value: 0.75,
      max_value: 0.75,
    }),
    csv: csv('x', 'x', 'y', 'z', ''),
    expect: ['passed', 0],
  },
  {
    name: 'share of values',
    rules: one('column_proportion_of_non_null_values_to_be_between', { ...a, min_value: 0.75 }),
    csv: csv('x', 'y', 'z', ''),
    expect: ['passed', 0],
  },
  {
    name: 'different values in a set',
    rules: one('column_distinct_values_to_be_in_set', { ...a, value_set: ['x', 'y'] }),
    csv: csv('x', 'x', ''),
    expect: ['passed', 0],
  },
  {
    name: 'different values contain a set',
    rules: one('column_distinct_values_to_contain_set', { ...a, value_set: ['x', 'y'] }),
    csv: csv('x', 'z'),
    expect: ['failed', 0],
  },
  {
    name: 'different values equal a set',
    rules: one('column_distinct_values_to_equal_set', { ...a, value_set: ['x', 'y'] }),
    csv: csv('x', 'y', 'x'),
    expect: ['passed', 0],
  },
  {
    name: 'quantiles',
    rules: one('column_quantile_values_to_be_between', {
      ...a,
      quantile_ranges: {
        quantiles: [0.5, 1],
        value_ranges: [
          [2, 2],
          [null, 3],
        ],
      },
    }),
    csv: csv('1', '2', '3'),
    expect: ['passed', 0],
  },
  {
    name: 'z-scores',
    rules: one('column_value_z_scores_to_be_less_than', { ...a, threshold: 3, double_sided: true }),
    csv: csv(...Array.from({ length: 20 }, (_, at) => String(at)), '1000'),
    expect: ['failed', 1],
  },
  {
    name: 'row count',
    rules: one('table_row_count_to_equal', { value: 2 }),
    csv: csv('1'),
    expect: ['failed', 0],
  },
  {
    name: 'row count between',
    rules: one('table_row_count_to_be_between', { min_value: 1, max_value: 2, strict_max: true }),
    csv: csv('1', '2'),
    expect: ['failed', 0],
  },
  {
    name: 'columns in order',
    rules: one('table_columns_to_match_ordered_list', { column_list: ['row', 'a'] }),
    csv: csv('1'),
    expect: ['failed', 0],
  },
  {
    name: 'a set of columns',
    rules: one('table_columns_to_match_set', { column_set: ['a', 'row'] }),
    csv: csv('1'),
    expect: ['passed', 0],
  },
  {
    name: 'a set with others beside it',
    rules: one('table_columns_to_match_set', { column_set: ['a'], exact_match: false }),
    csv: csv('1'),
    expect: ['passed', 0],
  },
  {
    name: 'a set that must be exact',
    rules: one('table_columns_to_match_set', { column_set: ['a'] }),
    csv: csv('1'),
    expect: ['failed', 0],
  },
  {
    name: 'a column that is there',
    rules: one('column_to_exist', { column: 'b' }),
    csv: csv('1'),
    expect: ['failed', 0],
  },
  {
    name: 'a column that is missing from a frame',
    rules: one('column_values_to_be_between', { column: 'b', min_value: 1 }),
    csv: csv('1'),
    expect: ['failed', 0],
  },
  {
    name: 'a frame without rows',
    rules: one('column_values_to_be_between', { ...a, min_value: 1 }),
    csv: 'a,row',
    expect: ['passed', 0],
  },
  {
    name: 'an expectation that is no more than a warning',
    rules: one('column_values_to_be_between', { ...a, min_value: 1 }, { severity: 'warning' }),
    csv: csv('0'),
    expect: ['passed', 0],
    theirs: ['failed', 1],
  },
  {
    name: 'digits that are text in a set',
    rules: one('column_values_to_be_in_set', { ...a, value_set: ['1'] }),
    csv: csv('1'),
    expect: ['passed', 0],
    theirs: ['failed', 1],
  },
  {
    name: 'numbers that are matched as text',
    rules: one('column_values_to_match_regex', { ...a, regex: '^0' }),
    csv: csv('007', '012'),
    expect: ['passed', 0],
    theirs: ['failed', 2],
  },
  {
    name: 'a quantile between two values',
    rules: one('column_quantile_values_to_be_between', {
      ...a,
      quantile_ranges: { quantiles: [0.5], value_ranges: [[2, 2]] },
    }),
    csv: csv('1', '2', '3', '4'),
    expect: ['failed', 0],
  },
  {
    name: 'distinct values are counted by their rows',
    rules: one('column_distinct_values_to_be_in_set', { ...a, value_set: ['x'] }),
    csv: csv('y', 'y'),
    expect: ['failed', 2],
    theirs: ['failed', 1],
  },
  {
    name: 'an infinite number in a mean',
    rules: one('column_mean_to_be_between', { ...a, max_value: 5 }),
    csv: csv('1.5', 'inf'),
    expect: ['failed', 1],
    theirs: ['failed', 0],
  },
  {
    name: 'a quoted cell of a suite is no null',
    rules: one('column_values_to_not_be_null', a),
    csv: 'a,row\n"",1\n"NA",2',
    expect: ['passed', 0],
    theirs: ['failed', 2],
  },
  {
    name: 'a pattern that ends before a line feed',
    rules: one('column_values_to_match_regex', { ...a, regex: 'b$' }),
    csv: 'a,row\n"ab\n",1',
    expect: ['failed', 1],
    theirs: ['passed', 0],
  },
  {
    name: 'z-scores of no values',
    rules: one('column_value_z_scores_to_be_less_than', {
      ...a,
      threshold: 3,
      double_sided: true,
      row_condition: 'row > 5',
      condition_parser: 'pandas',
    }),
    csv: csv('1', '2'),
    expect: ['failed', 0],
    theirs: ['passed', 0],
  },
  {
    name: 'pairs in a set under a condition',
    rules: both(numbers('a'), numbers('b'), [
      'column_pair_values_to_be_in_set',
      { ...pair, value_pairs_set: [[1, 1]], row_condition: 'a > 1', condition_parser: 'pandas' },
    ]),
    csv: table('1,2', '2,2', '3,3'),
    expect: ['failed', 2],
    theirs: ['failed', 0],
  },
];
