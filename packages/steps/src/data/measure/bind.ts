import type { CellRule, Check, SourcePlan } from '../checks/check.ts';
import { literalSql, quote } from '../checks/literal.ts';
import type { ColumnType } from '../checks/schema.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import { fits, typeOfNative } from '../sources/cell-types.ts';
import type { Column, Table } from '../sources/table.ts';

/** A check, brought together with the columns that are there. */
export type Bound =
  /** Rows for which `condition` is true fail the check. */
  | {
      readonly kind: 'rows';
      readonly check: Check;
      readonly condition: string;
      /** The SQL of a check that is an expression. */
      readonly expression?: string;
    }
  /** Rows whose `value` occurs more than once fail the check. */
  | { readonly kind: 'unique'; readonly check: Check; readonly value: string }
  /** Decided by the columns alone. */
  | { readonly kind: 'decided'; readonly check: Check; readonly problem: string | undefined }
  /** Decided once the rows are counted. */
  | { readonly kind: 'counted'; readonly check: Check }
  /** Cannot be measured; `isAllowed` where that is no fault. */
  | {
      readonly kind: 'unmeasured';
      readonly check: Check;
      readonly reason: string;
      readonly isAllowed: boolean;
    };

/** The columns that a source's checks look at, by their place in the scan. */
export class Projection {
  readonly names: string[] = [];
  readonly #table: Table;
  readonly #plan: SourcePlan;

  constructor(table: Table, plan: SourcePlan) {
    this.#table = table;
    this.#plan = plan;
  }

  /** The number of a column in the scan; it is put there where it is not yet. */
  place(name: string): number {
    const at = this.names.indexOf(name);
    return at === -1 ? this.names.push(name) - 1 : at;
  }

  /** The scan `from` with, for each column: `k` the cell, `r` its text, `t` its value. */
  over(from: string): string {
    const cells = this.names.map((name, at) => {
      const type = mismatch(this.#table, name, this.#plan) ? undefined : this.#plan.types.get(name);
      return `, ${this.#table.text(`k${at}`)} AS r${at}, ${this.#table.typed(`k${at}`, type)} AS t${at}`;
    });
    return `SELECT *${cells.join('')} FROM (${from})`;
  }
}

/** Brings a check together with the columns of the table. */
export async function bind(
  check: Check,
  table: Table,
  plan: SourcePlan,
  projection: Projection,
  expressions: ReadonlyMap<string, ParsedExpression>,
): Promise<Bound> {
  if (table.unreadable.length > 0 && check.rule.kind !== 'readable') {
    return { kind: 'unmeasured', check, reason: 'the source cannot be read', isAllowed: true };
  }
  switch (check.rule.kind) {
    case 'readable':
    case 'row-count':
      return { kind: 'counted', check };
    case 'header':
    case 'present':
    case 'strict':
    case 'ordered':
      return { kind: 'decided', check, problem: columnProblem(check, check.rule.kind, table) };
    case 'expression':
      return bindExpression(check, expressions.get(check.rule.sql), table, plan, projection);
    case 'unique':
      return (
        unmeasured(check, check.columns, table, plan) ?? {
          kind: 'unique',
          check,
          value: uniqueValue(check, projection),
        }
      );
    default:
      return bindCells(check, check.rule, table, plan, projection);
  }
}

/** Why a column does not hold what is declared, where its file says so; undefined where it does, or where cells decide. */
function mismatch(table: Table, name: string, plan: SourcePlan): string | undefined {
  const column = table.columns.find((candidate) => candidate.name === name);
  const declared = plan.types.get(name);
  if (column?.type === undefined || declared === undefined) return undefined;
  if (!fits(declared, column.type)) return `is ${column.native}, not ${declared}`;
  const other = column.otherTypes.find(({ native }) => !fits(declared, typeOfNative(native)));
  return other && `is ${other.native} in "${other.file}", not ${declared}`;
}

function bindCells(
  check: Check,
  rule: CellRule,
  table: Table,
  plan: SourcePlan,
  projection: Projection,
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
  return {
    kind: 'rows',
    check,
    condition: cellCondition(rule, projection.place(name), table.isText ? 'text' : native),
  };
}

/** SQL that is true for a cell that breaks the rule. `native` is `text` where the cells are text. */
function cellCondition(rule: CellRule, at: number, native: string): string {
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

function uniqueValue(check: Check, projection: Projection): string {
  const cells = check.columns.map((name) => `t${projection.place(name)}`);
  if (cells.length === 1) return cells.join();
  return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(' AND ')} THEN {${cells.map((cell, at) => `'u${at}': ${cell}`).join(', ')}} END`;
}

async function bindExpression(
  check: Check,
  expression: ParsedExpression | undefined,
  table: Table,
  plan: SourcePlan,
  projection: Projection,
): Promise<Bound> {
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
  const sql = `(${await expression.rewrite(places)})`;
  return { kind: 'rows', check: named, condition: `NOT ${sql}`, expression: sql };
}

/** SQL does not tell capitals from small letters where only one name is meant. */
function spelled(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  const same = [...new Set(known.filter((candidate) => candidate.toLowerCase() === name.toLowerCase()))];
  return same.length === 1 ? (same[0] ?? name) : name;
}

function unmeasured(
  check: Check,
  names: readonly string[],
  table: Table,
  plan: SourcePlan,
): Bound | undefined {
  const missing = absent(check, names, table, plan);
  if (missing !== undefined) return missing;
  const wrong = names.find((name) => mismatch(table, name, plan) !== undefined);
  if (wrong === undefined) return undefined;
  return {
    kind: 'unmeasured',
    check,
    reason: `the column "${wrong}" ${mismatch(table, wrong, plan)}`,
    isAllowed: false,
  };
}

function absent(check: Check, names: readonly string[], table: Table, plan: SourcePlan): Bound | undefined {
  const missing = names.find((name) => !table.columns.some((column) => column.name === name));
  if (missing === undefined) return undefined;
  const isAllowed = plan.optional.has(missing);
  return { kind: 'unmeasured', check, reason: `there is no column "${missing}"`, isAllowed };
}

function columnProblem(
  check: Check,
  kind: 'header' | 'present' | 'strict' | 'ordered',
  table: Table,
): string | undefined {
  const names = table.columns.map(({ name }) => name);
  switch (kind) {
    case 'header':
      return table.repeated.length === 0 ? undefined : `names that stand twice: ${listed(table.repeated)}`;
    case 'present':
      return presenceProblem(check.columns[0] ?? '', table.columns);
    case 'strict': {
      const extra = names.filter((name) => !check.columns.includes(name));
      return extra.length === 0 ? undefined : `columns that are not listed: ${listed(extra)}`;
    }
    case 'ordered': {
      const there = names.filter((name) => check.columns.includes(name));
      const wanted = check.columns.filter((name) => names.includes(name));
      return there.join('\0') === wanted.join('\0') ? undefined : `the order is ${listed(there)}`;
    }
  }
}

function presenceProblem(name: string, columns: readonly Column[]): string | undefined {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined)
    return `there is no column "${name}"; there are ${listed(columns.map((each) => each.name)) || 'none'}`;
  if (column.missingFrom.length === 0) return undefined;
  return `no column "${name}" in ${listed(column.missingFrom)}`;
}

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, 20)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > 20 ? `${shown}, … (${names.length})` : shown;
}

/** The columns that an expression needs a type for, and has none. */
export function untyped(
  expression: ParsedExpression,
  types: ReadonlyMap<string, ColumnType>,
): readonly string[] {
  return expression.columns.filter((name) => !types.has(spelled(name, [...types.keys()])));
}
