import type { Problem } from '@ml-ci/core';
import type { Check, SourcePlan } from './check.ts';
import type { LineOf } from './document.ts';
import {
  add,
  type Draft,
  defined,
  describeRange,
  mistake,
  one,
  optionsOf,
  type Path,
  plainValue,
} from './draft.ts';
import { anyFails } from './limit.ts';
import { planColumn } from './plan-column.ts';
import { planDriftOfAll } from './plan-drift.ts';
import { planHistory } from './plan-history.ts';
import { planLeakage } from './plan-leakage.ts';
import { planMetrics } from './plan-metrics.ts';
import { planOverlaps, planRelatedTable } from './plan-related.ts';
import type { ChecksDocument, TableDocument } from './schema.ts';

/** The checks of the source whose block in the document is `key`, or of one without a block. */
export function planSource(
  document: ChecksDocument,
  key: string | undefined,
  { lineOf, fileName }: { readonly lineOf: LineOf; readonly fileName: string },
  /** Instead of the one of the document. */
  reference?: string,
): { readonly plan: SourcePlan; readonly problems: readonly Problem[] } {
  const own = key === undefined ? {} : (document.sources?.[key] ?? {});
  const draft: Draft = {
    lineOf,
    fileName,
    checks: [],
    problems: [],
    types: new Map(),
    formats: new Map(),
    optional: new Set(),
    reference: reference ?? own.reference ?? document.reference,
  };
  const at: Path = key === undefined ? [] : ['sources', key];
  draft.checks.push(
    builtIn('readable', 'every row can be read'),
    builtIn('header', 'each column has its own name'),
  );
  const isOwnColumn = (name: string) => own.columns !== undefined && name in own.columns;
  const table = merged(document, own);
  planTable(draft, table, (part) => (part in own ? at : []));
  for (const [name, column] of Object.entries(table.columns ?? {})) {
    planColumn(draft, name, column, [...(isOwnColumn(name) ? at : []), 'columns', name]);
  }
  planRelatedTable(draft, table, (part) => [...(part in own ? at : []), part]);
  const lists = [...(document.unique ?? []), ...(own.unique ?? [])];
  planDriftOfAll(draft, { ...table, unique: lists }, [...('drift' in own ? at : []), 'drift']);
  planLists(draft, document, []);
  if (key !== undefined) planLists(draft, own, at);
  planHistory(draft, document, []);
  if (key !== undefined) planHistory(draft, own, at);
  return {
    plan: {
      checks: unlike(draft.checks),
      types: draft.types,
      formats: draft.formats,
      nanIsNull: merged(document, own)['nan-is-null'] === true,
      optional: draft.optional,
      pii: piiOf(document, own),
    },
    problems: draft.problems,
  };
}

/** A source that says more of a column does not make its data less personal, unless it says so. */
function piiOf(shared: TableDocument, own: TableDocument): ReadonlySet<string> {
  const names = Object.keys({ ...shared.columns, ...own.columns });
  return new Set(names.filter((name) => own.columns?.[name]?.pii ?? shared.columns?.[name]?.pii ?? false));
}

function merged(shared: TableDocument, own: TableDocument): TableDocument {
  return { ...shared, ...own, columns: { ...shared.columns, ...own.columns } };
}

function planTable(draft: Draft, table: TableDocument, whereIs: (part: keyof TableDocument) => Path): void {
  planRowCount(draft, table['row-count'], [...whereIs('row-count'), 'row-count']);
  const columns = Object.keys(table.columns ?? {});
  for (const kind of ['strict', 'ordered'] as const) {
    const form = table[kind];
    const path = [...whereIs(kind), kind];
    if (form === undefined || !plainValue(form)) continue;
    if (columns.length === 0) mistake(draft, path, 'needs columns to compare with');
    const demand = kind === 'strict' ? 'no column besides those listed' : 'the columns in the order listed';
    add(draft, {
      name: kind,
      rule: { kind },
      columns,
      demand,
      path,
      options: [optionsOf(form)],
    });
  }
}

function planRowCount(draft: Draft, form: TableDocument['row-count'], path: Path): void {
  const raw = form === undefined ? { min: 1 } : plainValue(form);
  const range =
    typeof raw === 'number'
      ? { min: raw, max: raw }
      : { min: raw.min ?? 1, ...('max' in raw ? { max: raw.max } : {}) };
  add(draft, {
    name: 'row-count',
    rule: { kind: 'row-count', range: defined(range) },
    columns: [],
    demand: `${describeRange(range)} ${one(range) ? 'row' : 'rows'}`,
    path,
    options: [optionsOf(form)],
  });
}

/** Lists add up: those of the file and those of the source. */
function planLists(draft: Draft, table: TableDocument, at: Path): void {
  table.unique?.forEach((entry, index) => {
    const columns = 'columns' in entry ? entry.columns : entry;
    const path = [...at, 'unique', index];
    if (new Set(columns).size < columns.length) mistake(draft, path, 'names a column twice');
    const options = 'columns' in entry ? entry : {};
    add(draft, {
      name: `${columns.join(', ')} unique`,
      rule: { kind: 'unique', ...('nulls' in options && options.nulls === 'equal' && { nulls: 'equal' }) },
      columns,
      demand: columns.length === 1 ? 'no value twice' : 'unique together',
      path,
      options: [options],
    });
  });
  planOverlaps(draft, table, at);
  planLeakage(draft, table, at);
  table.expressions?.forEach((entry, index) => {
    const path = [...at, 'expressions', index, 'sql'];
    const rule = { kind: 'expression', sql: entry.sql } as const;
    add(draft, {
      name: entry.name ?? entry.sql.trim(),
      rule,
      columns: [],
      demand: entry.sql.trim(),
      path,
      options: [entry],
    });
  });
  planMetrics(draft, table, at);
}

function builtIn(kind: 'readable' | 'header', demand: string): Check {
  return { name: kind, rule: { kind }, columns: [], limits: anyFails, demand, line: 1 };
}

/** Names that stand twice get a number, so that every check of a source has its own. */
export function unlike(checks: readonly Check[]): Check[] {
  const seen = new Map<string, number>();
  return checks.map((check) => {
    const times = (seen.get(check.name) ?? 0) + 1;
    seen.set(check.name, times);
    return times === 1 ? check : { ...check, name: `${check.name} (${times})` };
  });
}
