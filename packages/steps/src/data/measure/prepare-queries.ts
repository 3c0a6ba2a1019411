import { type Problem, StepError } from '@ml-ci/core';
import type { ParsedChecks } from '../checks/document.ts';
import type { Engine } from '../engine/engine.ts';
import { parseQuery } from '../expression/query.ts';
import type { PlannedSource, RelatedSource } from '../sources/source-plans.ts';
import type { NamedQuery } from './query-table.ts';

/** Has the engine read every query of the checks file before any data, by their names. All mistakes are reported at once. */
export async function prepareQueries(
  engine: Engine,
  { document, fileName, lineOf }: ParsedChecks,
): Promise<ReadonlyMap<string, NamedQuery>> {
  const problems: Problem[] = [];
  const queries = new Map<string, NamedQuery>();
  const tables = Object.keys(document.tables ?? {});
  for (const [name, sql] of Object.entries(document.queries ?? {})) {
    const line = lineOf(['queries', name]);
    const parsed = await parseQuery(engine, sql, tables);
    if (parsed.ok) queries.set(name, { ...parsed.query, name, line });
    else problems.push({ name: `queries.${name}`, message: parsed.reason, place: `${fileName}:${line}` });
  }
  if (problems.length === 0) return queries;
  throw new StepError('CHECK_SQL_FORBIDDEN', {
    message: `the checks file "${fileName}" has queries that are not one SELECT over its tables`,
    fix: 'write one SELECT over the names under tables, with deterministic functions',
    problems,
  });
}

/** The same sources, where those that are queries have the files of the tables that they read, and no others. */
export function withReadFiles(
  planned: readonly PlannedSource[],
  queries: ReadonlyMap<string, NamedQuery>,
): readonly PlannedSource[] {
  const narrowed = <S extends RelatedSource>(one: S): S => {
    const read = queries.get(one.query?.name ?? '');
    if (one.query === undefined || read === undefined) return one;
    const files = one.query.tables
      .filter(({ name }) => read.tables.includes(name))
      .flatMap(({ opened }) => opened.source.files);
    return { ...one, source: { ...one.source, files: [...new Set(files)] } };
  };
  return planned.map((one) => ({
    ...narrowed(one),
    related: new Map([...one.related].map(([entry, other]) => [entry, narrowed(other)])),
  }));
}
