import { add, type Draft, defined, describeRange, mistake, type Path } from './draft.ts';
import { shareOf } from './plan-figures.ts';
import type { TableDocument } from './schema.ts';

/** Plans the figures that are written as SQL over aggregates of all rows. */
export function planMetrics(draft: Draft, table: TableDocument, at: Path): void {
  table.metrics?.forEach((entry, index) => {
    const path = [...at, 'metrics', index];
    const { min, max } = entry;
    if (min === undefined && max === undefined) mistake(draft, path, 'needs min, max or both');
    const range = defined({ min: numberOf(min), max: numberOf(max) });
    if (range.min !== undefined && range.max !== undefined && range.min > range.max)
      mistake(draft, [...path, 'min'], 'is above max');
    const sql = entry.sql.trim();
    add(draft, {
      name: entry.name ?? sql,
      rule: {
        kind: 'metric',
        sql: entry.sql,
        range,
        isShare: [min, max].some((bound) => typeof bound === 'string'),
      },
      columns: [],
      demand: `${sql}: ${describeRange({ min, max })}`,
      path: [...path, 'sql'],
      options: [entry],
    });
  });
}

type Bound = number | string | undefined;

function numberOf(bound: Bound): number | undefined {
  return typeof bound === 'string' ? shareOf(bound) : bound;
}
