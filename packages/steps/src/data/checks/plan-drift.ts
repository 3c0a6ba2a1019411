import type { DriftRule } from './check.ts';
import { add, type Draft, mistake, type Path, plainValue } from './draft.ts';
import type { Put } from './plan-column.ts';
import { referenceOf } from './plan-related.ts';
import type { ColumnDocument, ColumnType, TableDocument } from './schema.ts';

type Measure = DriftRule['measure'];
type ColumnForm = Exclude<NonNullable<ColumnDocument['drift']>, false>;
type TableForm = Exclude<NonNullable<TableDocument['drift']>, false>;

/** Figures above which drift is told: those that the field takes for a small and for a large effect. */
const thresholds: Readonly<Record<Measure, { readonly warn: number; readonly fail: number }>> = {
  psi: { warn: 0.1, fail: 0.25 },
  'jensen-shannon': { warn: 0.1, fail: 0.2 },
  'kolmogorov-smirnov': { warn: 0.1, fail: 0.2 },
  wasserstein: { warn: 0.1, fail: 0.25 },
  'chi-square': { warn: 0.1, fail: 0.3 },
};

/** Without any drift, the psi of ten bins is about 9 (1/n + 1/m): with so many rows less than half of what warns. */
const leastRows = 500;

/** True for measures that only ordered values have: numbers, dates and timestamps. */
export function isOfOrder(measure: unknown): boolean {
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
  const measure = measureOf(form);
  if (isOfOrder(measure) && (type === undefined || type === 'string' || type === 'boolean'))
    mistake(draft, at, `${measure} is for columns of numbers, dates and timestamps`);
  const rule = ruleOf(draft, form, at);
  put('drift', rule, driftDemand(rule), optionsIn(form, rule));
}

/** Plans the drift of every column that does not say it for itself. */
export function planDriftOfAll(draft: Draft, table: TableDocument, path: Path): void {
  const form = table.drift;
  if (form === undefined || form === false) return;
  const ordered = ruleOf(draft, form, path);
  const { source, fail } = ordered;
  const names = isOfOrder(ordered.measure)
    ? { ...ordered, measure: 'psi' as const, ...thresholds.psi }
    : ordered;
  // what is only to warn does so by each measure
  const { fail: _, ...warning } = names;
  const left = typeof form === 'object' ? (form.except ?? []) : [];
  add(draft, {
    name: 'drift',
    rule: {
      kind: 'drift-of-all',
      source,
      except: [...new Set([...left, ...ownDrift(table), ...keys(table)])],
      ordered,
      names: fail === undefined ? warning : names,
    },
    columns: [],
    demand: `${ordered.measure} of each column at most ${fail ?? ordered.warn} against ${source}`,
    path,
    options: [optionsIn(form, ordered)],
  });
}

/** What a drift is held to, for the reader. */
export function driftDemand({ measure, warn, fail, source }: DriftRule): string {
  return `${measure} at most ${fail ?? warn} against ${source}`;
}

function ownDrift({ columns }: TableDocument): readonly string[] {
  return Object.entries(columns ?? {}).flatMap(([name, { drift }]) => (drift === undefined ? [] : [name]));
}

/** Columns whose values are new in each release. */
function keys({ columns, unique }: TableDocument): readonly string[] {
  const declared = Object.entries(columns ?? {}).flatMap(([name, column]) =>
    column.unique !== undefined && plainValue(column.unique) ? [name] : [],
  );
  const listed = (unique ?? []).map((entry) => ('columns' in entry ? entry.columns : entry));
  return [...declared, ...listed.filter(({ length }) => length === 1).flat()];
}

function measureOf(form: ColumnForm | TableForm): Measure {
  if (typeof form === 'string') return form;
  return (typeof form === 'object' ? form.measure : undefined) ?? 'psi';
}

function ruleOf(draft: Draft, form: ColumnForm | TableForm, at: Path): DriftRule {
  const said = typeof form === 'object' ? form : {};
  const measure = measureOf(form);
  const source = referenceOf(draft, at);
  const { warn, fail } = said.warn === undefined && said.fail === undefined ? thresholds[measure] : said;
  if (warn !== undefined && fail !== undefined && warn > fail)
    mistake(draft, at, 'has a warn above its fail');
  return {
    kind: 'drift',
    source,
    measure,
    bins: said.bins ?? 'quantiles',
    minRows: said['min-rows'] ?? leastRows,
    ...(warn === undefined ? {} : { warn }),
    ...(fail === undefined ? {} : { fail }),
  };
}

/** How bad drift is stands in its thresholds; what a column says of severity is not for them. */
function optionsIn(form: ColumnForm | TableForm, { fail }: DriftRule) {
  const { where, description, owner, tags } = typeof form === 'object' ? form : {};
  return { where, description, owner, tags, severity: fail === undefined ? 'warn' : 'error' } as const;
}
