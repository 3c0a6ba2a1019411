import type { DriftRule } from './check.ts';
import { add, type Draft, mistake, optionsOf, type Path, plainValue } from './draft.ts';
import type { Put } from './plan-column.ts';
import { shareOf } from './plan-figures.ts';
import type { ColumnDocument, ColumnType, TableDocument } from './schema.ts';

/** Figures above which drift is told: those that the field takes for a small and for a large effect. */
const thresholds: Readonly<Record<DriftRule['measure'], { readonly warn: number; readonly fail: number }>> = {
  psi: { warn: 0.1, fail: 0.25 },
  'jensen-shannon': { warn: 0.1, fail: 0.2 },
  'kolmogorov-smirnov': { warn: 0.1, fail: 0.2 },
  wasserstein: { warn: 0.1, fail: 0.25 },
  'chi-square': { warn: 0.1, fail: 0.3 },
};

/** Without any drift, the psi of ten bins is about 9 (1/n + 1/m): with so many rows less than half of what warns. */
const leastRows = 500;

/** True for measures that only numbers have. */
export function isOfNumbers(measure: unknown): boolean {
  return measure === 'kolmogorov-smirnov' || measure === 'wasserstein';
}

/** Plans how far the values of a column may have moved. */
export function planDrift(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  const form = column.drift;
  if (form === undefined || form === false) return;
  const at = [...path, 'drift'];
  const said = typeof form === 'object' ? form : {};
  const measure = typeof form === 'string' ? form : (said.measure ?? 'psi');
  if (isOfNumbers(measure) && type !== 'integer' && type !== 'number')
    mistake(draft, at, `${measure} is for columns of numbers`);
  const source = referenceOf(draft, at);
  const { warn, fail } = said.warn === undefined && said.fail === undefined ? thresholds[measure] : said;
  if (warn !== undefined && fail !== undefined && warn > fail)
    mistake(draft, at, 'has a warn above its fail');
  const rule: DriftRule = {
    kind: 'drift',
    source,
    measure,
    bins: said.bins ?? 'quantiles',
    minRows: said['min-rows'] ?? leastRows,
    ...(warn === undefined ? {} : { warn }),
    ...(fail === undefined ? {} : { fail }),
  };
  const { where, description, owner, tags } = said;
  // how bad it is stands in the thresholds; what the column says of severity is not for them
  const options = {
    where,
    description,
    owner,
    tags,
    severity: fail === undefined ? 'warn' : 'error',
  } as const;
  put('drift', rule, `${measure} at most ${fail ?? warn} against ${source}`, options);
}

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

function referenceOf(draft: Draft, path: Path): string {
  if (draft.reference === undefined)
    mistake(draft, path, 'needs a reference', 'name one: reference: data/last-release.parquet');
  return draft.reference ?? '';
}
