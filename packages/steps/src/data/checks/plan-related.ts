import { add, type Draft, mistake, optionsOf, type Path, plainValue } from './draft.ts';
import type { Put } from './plan-column.ts';
import { shareOf } from './plan-figures.ts';
import type { ColumnDocument, TableDocument } from './schema.ts';

/** Plans that the values of a column are those of another source. */
export function planReferences(name: string, column: ColumnDocument, put: Put): void {
  const form = column.references;
  if (form === undefined) return;
  const { source, column: other = name } = 'value' in form ? form.value : form;
  const demand = `a value of "${other}" in ${source}`;
  put('references', { kind: 'references', source, column: other }, demand, optionsOf(form));
}

/** Plans what a table is held to as a whole. */
export function planRelatedTable(
  draft: Draft,
  table: TableDocument,
  whereIs: (part: keyof TableDocument) => Path,
): void {
  const change = table['row-change'];
  if (change !== undefined) {
    const path = whereIs('row-change');
    const source = referenceOf(draft, path);
    const most = plainValue(change);
    add(draft, {
      name: 'row-change',
      rule: { kind: 'row-change', source, max: shareOf(most) },
      columns: [],
      demand: `at most ${most} more or fewer rows than ${source}`,
      path,
      options: [optionsOf(change)],
    });
  }
  const same = table['same-columns'];
  if (same === undefined || !plainValue(same)) return;
  const path = whereIs('same-columns');
  const source = referenceOf(draft, path);
  add(draft, {
    name: 'same-columns',
    rule: { kind: 'same-columns', source },
    columns: [],
    demand: `the columns of ${source}`,
    path,
    options: [optionsOf(same)],
  });
}

/** Plans that no row is in another source as well. */
export function planOverlaps(draft: Draft, table: TableDocument, at: Path): void {
  table.overlap?.forEach((entry, index) => {
    add(draft, {
      name: `overlap with ${entry.with}`,
      rule: { kind: 'overlap', source: entry.with },
      columns: entry.columns,
      demand: `no row of ${entry.with}, by ${entry.columns.join(', ')}`,
      path: [...at, 'overlap', index],
      options: [entry],
    });
  });
}

/** The source that drift and changes are told against; a mistake where there is none. */
export function referenceOf(draft: Draft, path: Path): string {
  if (draft.reference === undefined)
    mistake(draft, path, 'needs a reference', 'name one: reference: data/last-release.parquet');
  return draft.reference ?? '';
}
