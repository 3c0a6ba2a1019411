import { StepError } from '@ml-ci/core';
import { isHistory, type SourcePlan } from '../checks/check.ts';
import type { Engine } from '../engine/engine.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import type { ParsedMetric } from '../expression/metric.ts';
import type { SourceResult } from '../report/report.ts';
import { judge } from '../report/verdict.ts';
import { withheld } from '../report/visibility.ts';
import { digestFile, type FileDigest, guardFiles } from '../sources/digest.ts';
import { openParquet } from '../sources/parquet/parquet-table.ts';
import type { PlannedSource, RelatedSource } from '../sources/source-plans.ts';
import type { Source } from '../sources/sources.ts';
import { type Table, unreadableTable } from '../sources/table.ts';
import { openCsv } from '../sources/text/csv-table.ts';
import { openJsonLines } from '../sources/text/jsonl-table.ts';
import { type Bound, bind } from './bind.ts';
import { withDriftColumns } from './drift-columns.ts';
import { measure } from './measure.ts';
import { Projection } from './projection.ts';
import { type NamedQuery, openQuery, type QueryInput } from './query-table.ts';
import { Related } from './related.ts';
import { takeSamples } from './samples.ts';
import { ValueCounts } from './value-counts.ts';

/** What is needed besides the source. */
export interface CheckOptions {
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  readonly metrics: ReadonlyMap<string, ParsedMetric>;
  /** Unlike that of every other source of the run. */
  readonly id: string;
  /** Failing rows that are named for each check. */
  readonly maxFindings: number;
  /** What ages are counted to. */
  readonly nowMs: number;
  /** Only so many rows of the source are read, the first ones. */
  readonly sampleRows?: number | undefined;
}

/** What reads the rows of a source. */
export interface Backend {
  readonly engine: Engine;
  openTable(source: RelatedSource, plan: Pick<SourcePlan, 'types'>, id: string): Promise<Table>;
  readonly takeSamples: typeof takeSamples;
  /** What reading costs, where it is paid for by the byte. */
  scannedBytes?(): number;
}

/** The engine of this machine. */
export function localBackend(engine: Engine, queries: ReadonlyMap<string, NamedQuery>): Backend {
  return {
    engine,
    openTable: (source, plan, id) => openTable(engine, source, plan, { id, queries }),
    takeSamples,
  };
}

/** Measures and judges one source. Its files are hashed while the engine reads them. */
export async function checkSource(
  backend: Backend,
  planned: PlannedSource,
  options: CheckOptions & { readonly signal: AbortSignal },
): Promise<SourceResult> {
  const all = [planned.source, ...[...planned.related.values()].map(({ source }) => source)];
  const assertUnchanged = await guardFiles(all.flatMap(({ files }) => files));
  const [digests, checked] = await Promise.all([
    options.sampleRows === undefined ? digestAll(planned, options.signal) : namesOf(planned),
    checkRows(backend, planned, options),
  ]);
  await assertUnchanged();
  const scannedBytes = backend.scannedBytes?.();
  return { ...checked, ...digests, ...(scannedBytes !== undefined && { scannedBytes }) };
}

async function digestAll({ source, related }: PlannedSource, signal: AbortSignal) {
  const of = async ({ files }: Source) => {
    const digests: FileDigest[] = [];
    for (const file of files) digests.push(await digestFile(file, signal));
    return digests;
  };
  const files = await of(source);
  const others: { readonly entry: string; readonly files: readonly FileDigest[] }[] = [];
  for (const [entry, other] of related) others.push({ entry, files: await of(other.source) });
  return { files, ...(others.length > 0 && { related: others }) };
}

/** Of a sample nobody knows the digest. */
function namesOf({ source, related }: PlannedSource): Pick<SourceResult, 'files' | 'related'> {
  const of = ({ files }: Source) => files.map(({ name }) => ({ name }));
  const others = [...related].map(([entry, other]) => ({ entry, files: of(other.source) }));
  return { files: of(source), ...(others.length > 0 && { related: others }) };
}

