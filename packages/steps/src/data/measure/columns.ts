import type { Check, SourcePlan } from '../checks/check.ts';
import { fits, isAlike, typeOfNative } from '../sources/cell-types.ts';
import type { Column, Table } from '../sources/table.ts';

/** Why a check cannot be measured; `isAllowed` where that is no fault. */
export interface Unmeasured {
  readonly kind: 'unmeasured';
  readonly check: Check;
  readonly reason: string;
  readonly isAllowed: boolean;
}

/** Why a column does not hold what is declared, where its file says so; undefined where it does, or where cells decide. */
export function mismatch(table: Table, name: string, plan: SourcePlan): string | undefined {
  const column = table.columns.find((candidate) => candidate.name === name);
  const declared = plan.types.get(name);
  if (column?.type === undefined) return undefined;
  if (declared === undefined) {
    const unlike = column.otherTypes.find(({ native }) => !isAlike(column.native, native));
    return unlike && `is ${column.native}, and ${unlike.native} in "${unlike.file}"`;
  }
  if (!fits(declared, column.type)) return `is ${column.native}, not ${declared}`;
  const other = column.otherTypes.find(({ native }) => !fits(declared, typeOfNative(native)));
  return other && `is ${other.native} in "${other.file}", not ${declared}`;
}

/** SQL does not tell capitals from small letters where only one name is meant. */
export function spelled(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  const same = [...new Set(known.filter((candidate) => candidate.toLowerCase() === name.toLowerCase()))];
  return same.length === 1 ? (same[0] ?? name) : name;
}

/** Why a check of these columns cannot be measured: one is not there, or not what is declared. */
export function unmeasured(
  check: Check,
  names: readonly string[],
  table: Table,
  plan: SourcePlan,
): Unmeasured | undefined {
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

/** Why a check of these columns cannot be measured where one of them is not there. */
export function absent(
  check: Check,
  names: readonly string[],
  table: Table,
  plan: SourcePlan,
): Unmeasured | undefined {
  const missing = names.find((name) => !table.columns.some((column) => column.name === name));
  if (missing === undefined) return undefined;
  const isAllowed = plan.optional.has(missing);
  return { kind: 'unmeasured', check, reason: `there is no column "${missing}"`, isAllowed };
}

/** What is wrong with the columns of a table as such. */
export function columnProblem(
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
