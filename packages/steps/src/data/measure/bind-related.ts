import type { Check, DriftRule, RelatedRowRule, RelatedTableRule, SourcePlan } from '../checks/check.ts';
import { type Axis, axisOf, placeOf } from '../drift/axis.ts';
import { driftProbe } from '../drift/drift-probe.ts';
import type { Dialect } from '../engine/dialect.ts';
import { isAlike, typeOfNative } from '../sources/cell-types.ts';
import type { Column, Table } from '../sources/table.ts';
import type { Binding, Bound } from './bind.ts';
import { bindSql } from './bind-sql.ts';
import { absent, type Unmeasured, unmeasured } from './columns.ts';
import type { Probe, ProbeTarget } from './probe.ts';
import type { Projection } from './projection.ts';
import type { Related } from './related.ts';
import { conditionProbe } from './row-probes.ts';
import type { CountedType } from './value-counts.ts';

/** How far the values of a column have moved from those of another source. */
export async function bindDrift(
  check: Check,
  rule: DriftRule,
  target: ProbeTarget,
  binding: Binding,
  expressions: readonly string[],
): Promise<Bound> {
  const related = relatedOf(rule.source, binding);
  const missing = missingFrom(check, check.columns, related, binding);
  if (missing !== undefined) return missing;
  const unlike = incomparable(check, check.columns, related, binding);
  if (unlike !== undefined) return unlike;
  const chosen = await relatedScope(check, related, binding);
  if ('kind' in chosen) return chosen;
  const [name = ''] = check.columns;
  const axis = axisOf(binding.plan.types.get(name) ?? nativeType(binding.table, name));
  const cellsOf = (projection: Projection, scope: string) =>
    `CASE WHEN ${scope} THEN ${valueOn(axis, projection, name, target.dialect)} END`;
  const compared = {
    axis,
    current: binding.counts.want(
      cellsOf(binding.projection, target.scope),
      countedAs(axis, name, binding.table, binding.plan),
    ),
    reference: related.counts(
      cellsOf(related.projection, chosen.scope),
      countedAs(axis, name, related.table, binding.plan),
    ),
    related,
  };
  return { kind: 'probe', check, probe: driftProbe(rule, compared), expressions };
}

/** The drift of all columns, where there is none to compare. */
export function bindNoDrift(check: Check, source: string, binding: Binding): Unmeasured {
  const [unreadable] = relatedOf(source, binding).table.unreadable;
  const reason =
    unreadable === undefined
      ? `no column that is to be compared is in "${source}" as well`
      : `"${source}" cannot be read: ${unreadable.reason}`;
  return { kind: 'unmeasured', check, reason, isAllowed: false };
}

/** What of a column is compared, in SQL; null where it is left out, as infinite numbers and times are. */
function valueOn(axis: Axis, projection: Projection, name: string, dialect: Dialect): string {
  switch (axis) {
    case 'names':
      return `t${projection.place(name)}`;
    case 'numbers':
      return projection.number(name);
    case 'dates':
    case 'timestamps':
      return placeOf(`t${projection.place(name)}`, axis, dialect);
  }
}

/** The type of the engine that those values have, where many columns have it. */
function countedAs(axis: Axis, name: string, table: Table, plan: SourcePlan): CountedType | undefined {
  switch (axis) {
    case 'names':
      return plan.types.get(name) === 'string' || heldType(table, name, plan) === 'VARCHAR'
        ? 'text'
        : undefined;
    case 'timestamps':
      return 'whole';
    case 'numbers':
    case 'dates':
      return 'double';
  }
}

/** Rows whose values must be, or must not be, in another source. */
export function bindRelatedRows(
  check: Check,
  rule: RelatedRowRule,
  target: ProbeTarget,
  binding: Binding,
  expressions: readonly string[],
): Bound {
  const related = relatedOf(rule.source, binding);
  const columns = rule.kind === 'references' ? [rule.column] : check.columns;
  const missing = missingFrom(check, columns, related, binding);
  if (missing !== undefined) return missing;
  const unlike = incomparable(check, columns, related, binding) ?? withNaN(check, binding);
  if (unlike !== undefined) return unlike;
  const value = binding.projection.together(check.columns);
  const there = related.counts(`CASE WHEN good THEN ${related.projection.together(columns)} END`);
  const isThere = binding.dialect.isIn(value, there, check.columns.length > 1);
  const condition = `${value} IS NOT NULL AND ${rule.kind === 'references' ? 'NOT ' : ''}${isThere}`;
  return {
    kind: 'probe',
    check,
    probe: whereReadable(related, conditionProbe(target, condition)),
    expressions,
  };
}

