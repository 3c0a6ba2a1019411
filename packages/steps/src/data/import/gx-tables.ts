import { rangeOf } from './figures.ts';
import { type Entry, type Expectation, tolerance, wrong } from './gx-expectation.ts';
import { asNames, asNumber, asText } from './record.ts';
import { columnOf, putExpression, putTable, type Refusal, type Target } from './target.ts';

/** Expectations of the table. */

const byNames: Refusal = {
  why: 'counts columns',
  instead: 'name them, with expect_table_columns_to_match_set',
};

const twice: Refusal = { why: 'stands beside another of its kind', instead: 'leave out one of them' };

function putRowCount(
  target: Target,
  { options, path, where }: Expectation,
  range: ReturnType<typeof rangeOf>,
): Refusal | undefined {
  if (range === undefined) return wrong;
  if (where !== undefined) return { why: 'counts some of the rows', instead: 'write a source of these rows' };
  const value = { ...range, min: Math.max(0, range.min ?? 0) };
  if (putTable(target, 'row-count', value, { options, from: path })) return undefined;
  return twice;
}

/** The query of an expectation, where it is about one row: `SELECT … FROM {batch} WHERE …`. */
const rowQuery = /^\s*select\s+[^()]*?\s+from\s+\{batch\}\s+where\s+(.+?)\s*;?\s*$/is;
const otherClauses = /\b(select|group\s+by|order\s+by|having|limit|union|join|window|qualify)\b/i;

export const tables: Readonly<Record<string, Entry>> = {
  expect_column_to_exist: {
    kwargs: ['column', 'column_index'],
    convert(target, { kwargs, path }) {
      const name = asText(kwargs.column);
      if (name === undefined) return wrong;
      if (kwargs.column_index !== undefined)
        return {
          why: 'asks for a place in the order',
          instead: 'use expect_table_columns_to_match_ordered_list',
        };
      columnOf(target, name, path, { nullable: true });
      return undefined;
    },
  },
  expect_table_row_count_to_equal: {
    kwargs: ['value'],
    convert: (target, expectation) => {
      const count = asNumber(expectation.kwargs.value);
      return putRowCount(target, expectation, count === undefined ? undefined : { min: count, max: count });
    },
  },
  expect_table_row_count_to_be_between: {
    kwargs: ['min_value', 'max_value', 'strict_min', 'strict_max'],
    convert: (target, expectation) => {
      const { kwargs } = expectation;
      const range = rangeOf({
        min: asNumber(kwargs.min_value),
        max: asNumber(kwargs.max_value),
        isAboveMin: kwargs.strict_min === true,
        isBelowMax: kwargs.strict_max === true,
        isWhole: true,
      });
      return putRowCount(target, expectation, range);
    },
  },
  expect_table_columns_to_match_ordered_list: {
    kwargs: ['column_list'],
    convert(target, { kwargs, path, options, what }) {
      const columns = asNames(kwargs.column_list);
      if (columns === undefined) return wrong;
      listFirst(target, columns, path);
      if (!putTable(target, 'strict', true, { options, from: path })) return twice;
      putTable(target, 'ordered', true, { options, from: path });
      target.exact = { names: columns, path, what };
      return undefined;
    },
  },
  expect_table_columns_to_match_set: {
    kwargs: ['column_set', 'exact_match'],
    convert(target, { kwargs, path, options, what }) {
      const columns = asNames(kwargs.column_set);
      if (columns === undefined) return wrong;
      for (const name of columns) columnOf(target, name, path, { nullable: true });
      if (kwargs.exact_match === false) return undefined;
      if (!putTable(target, 'strict', true, { options, from: path })) return twice;
      target.exact = { names: columns, path, what };
      return undefined;
    },
  },
  unexpected_rows_expectation: {
    kwargs: ['unexpected_rows_query'],
    convert(target, expectation) {
      const [, condition] = rowQuery.exec(asText(expectation.kwargs.unexpected_rows_query) ?? '') ?? [];
      if (condition === undefined || otherClauses.test(condition) || expectation.where !== undefined)
        return { why: 'is more than a condition of one row', instead: 'write an expression of a row' };
      putExpression(target, `NOT (${condition})`, {
        options: tolerance(expectation),
        from: expectation.path,
      });
      return undefined;
    },
  },
  expect_table_column_count_to_equal: byNames,
  expect_table_column_count_to_be_between: byNames,
};

/** The order of the columns is that of the document. */
function listFirst(target: Target, columns: readonly string[], path: Expectation['path']): void {
  for (const name of columns) columnOf(target, name, path, { nullable: true });
  const others = [...target.columns].filter(([name]) => !columns.includes(name));
  const listed = columns.flatMap((name) => {
    const column = target.columns.get(name);
    return column === undefined ? [] : [[name, column] as const];
  });
  target.columns.clear();
  for (const [name, column] of [...listed, ...others]) target.columns.set(name, column);
}
