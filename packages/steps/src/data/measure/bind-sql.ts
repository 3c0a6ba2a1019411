import { StepError } from '@ml-ci/core';
import type { Check } from '../checks/check.ts';
import type { ColumnType } from '../checks/schema.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import type { Binding } from './bind.ts';
import { spelled, type Unmeasured, unmeasured } from './columns.ts';

/** The SQL of an expression over the cells of the scan, and the check with the columns that it names. */
export async function bindSql(
  check: Check,
  text: string,
  binding: Columns & Pick<Binding, 'expressions'>,
): Promise<BoundSql> {
  const expression = binding.expressions.get(text);
  if (expression === undefined) throw new Error(`the expression of "${check.name}" was not parsed`);
  return bindParsed(check, expression, binding);
}

type Columns = Pick<Binding, 'table' | 'plan' | 'projection' | 'dialect'>;
type BoundSql = Unmeasured | { readonly sql: string; readonly check: Check };

/** The same of what was parsed. */
export async function bindParsed(
  check: Check,
  expression: ParsedExpression,
  { table, plan, projection, dialect }: Columns,
): Promise<BoundSql> {
  const columns = expression.columns.map((name) =>
    spelled(name, [...table.columns.map((column) => column.name), ...plan.types.keys()]),
  );
  const named: Check = { ...check, columns };
  const missing = unmeasured(named, columns, table, plan);
  if (missing !== undefined) return missing;
  const places = new Map(
    expression.columns.map((name, at) => {
      const column = columns[at] ?? name;
      const native = table.columns.find((one) => one.name === column)?.native;
      return [name, { sql: `t${projection.place(column)}`, native }];
    }),
  );
  const written = await dialect.expression(expression, places);
  if (written.ok) return { sql: `(${written.sql})`, check: named };
  throw new StepError('CHECK_SQL_FORBIDDEN', {
    message: `an expression of "${check.name}" (line ${check.line} of the checks file) ${written.reason}`,
    fix: 'write it with what means the same in Athena (docs/athena.md)',
  });
}

/** The columns that an expression needs a type for, and has none. */
export function untyped(
  expression: ParsedExpression,
  types: ReadonlyMap<string, ColumnType>,
): readonly string[] {
  return expression.valued.filter((name) => !types.has(spelled(name, [...types.keys()])));
}
