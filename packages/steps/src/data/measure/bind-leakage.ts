import type { Check, LeakageRule } from '../checks/check.ts';
import type { ColumnType } from '../checks/schema.ts';
import type { LabelColumn } from '../leakage/label.ts';
import { type Feature, leakageProbe } from '../leakage/leakage-probe.ts';
import type { Binding, Bound } from './bind.ts';
import { unmeasured } from './columns.ts';
import { inScope, type ProbeTarget } from './probe.ts';

/** How far the columns of the source give one of them away. */
export function bindLeakage(
  check: Check,
  rule: LeakageRule,
  target: ProbeTarget,
  binding: Binding,
  expressions: readonly string[],
): Bound {
  const { table, plan } = binding;
  const names = featuresOf(rule, binding);
  const named: Check = { ...check, columns: [rule.label, ...names] };
  const missing = unmeasured(named, [rule.label], table, plan) ?? unmeasured(named, names, table, plan);
  if (missing !== undefined) return missing;
  if (names.length === 0)
    return { kind: 'unmeasured', check: named, reason: 'there is no other column', isAllowed: false };
  const probe = leakageProbe(rule, {
    label: labelColumn(rule.label, target, binding),
    features: names.map((name) => featureOf(name, binding)),
    isReadWhole: table.isText,
  });
  return { kind: 'probe', check: named, probe, expressions };
}

/** Those that are named, less those that may be absent and are; or all others. */
function featuresOf({ label, features, except }: LeakageRule, { table, plan }: Binding): readonly string[] {
  const there = table.columns.map(({ name }) => name);
  const asked = features?.filter((name) => there.includes(name) || !plan.optional.has(name));
  return (asked ?? there).filter((name) => name !== label && !except.includes(name));
}

function labelColumn(name: string, target: ProbeTarget, binding: Binding): LabelColumn {
  const { projection, dialect, table, counts } = binding;
  const type = typeOf(name, binding);
  const cell = `t${projection.place(name)}`;
  // of rows that cannot be used there is no label
  const scoped = (sql: string) => `CASE WHEN ${target.scope} THEN ${sql} END`;
  switch (type) {
    case 'integer':
    case 'number': {
      const value = inScope(projection.number(name), target);
      return { value, counts: counts.want(value), number: (x) => x };
    }
    case 'date':
    case 'timestamp': {
      const value = scoped(`CAST(${dialect.epochMs(cell)} AS DOUBLE)`);
      return { value, counts: counts.want(value), number: (x) => x };
    }
    case undefined: {
      const value = scoped(cell);
      return { value, counts: counts.want(value), number: finite };
    }
    default: {
      const value = scoped(cell);
      return { value, counts: counts.want(value) };
    }
  }
  function finite(text: string): string {
    const number = table.typed(text, 'number');
    return `CASE WHEN ${dialect.isFinite(number)} THEN ${number} END`;
  }
}

function featureOf(name: string, binding: Binding): Feature {
  const { projection, dialect, table } = binding;
  const at = projection.place(name);
  const value = `t${at}`;
  switch (typeOf(name, binding)) {
    case 'other':
      // what has no values that are compared is there or not
      return { name, value: `k${at} IS NOT NULL`, orders: [] };
    case 'boolean':
      return { name, value, orders: [] };
    case 'integer':
    case 'date':
    case 'timestamp':
    case 'string':
      return { name, value, orders: [{ sql: 'v' }] };
    case 'number':
      return { name, value, orders: [{ sql: 'v', isNaN: dialect.isNaN('v') }] };
    case undefined: {
      const number = table.typed('v', 'number');
      const asNumber = { sql: number, isNaN: dialect.isNaN(number), holds: `${number} IS NOT NULL` };
      return { name, value, orders: [asNumber, { sql: 'v' }] };
    }
  }
}

/** Undefined for text of which nothing is declared. */
function typeOf(name: string, { table, plan }: Binding): ColumnType | 'other' | undefined {
  return plan.types.get(name) ?? table.columns.find((column) => column.name === name)?.type;
}
