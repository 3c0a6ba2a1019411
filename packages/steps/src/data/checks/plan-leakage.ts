import { add, type Draft, mistake, type Path } from './draft.ts';
import { shareOf } from './plan-figures.ts';
import type { TableDocument } from './schema.ts';

const defaults = { max: '95%', minRows: 200 } as const;

/** Plans that no column gives a label away. */
export function planLeakage(draft: Draft, table: TableDocument, at: Path): void {
  table.leakage?.forEach((entry, index) => {
    const path = [...at, 'leakage', index];
    const { label, columns, except = [], max = defaults.max } = entry;
    assertNamedOnce(draft, [...path, 'columns'], columns ?? [], label);
    assertNamedOnce(draft, [...path, 'except'], except, label);
    const both = columns?.find((name) => except.includes(name));
    if (both !== undefined) mistake(draft, [...path, 'except'], `has "${both}", which columns has as well`);
    const words = typeof max === 'number' ? `${Number((max * 100).toPrecision(15))}%` : max;
    add(draft, {
      name: `${label} leakage`,
      rule: {
        kind: 'leakage',
        label,
        ...(columns === undefined ? {} : { features: columns }),
        except,
        range: { max: typeof max === 'number' ? max : shareOf(max) },
        minRows: entry['min-rows'] ?? defaults.minRows,
      },
      columns: [label, ...(columns ?? [])],
      demand: `no other column tells "${label}" in more than ${words} of the rows that its most common value is wrong for`,
      path,
      options: [entry],
    });
  });
}

function assertNamedOnce(draft: Draft, path: Path, names: readonly string[], label: string): void {
  if (names.includes(label)) mistake(draft, path, `has "${label}", which is the label`);
  if (new Set(names).size < names.length) mistake(draft, path, 'names a column twice');
}
