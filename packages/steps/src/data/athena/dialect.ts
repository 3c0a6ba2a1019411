import { quote } from '../checks/literal.ts';
import type { Dialect } from '../engine/dialect.ts';
import { athenaExpression } from './expression.ts';
import { athenaLiteral } from './literal.ts';
import { portablePattern } from './pattern.ts';

const epochMs = (time: string) =>
  `date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', CAST(${time} AS TIMESTAMP(6)))`;

/** The SQL of Athena, which is that of Trino. */
export const athenaDialect: Dialect = {
  whole: 'DECIMAL(38, 0)',
  // the cast alone rounds a half away from zero
  toWhole: (double) =>
    `CAST(CASE WHEN ${double} - floor(${double}) = 0.5E0 THEN 2 * floor((${double} + 0.5E0) / 2) ELSE ${double} END AS DECIMAL(38, 0))`,
  nanIsGreatest: false,
  // nothing is kept: what is counted together would be read together each time
  countedTogether: 1,
  isFinite: (number) => `is_finite(${number})`,
  isNaN: (number) => `is_nan(${number})`,
  matches(text, pattern) {
    const portable = portablePattern(pattern);
    // prepare has refused the others
    if (!portable.ok) throw new Error(`a pattern ${portable.reason}`);
    return `regexp_like(${text}, ${quote(portable.pattern)})`;
  },
  literal: athenaLiteral,
  // a row before IN is taken for as many columns, and there is one
  isIn: (value, from, isRow) => `${isRow ? `ROW(${value})` : value} IN (SELECT value FROM ${from})`,
  row: (values) => `ROW(${values.join(', ')})`,
  epochMs,
  // it has no smaller unit
  epochMicros: (time) => `(1000 * ${epochMs(time)})`,
  valueOfLeast: (value, keys) => `min_by(${value}, ROW(${keys.join(', ')}))`,
  expression: async ({ tree }, columns) => athenaExpression(tree, columns),
};
