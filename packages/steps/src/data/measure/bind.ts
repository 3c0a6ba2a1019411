import type { CellRule, Check, FigureRule, OutlierRule, SourcePlan } from '../checks/check.ts';
import type { ColumnType } from '../checks/schema.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import type { Table } from '../sources/table.ts';
import { cellCondition } from './cell-condition.ts';
import { absent, columnProblem, mismatch, spelled, type Unmeasured, unmeasured } from './columns.ts';
import { figureProbe } from './figure-probes.ts';
import type { Probe, ProbeTarget } from './probe.ts';
import type { Projection } from './projection.ts';
import { conditionProbe, outlierProbe, uniqueProbe } from './row-probes.ts';

/** A check, brought together with the columns that are there. */
export type Bound =
  /** Measured over the rows. */
  | {
      readonly kind: 'probe';
      readonly check: Check;
      readonly probe: Probe;
      /** The boolean SQL that the check took from its file: an expression, or what its rows are chosen by. */
      readonly expressions: readonly string[];
    }
  /** Decided by the columns alone. */
  | { readonly kind: 'decided'; readonly check: Check; readonly problem: string | undefined }
  /** Decided once the rows are counted. */
  | { readonly kind: 'counted'; readonly check: Check }
  | Unmeasured;

/** What checks are bound to. */
export interface Binding {
  readonly table: Table;
  readonly plan: SourcePlan;
  readonly projection: Projection;
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  /** What ages are counted to. */
  readonly nowMs: number;
}

/** Brings a check together with the columns of the table. */
export async function bind(check: Check, binding: Binding): Promise<Bound> {
  const { table } = binding;
  const { rule } = check;
  if (table.unreadable.length > 0 && rule.kind !== 'readable') {
    return { kind: 'unmeasured', check, reason: 'the source cannot be read', isAllowed: true };
  }
  switch (rule.kind) {
    case 'readable':
    case 'row-count':
      return { kind: 'counted', check };
    case 'header':
    case 'present':
    case 'strict':
    case 'ordered':
      return { kind: 'decided', check, problem: columnProblem(check, rule.kind, table) };
    default:
      return bindRows(check, rule, binding);
  }
}

/** A check of rows, with the rows that it looks at. */
async function bindRows(check: Check, rule: RowRule, binding: Binding): Promise<Bound> {
  const { where } = check;
  if (where === undefined)
    return bindProbe(check, rule, { check, scope: 'good', isPart: false }, binding, []);
  const chosen = await bindSql(check, where, binding);
  if ('kind' in chosen) return chosen;
  const target: ProbeTarget = { check, scope: `good AND ${chosen.sql}`, isPart: true };
  return bindProbe(check, rule, target, binding, [chosen.sql]);
}

type RowRule =
  | CellRule
  | FigureRule
  | OutlierRule
  | Extract<Check['rule'], { kind: 'unique' | 'expression' }>;

async function bindProbe(
  check: Check,
  rule: RowRule,
  target: ProbeTarget,
  binding: Binding,
  expressions: readonly string[],
): Promise<Bound> {
  const { table, plan, projection } = binding;
  switch (rule.kind) {
    case 'expression': {
      const found = await bindSql(check, rule.sql, binding);
      if ('kind' in found) return found;
      const probe = conditionProbe(target, `NOT ${found.sql}`);
      return { kind: 'probe', check: found.check, probe, expressions: [...expressions, found.sql] };
    }
    case 'unique': {
      const missing = unmeasured(check, check.columns, table, plan);
      const value = () => uniqueValue(check, rule.nulls, projection);
      return missing ?? { kind: 'probe', check, probe: uniqueProbe(target, value()), expressions };
    }
    case 'mean':
    case 'std':
    case 'sum':
    case 'quantile':
    case 'smallest':
    case 'largest':
    case 'distinct':
    case 'distinct-share':
    case 'includes':
    case 'most-common':
    case 'balance':
    case 'max-age':
    case 'outliers': {
      const missing = unmeasured(check, check.columns, table, plan);
      if (missing !== undefined) return missing;
      const [name = ''] = check.columns;
      const cell = `t${projection.place(name)}`;
      const probe =
        rule.kind === 'outliers'
          ? outlierProbe(target, rule, cell)
          : figureProbe(target, rule, cell, { nowMs: binding.nowMs, native: nativeOf(table, name) });
      return { kind: 'probe', check, probe, expressions };
    }
    default:
      return bindCells(check, rule, target, binding, expressions);
  }
}

function bindCells(
  check: Check,
  rule: CellRule,
  target: ProbeTarget,
  { table, plan, projection }: Binding,
  expressions: readonly string[],
): Bound {
  const [name = ''] = check.columns;
  const missing = absent(check, [name], table, plan);
  if (missing !== undefined) return missing;
  const problem = mismatch(table, name, plan);
  if (rule.kind === 'type' && !table.isText) return { kind: 'decided', check, problem };
  if (problem !== undefined && rule.kind !== 'nullable') {
    return { kind: 'unmeasured', check, reason: `the column ${problem}`, isAllowed: false };
  }
  const native = table.columns.find((column) => column.name === name)?.native ?? '';
  const condition = cellCondition(rule, projection.place(name), table.isText ? 'text' : native);
  return { kind: 'probe', check, probe: conditionProbe(target, condition), expressions };
}

/** The type of the engine that a column has; none where the cells are text. */
function nativeOf(table: Table, name: string): string | undefined {
  return table.isText ? undefined : table.columns.find((column) => column.name === name)?.native;
}

function uniqueValue(check: Check, nulls: 'equal' | undefined, projection: Projection): string {
  const cells = check.columns.map((name) => `t${projection.place(name)}`);
  if (nulls === 'equal') return `{${cells.map((cell, at) => `'u${at}': ${cell}`).join(', ')}}`;
  if (cells.length === 1) return cells.join();
  return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(' AND ')} THEN {${cells.map((cell, at) => `'u${at}': ${cell}`).join(', ')}} END`;
}

/** The SQL of an expression over the cells of the scan, and the check with the columns that it names. */
async function bindSql(
  check: Check,
  text: string,
  { table, plan, projection, expressions }: Binding,
): Promise<Unmeasured | { readonly sql: string; readonly check: Check }> {
  const expression = expressions.get(text);
  if (expression === undefined) throw new Error(`the expression of "${check.name}" was not parsed`);
  const columns = expression.columns.map((name) =>
    spelled(name, [...table.columns.map((column) => column.name), ...plan.types.keys()]),
  );
  const named: Check = { ...check, columns };
  const missing = unmeasured(named, columns, table, plan);
  if (missing !== undefined) return missing;
  const places = new Map(
    expression.columns.map((name, at) => [name, `t${projection.place(columns[at] ?? name)}`]),
  );
  return { sql: `(${await expression.rewrite(places)})`, check: named };
}

/** The columns that an expression needs a type for, and has none. */
export function untyped(
  expression: ParsedExpression,
  types: ReadonlyMap<string, ColumnType>,
): readonly string[] {
  return expression.valued.filter((name) => !types.has(spelled(name, [...types.keys()])));
}
