import { type Problem, suggest } from '@ml-ci/core';
import type { SourcePlan } from '../checks/check.ts';
import type { ParsedChecks } from '../checks/document.ts';
import { planSource } from '../checks/plan.ts';
import type { QuerySource, RelatedSource } from './source-plans.ts';

const prefix = 'query:';

/** True for an entry that is the result of a query of the checks file. */
export const isQuery = (entry: string): boolean => entry.startsWith(prefix);

/** A table of the checks file, with the types that its columns have. */
interface PlannedTable {
  readonly name: string;
  readonly entry: string;
  readonly plan: SourcePlan;
  readonly problems: readonly Problem[];
}

/** The tables that queries read: their columns are typed as those of a source. */
export function planTables(checks: ParsedChecks, reference?: string): readonly PlannedTable[] {
  const { document } = checks;
  return Object.entries(document.tables ?? {}).map(([name, entry]) => {
    const key = document.sources?.[entry] === undefined ? undefined : entry;
    return { name, entry, ...planSource(document, key, checks, reference) };
  });
}

/** A query as a source: the files are those of its tables. */
export function querySource(entry: string, tables: QuerySource['tables']): RelatedSource {
  const files = [...new Set(tables.flatMap(({ opened }) => opened.source.files))];
  return {
    source: { entry, format: 'query', isTabbed: false, isPartitioned: false, files },
    csv: undefined,
    query: { name: entry.slice(prefix.length), tables },
  };
}

/** Entries that name a query which is not there. */
export function strayQueries({ document, fileName }: ParsedChecks, entries: readonly string[]): Problem[] {
  const names = Object.keys(document.queries ?? {});
  return entries
    .filter((entry) => isQuery(entry) && !names.includes(entry.slice(prefix.length)))
    .map((entry) => ({
      name: entry,
      message: 'is no query of the checks file',
      place: fileName,
      fix: suggest(entry.slice(prefix.length), names),
    }));
}
