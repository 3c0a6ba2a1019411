import type { Check, DriftOfAllRule } from '../checks/check.ts';
import { unlike } from '../checks/plan.ts';
import { driftDemand } from '../checks/plan-drift.ts';
import { axisOf } from '../drift/axis.ts';
import type { Binding } from './bind.ts';

/**
 * The checks of a source, with one for each column where the drift of all is asked: those that the source and its reference
 * both have, and whose type is one that a column can be declared with. Where there is none, the check stays as it is.
 */
export function withDriftColumns(
  checks: readonly Check[],
  binding: Pick<Binding, 'table' | 'plan' | 'related'>,
): readonly Check[] {
  return unlike(
    checks.flatMap((check) => {
      const { rule } = check;
      if (rule.kind !== 'drift-of-all') return [check];
      const columns = driftColumns(check, rule, binding);
      return columns.length === 0 ? [check] : columns;
    }),
  );
}

function driftColumns(
  check: Check,
  { source, except, ordered, names }: DriftOfAllRule,
  { table, plan, related }: Pick<Binding, 'table' | 'plan' | 'related'>,
): readonly Check[] {
  const there = new Set(related.get(source)?.table.columns.map(({ name }) => name));
  return table.columns
    .filter(({ name }) => there.has(name) && !except.includes(name))
    .flatMap(({ name, type: native }): Check[] => {
      const declared = plan.types.get(name);
      const type = declared ?? native;
      if (type === 'other') return [];
      const rule = axisOf(type) === 'names' ? names : ordered;
      const isGuess = declared === undefined && table.isText;
      const demand = `${driftDemand(rule)}${isGuess ? ', as text: its type is not declared' : ''}`;
      return [{ ...check, name: `${name} drift`, rule, columns: [name], demand }];
    });
}