/** Measures and judges the rows of one source. */
export async function checkRows(
  backend: Backend,
  planned: PlannedSource,
  { maxFindings, nowMs, sampleRows, expressions, metrics, id }: CheckOptions,
): Promise<Omit<SourceResult, 'files' | 'related'>> {
  const { source, plan } = planned;
  const { engine } = backend;
  const { dialect } = engine;
  const table = await backend.openTable(planned, plan, id);
  const projection = new Projection(table, plan, dialect);
  const counts = new ValueCounts(id, dialect);
  const related = await openRelated(backend, planned, id);
  const binding = {
    table,
    plan,
    dialect,
    projection,
    expressions,
    metrics,
    counts,
    related,
    numbers: {
      most: engine.mostValues,
      rows: Math.min(table.mostRows, sampleRows ?? Number.POSITIVE_INFINITY),
    },
    nowMs,
    isSample: sampleRows !== undefined,
  };
  const bounds: Bound[] = [];
  const checks = withDriftColumns(
    plan.checks.filter((each) => !isHistory(each)),
    binding,
  );
  for (const check of checks) bounds.push(await bind(check, binding));
  for (const other of related.values()) await other.read(engine);
  const measurable = { id, table, projection, counts, sampleRows };
  const figures = await measure(engine, measurable, bounds, maxFindings);
  const findings = judge(figures.measured, figures.rows);
  const samples = await backend.takeSamples(engine, measurable, figures, findings, maxFindings);
  return {
    entry: source.entry,
    format: source.format,
    rows: figures.rows,
    columns: table.columns,
    pii: plan.pii,
    findings: findings.map((finding, at) => ({
      ...withheld(finding, plan.pii),
      samples: samples.get(at) ?? [],
    })),
  };
}

async function openRelated(
  { engine, openTable: open }: Backend,
  { related, plan }: PlannedSource,
  id: string,
): Promise<ReadonlyMap<string, Related>> {
  const opened = new Map<string, Related>();
  for (const [entry, other] of related) {
    const own = `${id}_${opened.size}`;
    opened.set(entry, new Related(entry, await open(other, plan, own), plan, own, engine.dialect));
  }
  return opened;
}

/** What a table of the engine is opened with. */
interface TableOptions {
  /** Unlike that of every other source of the run. */
  readonly id: string;
  readonly queries: ReadonlyMap<string, NamedQuery>;
}

/** Opens the files of a source in whichever form they have, or a query over them. */
export async function openTable(
  engine: Engine,
  { source, csv, query }: RelatedSource,
  { types }: Pick<SourcePlan, 'types'>,
  { id, queries }: TableOptions,
): Promise<Table> {
  const broken = source.files.flatMap(({ name, broken: reason }) =>
    reason === undefined ? [] : [{ file: name, reason }],
  );
  if (broken.length > 0) return unreadableTable(source, broken);
  switch (source.format) {
    case 'csv':
      return openCsv(source, csv, id);
    case 'jsonl':
      return openJsonLines(engine, source, id);
    case 'parquet':
    case 'arrow':
      return openParquet(engine, source, types);
    case 'query': {
      const parsed = queries.get(query?.name ?? '');
      if (query === undefined || parsed === undefined) throw new Error(`"${source.entry}" was not parsed`);
      const inputs: QueryInput[] = [];
      for (const { name, opened, plan } of query.tables.filter((one) => parsed.tables.includes(one.name))) {
        const table = await openTable(engine, opened, plan, { id: `${id}_${name}`, queries });
        inputs.push({ name, entry: opened.source.entry, table, plan });
      }
      return openQuery(engine, source, parsed, inputs, id);
    }
    case 'athena':
      throw new StepError('SOURCE_INVALID', {
        message: `the source "${source.entry}" is in Athena, and this is done with files only`,
        fix: 'name a file: some rows of the table are enough for a first draft',
      });
  }
}
