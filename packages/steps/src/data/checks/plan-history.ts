import type { Check, HistoryRule } from './check.ts';
import { add, type Draft, mistake, type Path } from './draft.ts';
import { shareOf } from './plan-figures.ts';
import type { TableDocument } from './schema.ts';

/** Checks that have no figure: they pass or do not. */
const withoutFigure: ReadonlySet<string> = new Set([
  'header',
  'present',
  'strict',
  'ordered',
  'same-columns',
  'drift-of-all',
  'history',
]);

/** Plans how far figures may be from those of earlier runs. All other checks are planned before. */
export function planHistory(draft: Draft, table: TableDocument, at: Path): void {
  table.history?.forEach((entry, index) => {
    const path = [...at, 'history', index];
    const base = draft.checks.find(({ name }) => name === entry.check) ?? driftOf(draft, entry.check);
    if (base === undefined) mistake(draft, [...path, 'check'], `there is no check "${entry.check}"`);
    else if (withoutFigure.has(base.rule.kind))
      mistake(draft, [...path, 'check'], `"${entry.check}" has no figure`);
    const limits = [
      entry['max-difference'] === undefined ? [] : [`at most ${entry['max-difference']}`],
      entry['max-change'] === undefined ? [] : [`at most ${entry['max-change']}`],
      entry['max-z'] === undefined ? [] : [`a robust z of at most ${entry['max-z']}`],
    ].flat();
    if (limits.length === 0) mistake(draft, path, 'needs max-difference, max-change or max-z');
    const { last = 10, 'min-runs': minRuns = 3 } = entry;
    if (minRuns > last) mistake(draft, path, 'has a min-runs above its last');
    const rule: HistoryRule = {
      kind: 'history',
      check: entry.check,
      last,
      minRuns,
      ...(entry['max-difference'] !== undefined && { maxDifference: entry['max-difference'] }),
      ...(entry['max-change'] !== undefined && { maxChange: shareOf(entry['max-change']) }),
      ...(entry['max-z'] !== undefined && { maxZ: entry['max-z'] }),
    };
    const demand = `${limits.join(', ')} from the median of the last ${last} runs`;
    add(draft, {
      name: `${entry.check} history`,
      rule,
      columns: base?.columns ?? [],
      demand,
      path,
      options: [entry],
    });
  });
}

/** The drift of a declared column, where that is asked of all columns: it becomes a check when the source is open. */
function driftOf({ checks, types }: Draft, name: string): Pick<Check, 'rule' | 'columns'> | undefined {
  const column = [...types.keys()].find((each) => `${each} drift` === name);
  return checks.flatMap(({ rule }) =>
    column === undefined || rule.kind !== 'drift-of-all' || rule.except.includes(column)
      ? []
      : [{ rule: rule.ordered, columns: [column] }],
  )[0];
}