/** Where NaN equals nothing, not even itself, a floating-point number cannot be looked up. */
function withNaN(check: Check, { table, dialect }: Binding): Unmeasured | undefined {
  const isFloating = ({ name, native }: Column) =>
    check.columns.includes(name) && (native === 'FLOAT' || native === 'DOUBLE');
  const column = dialect.nanIsGreatest ? undefined : table.columns.find(isFloating);
  if (column === undefined) return undefined;
  const reason = `"${column.name}" is ${column.native}, and floating-point numbers are not looked up in Athena`;
  return { kind: 'unmeasured', check, reason, isAllowed: false };
}

/** What is told of the table as a whole against another one. */
export function bindRelatedTable(check: Check, rule: RelatedTableRule, binding: Binding): Bound {
  const related = relatedOf(rule.source, binding);
  if (rule.kind === 'same-columns')
    return { kind: 'decided', check, problem: columnChanges(binding.table, related.table) };
  const probe: Probe = {
    asks: [() => ['count_if(good)']],
    tell(known) {
      const [rows, before] = [known.bigint('count_if(good)'), related.rows];
      if (before === 0n) return { kind: 'unmeasured', reason: `"${rule.source}" has no rows` };
      const change = Number(rows - before) / Number(before);
      const percent = Number((Math.abs(change) * 100).toPrecision(4));
      const words = change === 0 ? 'as many' : `${percent} % ${change < 0 ? 'fewer' : 'more'}`;
      const text = `${words} rows: ${rows}, and ${before} in ${rule.source}`;
      return { kind: 'figure', value: change, isFailing: Math.abs(change) > rule.max, text };
    },
  };
  return { kind: 'probe', check, probe: whereReadable(related, probe), expressions: [] };
}

/** Measured only where the other source can be read: its tables are not there otherwise. */
function whereReadable(related: Related, probe: Probe): Probe {
  return {
    asks: probe.asks.map((ask) => (known) => (related.broken === undefined ? ask(known) : [])),
    tell: (known, reader) =>
      related.broken === undefined
        ? probe.tell(known, reader)
        : { kind: 'unmeasured', reason: related.broken },
  };
}

function relatedOf(source: string, { related }: Binding): Related {
  const found = related.get(source);
  if (found === undefined) throw new Error(`"${source}" was not opened`);
  return found;
}

/** Why a check cannot be measured: a column is missing here or there, or holds something else. */
function missingFrom(
  check: Check,
  columns: readonly string[],
  related: Related,
  { table, plan }: Binding,
): Unmeasured | undefined {
  const here = unmeasured(check, check.columns, table, plan);
  if (here !== undefined || related.table.unreadable.length > 0) return here;
  const there =
    columns === check.columns
      ? unmeasured(check, columns, related.table, plan)
      : absent(check, columns, related.table, plan);
  return there && { ...there, reason: `${there.reason} in "${related.entry}"`, isAllowed: false };
}

/** Why values of here and there are not held against each other: the engine compares no text with a number. */
function incomparable(
  check: Check,
  columns: readonly string[],
  related: Related,
  { table, plan }: Binding,
): Unmeasured | undefined {
  for (const [at, name] of check.columns.entries()) {
    const other = columns[at] ?? name;
    const [here, there] = [heldType(table, name, plan), heldType(related.table, other, plan)];
    if (here === undefined || there === undefined || isAlike(here, there)) continue;
    const reason = `"${name}" is ${here}, and "${other}" is ${there} in "${related.entry}"`;
    return { kind: 'unmeasured', check, reason, isAllowed: false };
  }
  return undefined;
}

/** The engine's type of what a column is compared as; undefined where it is declared, and held against that. */
function heldType(table: Table, name: string, plan: SourcePlan): string | undefined {
  if (plan.types.has(name)) return undefined;
  return table.isText ? 'VARCHAR' : table.columns.find((column) => column.name === name)?.native;
}

async function relatedScope(
  check: Check,
  related: Related,
  { plan, expressions, dialect }: Binding,
): Promise<Unmeasured | { readonly scope: string }> {
  if (check.where === undefined) return { scope: 'good' };
  const { table, projection } = related;
  const chosen = await bindSql(check, check.where, { table, projection, plan, expressions, dialect });
  return 'kind' in chosen ? chosen : { scope: `good AND ${chosen.sql}` };
}

function nativeType(table: Table, name: string) {
  const native = table.columns.find((column) => column.name === name)?.native;
  return native === undefined || native === 'text' ? undefined : typeOfNative(native);
}

function columnChanges(table: Table, reference: Table): string | undefined {
  const of = ({ columns }: Table) => new Map(columns.map(({ name, native }) => [name, native]));
  const [here, there] = [of(table), of(reference)];
  const changes = [
    ...[...there].filter(([name]) => !here.has(name)).map(([name]) => `no "${name}"`),
    ...[...here].filter(([name]) => !there.has(name)).map(([name]) => `"${name}" is new`),
    ...[...here].flatMap(([name, native]) => {
      const before = there.get(name);
      return before === undefined || before === native ? [] : [`"${name}" is ${native} and was ${before}`];
    }),
  ];
  return changes.length === 0 ? undefined : changes.join(', ');
}
