import { identifier, quote } from '../checks/literal.ts';

/** A value of a rule as its file has it. */
export type Scalar = string | number | boolean;

/** What is asked of one cell: a key of a column with its value, or SQL that is true for a good one. */
export type RowRule =
  | { readonly key: 'min' | 'max' | 'above' | 'below'; readonly value: string | number }
  | { readonly key: 'in' | 'not-in'; readonly value: readonly Scalar[] }
  | { readonly key: 'matches'; readonly value: string }
  | { readonly key: 'length'; readonly value: { readonly min?: number; readonly max?: number } }
  | { readonly key: 'unique'; readonly value: true }
  | { readonly key: 'sql'; readonly value: string };

const operators = { min: '>=', max: '<=', above: '>', below: '<' } as const;

/** The rule as SQL over the row. Nulls make it NULL, which fails nothing. */
export function rowSql(column: string, rule: RowRule): string {
  const cell = identifier(column);
  switch (rule.key) {
    case 'min':
    case 'max':
    case 'above':
    case 'below':
      return `${cell} ${operators[rule.key]} ${sqlLiteral(rule.value)}`;
    case 'in':
    case 'not-in':
      return `${cell} ${rule.key === 'in' ? 'IN' : 'NOT IN'} (${rule.value.map(sqlLiteral).join(', ')})`;
    case 'matches':
      return `regexp_matches(${cell}, ${quote(rule.value)})`;
    case 'length': {
      const { min, max } = rule.value;
      const parts = [
        min === undefined ? [] : `length(${cell}) >= ${min}`,
        max === undefined ? [] : `length(${cell}) <= ${max}`,
      ];
      return parts.flat().join(' AND ');
    }
    case 'sql':
      return rule.value;
    case 'unique':
      throw new Error('whether a value is unique is not seen in one row');
  }
}

/** A value in SQL; text is compared with dates as one. */
export function sqlLiteral(value: Scalar): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

/** Conditions that must all be true; undefined where there is none. */
export function allOf(...conditions: readonly (string | undefined)[]): string | undefined {
  const given = conditions.filter((each) => each !== undefined);
  return given.length < 2 ? given[0] : given.map((each) => `(${each})`).join(' AND ');
}
