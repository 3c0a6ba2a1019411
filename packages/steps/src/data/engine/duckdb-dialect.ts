import { literalSql, quote } from '../checks/literal.ts';
import type { Dialect } from './dialect.ts';

/** The SQL of the engine on this machine. */
export const duckDbDialect: Dialect = {
  whole: 'HUGEINT',
  toWhole: (double) => `CAST(${double} AS HUGEINT)`,
  nanIsGreatest: true,
  // each costs a table of all its values
  countedTogether: 30,
  isFinite: (number) => `isfinite(${number})`,
  isNaN: (number) => `isnan(${number})`,
  matches: (text, pattern) => `regexp_matches(${text}, ${quote(pattern)})`,
  literal: literalSql,
  row: (values) => `{${values.map((value, at) => `'u${at}': ${value}`).join(', ')}}`,
  isIn: (value, from) => `${value} IN (SELECT value FROM ${from})`,
  epochMs: (time) => `epoch_ms(${time})`,
  epochMicros: (time) => `epoch_us(${time})`,
  valueOfLeast: (value, keys) => `arg_min(${value}, (${keys.join(', ')}))`,
  async expression(expression, columns) {
    const places = new Map([...columns].map(([name, { sql }]) => [name, sql]));
    return { ok: true, sql: await expression.rewrite(places) };
  },
};
