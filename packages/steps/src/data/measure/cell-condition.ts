import type { CellRule } from '../checks/check.ts';
import { literalSql, quote } from '../checks/literal.ts';

/** SQL that is true for a cell that breaks the rule. `native` is `text` where the cells are text. */
export function cellCondition(rule: CellRule, at: number, native: string): string {
  const isFloat = native === 'text' || native === 'FLOAT' || native === 'DOUBLE';
  const type = native === 'text' ? undefined : native;
  switch (rule.kind) {
    case 'type':
      return `r${at} IS NOT NULL AND t${at} IS NULL`;
    case 'nullable':
      return native === 'text' ? `r${at} IS NULL` : `k${at} IS NULL`;
    case 'finite':
      return isFloat ? `NOT isfinite(t${at})` : 'false';
    case 'min':
      return `t${at} < ${literalSql(rule.bound, type)}${isFloat && rule.bound.type === 'number' ? ` OR isnan(t${at})` : ''}`;
    case 'above':
      return `t${at} <= ${literalSql(rule.bound, type)}${isFloat && rule.bound.type === 'number' ? ` OR isnan(t${at})` : ''}`;
    case 'below':
      return `t${at} >= ${literalSql(rule.bound, type)}`;
    case 'max':
      return `t${at} > ${literalSql(rule.bound, type)}`;
    case 'in':
    case 'not-in': {
      const values = rule.values.map((value) => literalSql(value, type)).join(', ');
      return `t${at} ${rule.kind === 'in' ? 'NOT IN' : 'IN'} (${values})`;
    }
    case 'matches':
      return `NOT regexp_matches(t${at}, ${quote(rule.pattern)})`;
    case 'length': {
      const { min = 0, max } = rule.range;
      return `length(t${at}) < ${min}${max === undefined ? '' : ` OR length(t${at}) > ${max}`}`;
    }
  }
}
