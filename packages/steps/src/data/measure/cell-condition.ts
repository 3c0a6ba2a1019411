import type { CellRule, Literal } from '../checks/check.ts';
import type { Dialect } from '../engine/dialect.ts';

/** SQL that is true for a cell that breaks the rule. `native` is `text` where the cells are text. */
export function cellCondition(rule: CellRule, at: number, native: string, dialect: Dialect): string {
  const isFloat = native === 'text' || native === 'FLOAT' || native === 'DOUBLE';
  const type = native === 'text' ? undefined : native;
  // NaN lies in no range
  const orNaN = (bound: Literal) =>
    isFloat && bound.type === 'number' ? ` OR ${dialect.isNaN(`t${at}`)}` : '';
  switch (rule.kind) {
    case 'type':
      return `r${at} IS NOT NULL AND t${at} IS NULL`;
    case 'nullable':
      return native === 'text' ? `r${at} IS NULL` : `k${at} IS NULL`;
    case 'finite':
      return isFloat ? `NOT ${dialect.isFinite(`t${at}`)}` : 'false';
    case 'min':
      return `t${at} < ${dialect.literal(rule.bound, type)}${orNaN(rule.bound)}`;
    case 'above':
      return `t${at} <= ${dialect.literal(rule.bound, type)}${orNaN(rule.bound)}`;
    case 'below':
      return `t${at} >= ${dialect.literal(rule.bound, type)}${dialect.nanIsGreatest ? '' : orNaN(rule.bound)}`;
    case 'max':
      return `t${at} > ${dialect.literal(rule.bound, type)}${dialect.nanIsGreatest ? '' : orNaN(rule.bound)}`;
    case 'in':
    case 'not-in': {
      const values = rule.values.map((value) => dialect.literal(value, type)).join(', ');
      return `t${at} ${rule.kind === 'in' ? 'NOT IN' : 'IN'} (${values})`;
    }
    case 'matches':
      return `NOT ${dialect.matches(`t${at}`, rule.pattern)}`;
    case 'length': {
      const { min = 0, max } = rule.range;
      return `length(t${at}) < ${min}${max === undefined ? '' : ` OR length(t${at}) > ${max}`}`;
    }
  }
}
