import { identifier } from '../checks/literal.ts';
import { type Entry, type Expectation, setType, tolerance, wrong } from './gx-expectation.ts';
import { asNames, asNumber, asScalar, asText } from './record.ts';
import { allOf, sqlLiteral } from './row-sql.ts';
import { columnOf, putExpression, putUnique, type Refusal, type Target } from './target.ts';

/** Expectations of several columns of one row. What is ignored is not counted by `mostly` either. */

const pair = [
  'column_A',
  'column_B',
  'ignore_row_if',
  'parse_strings_as_datetimes',
  'allow_cross_type_comparisons',
];

function pairOf({ kwargs }: Expectation): readonly [string, string] | undefined {
  const [a, b] = [asText(kwargs.column_A), asText(kwargs.column_B)];
  return a === undefined || b === undefined ? undefined : [a, b];
}

/** The rows that are looked at, by the nulls that they have. */
function looked(columns: readonly string[], ignored: unknown): string | undefined {
  const nulls = columns.map((name) => `${identifier(name)} IS NULL`);
  switch (ignored) {
    case undefined:
    case 'both_values_are_missing':
    case 'all_values_are_missing':
      return `NOT (${nulls.join(' AND ')})`;
    case 'either_value_is_missing':
    case 'any_value_is_missing':
      return `NOT (${nulls.join(' OR ')})`;
    case 'neither':
    case 'never':
      return undefined;
    default:
      return '';
  }
}

/** A condition of a row, true for the good ones; a comparison with null is false in pandas. */
function putRow(
  target: Target,
  expectation: Expectation,
  columns: readonly string[],
  condition: string,
): Refusal | undefined {
  const rows = looked(columns, expectation.kwargs.ignore_row_if);
  if (rows === '') return wrong;
  for (const name of columns) columnOf(target, name, expectation.path, { nullable: true });
  const chosen = allOf(expectation.where, rows);
  const options = { ...tolerance(expectation), ...(chosen === undefined ? {} : { where: chosen }) };
  putExpression(target, `coalesce(${condition}, false)`, { options, from: expectation.path });
  return undefined;
}

const columnsIn = ({ kwargs }: Expectation) => asNames(kwargs.column_list);

export const rows: Readonly<Record<string, Entry>> = {
  expect_column_pair_values_to_be_equal: {
    kwargs: pair,
    convert(target, expectation) {
      const [a, b] = pairOf(expectation) ?? [];
      if (a === undefined || b === undefined) return wrong;
      return putRow(target, expectation, [a, b], `${identifier(a)} = ${identifier(b)}`);
    },
  },
  expect_column_pair_values_a_to_be_greater_than_b: {
    kwargs: [...pair, 'or_equal'],
    convert(target, expectation) {
      const [a, b] = pairOf(expectation) ?? [];
      if (a === undefined || b === undefined) return wrong;
      const operator = expectation.kwargs.or_equal === true ? '>=' : '>';
      return putRow(target, expectation, [a, b], `${identifier(a)} ${operator} ${identifier(b)}`);
    },
  },
  expect_column_pair_values_to_be_in_set: {
    kwargs: [...pair, 'value_pairs_set'],
    convert(target, expectation) {
      const [a, b] = pairOf(expectation) ?? [];
      const pairs = expectation.kwargs.value_pairs_set;
      if (a === undefined || b === undefined || !Array.isArray(pairs) || pairs.length === 0) return wrong;
      const either = pairs.map((each) => pairSql([a, b], each));
      return putRow(target, expectation, [a, b], either.map((each) => `(${each})`).join(' OR '));
    },
  },
  expect_select_column_values_to_be_unique_within_record: {
    kwargs: ['column_list', 'ignore_row_if'],
    convert(target, expectation) {
      const columns = columnsIn(expectation);
      if (columns === undefined) return wrong;
      const cells = columns.map(identifier);
      const differ = cells.flatMap((a, at) => cells.slice(at + 1).map((b) => `${a} IS DISTINCT FROM ${b}`));
      return putRow(target, expectation, columns, differ.join(' AND ') || 'true');
    },
  },
  expect_multicolumn_values_to_be_equal: {
    kwargs: ['column_list', 'ignore_row_if'],
    convert(target, expectation) {
      const columns = columnsIn(expectation);
      const [first = '', ...others] = columns?.map(identifier) ?? [];
      if (columns === undefined) return wrong;
      const same = others.map((other) => `${first} IS NOT DISTINCT FROM ${other}`);
      return putRow(target, expectation, columns, same.join(' AND ') || 'true');
    },
  },
  expect_multicolumn_sum_to_equal: {
    kwargs: ['column_list', 'ignore_row_if', 'sum_total'],
    convert(target, expectation) {
      const [columns, total] = [columnsIn(expectation), asNumber(expectation.kwargs.sum_total)];
      if (columns === undefined || total === undefined) return wrong;
      for (const name of columns) setType(target, name, 'number', expectation.path);
      return putRow(target, expectation, columns, `${columns.map(identifier).join(' + ')} = ${total}`);
    },
  },
  expect_compound_columns_to_be_unique: {
    kwargs: ['column_list', 'ignore_row_if'],
    convert(target, expectation) {
      const { kwargs, path, where } = expectation;
      const columns = columnsIn(expectation);
      const rows = looked(columns ?? [], kwargs.ignore_row_if);
      if (columns === undefined || rows === '') return wrong;
      for (const name of columns) columnOf(target, name, path, { nullable: true });
      const isApart = kwargs.ignore_row_if === 'any_value_is_missing' && expectation.mostly >= 1;
      const chosen = isApart ? where : allOf(where, rows);
      const options = { ...tolerance(expectation), ...(chosen === undefined ? {} : { where: chosen }) };
      putUnique(target, columns, { options, from: path, ...(isApart ? {} : { nulls: 'equal' as const }) });
      return undefined;
    },
  },
  expect_multicolumn_values_to_be_unique: {
    why: 'is two things, by its version',
    instead: 'use expect_select_column_values_to_be_unique_within_record',
  },
};

function pairSql(names: readonly [string, string], pairOfValues: unknown): string {
  const values: readonly unknown[] = Array.isArray(pairOfValues) ? pairOfValues : [];
  return names
    .map((name, at) => {
      const value = asScalar(values[at]);
      return value === undefined
        ? `${identifier(name)} IS NULL`
        : `${identifier(name)} = ${sqlLiteral(value)}`;
    })
    .join(' AND ');
}
