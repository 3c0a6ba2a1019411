import { join } from 'node:path';
import { type Problem, StepError, suggest } from '@ml-ci/core';
import { athenaSource, isAthena } from '../athena/entry.ts';
import type { Check, SourcePlan } from '../checks/check.ts';
import { checksInvalid, type ParsedChecks } from '../checks/document.ts';
import { planSource } from '../checks/plan.ts';
import type { ChecksDocument, CsvDocument } from '../checks/schema.ts';
import type { DuckDb } from '../engine/duckdb.ts';
import type { Context } from '../validate-data/index.ts';
import { arrowAsParquet } from './arrow/file.ts';
import { arePartitions } from './parquet/partitions.ts';
import { unpackedName } from './plain/compression.ts';
import { plainFile } from './plain/plain-file.ts';
import { isQuery, planTables, querySource, strayQueries } from './query-plans.ts';
import { type FetchOptions, fetchObjects, isS3 } from './s3/source.ts';
import { sampleText } from './sample.ts';
import { findFiles, formatOf, type Source, type SourceFile, stage } from './sources.ts';
import type { Spill } from './spill.ts';
import { dialectOf } from './text/csv-dialect.ts';
import { wantedColumns } from './used-columns.ts';

/** A source, its checks and how it is written. */
export interface PlannedSource extends RelatedSource {
  readonly plan: SourcePlan;
  /** The sources that it is held against, by their entries. */
  readonly related: ReadonlyMap<string, RelatedSource>;
}

/** A source that others are held against. */
export interface RelatedSource {
  readonly source: Source;
  readonly csv: CsvDocument | undefined;
  /** Set for the result of a query. */
  readonly query?: QuerySource;
}

/** A query and all tables of the checks file. */
export interface QuerySource {
  readonly name: string;
  readonly tables: readonly {
    readonly name: string;
    readonly opened: RelatedSource;
    readonly plan: SourcePlan;
  }[];
}

/** What files are read with where they are not read as they lie. */
export interface OpenOptions {
  readonly spill: Spill;
  loadDuckDb(): Promise<DuckDb>;
}

/** Finds the files of every source and plans its checks; all mistakes of the checks file are reported at once. */
export async function openSources(
  context: Context,
  checks: ParsedChecks,
  { spill, loadDuckDb }: OpenOptions,
): Promise<readonly PlannedSource[]> {
  const { inputs } = context;
  const { document } = checks;
  const problems = [...emptyFile(checks)];
  const plans = inputs.sources.map((entry) => {
    const key = document.sources?.[entry] === undefined ? undefined : entry;
    const { plan, problems: mistakes } = planSource(document, key, checks, inputs.reference);
    problems.push(...mistakes);
    return { entry, plan: { ...plan, checks: tagged(plan.checks, inputs.tags) } };
  });
  const asked = [...new Set([...inputs.sources, ...plans.flatMap(({ plan }) => relatedEntries(plan))])];
  const tables = asked.some(isQuery) ? planTables(checks, inputs.reference) : [];
  problems.push(...tables.flatMap((table) => table.problems), ...strayQueries(checks, asked));
  const entries = [
    ...new Set([...asked.filter((entry) => !isQuery(entry)), ...tables.map(({ entry }) => entry)]),
  ];
  problems.push(...strayKeys(checks, [...entries, ...asked]));
  if (problems.length > 0) throw checksInvalid(checks.fileName, unlike(problems));
  assertTagged(
    plans.flatMap(({ plan }) => plan.checks),
    inputs.tags,
  );
  // what a query needs of a table is not known yet
  const wantedOf = (entry: string) =>
    tables.some((table) => table.entry === entry) ? undefined : wantedColumns(entry, plans);
  // one after the other: each may take all of the memory, and none may go on when another has failed
  const opened = new Map<string, RelatedSource>();
  for (const entry of entries) {
    const options = { spill, loadDuckDb, wanted: wantedOf(entry) };
    opened.set(entry, await openSource(entry, context, document, options));
  }
  const open = (entry: string): RelatedSource => {
    if (isQuery(entry))
      return querySource(
        entry,
        tables.map((table) => ({ ...table, opened: open(table.entry) })),
      );
    const found = opened.get(entry);
    if (found === undefined) throw new Error(`"${entry}" was not opened`);
    return found;
  };
  return Promise.all(
    plans.map(async ({ entry, plan }, index) => ({
      ...(await sampleOf(open(entry), inputs.sample, spill.folder, String(index))),
      plan,
      related: new Map(relatedEntries(plan).map((other) => [other, open(other)])),
    })),
  );
}

/** The checks with one of the tags, and what no run goes without: that the rows can be read. */
function tagged(checks: readonly Check[], tags: readonly string[]): readonly Check[] {
  if (tags.length === 0) return checks;
  const isBuiltIn = ({ rule }: Check) => rule.kind === 'readable' || rule.kind === 'header';
  return checks.filter((check) => isBuiltIn(check) || check.tags?.some((tag) => tags.includes(tag)));
}

/** A tag that no check has selects nothing, unseen. */
function assertTagged(checks: readonly Check[], tags: readonly string[]): void {
  const known = [...new Set(checks.flatMap((check) => check.tags ?? []))];
  const unknown = tags.filter((tag) => !known.includes(tag));
  if (unknown.length === 0) return;
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of validate-data',
    fix: ({ help }) => help('validate-data'),
    problems: unknown.map((tag) => ({
      name: 'tags',
      message: `no check has the tag "${tag}"`,
      fix: suggest(tag, known),
    })),
  });
}

/** Of text the first rows are copied; of Parquet the engine reads no more than it is asked for. */
async function sampleOf(
  opened: RelatedSource,
  rows: number | undefined,
  spill: string,
  id: string,
): Promise<RelatedSource> {
  const { source, csv } = opened;
  if (rows === undefined || (source.format !== 'csv' && source.format !== 'jsonl')) return opened;
  const dialect = source.format === 'csv' ? dialectOf(source, csv) : undefined;
  const records = { quote: dialect?.quote, hasHeader: dialect !== undefined && dialect.names === undefined };
  return { source: await sampleText(source, rows, records, join(spill, `sample-${id}`)), csv };
}

/** Finds the files of an entry, and fetches, unpacks and decodes them where that is needed. */
export async function openSource(
  entry: string,
  context: Context,
  document: ChecksDocument,
  { spill, loadDuckDb, wanted }: OpenOptions & Pick<FetchOptions, 'wanted'>,
): Promise<RelatedSource> {
  if (isAthena(entry)) return athenaSource(entry);
  const own = document.sources?.[entry];
  const declared = own?.format ?? document.format;
  const isParquet = declared === undefined || declared === 'parquet';
  const found = isS3(entry)
    ? await fetchObjects(entry, context, { spill, loadDuckDb, wanted: isParquet ? wanted : undefined })
    : await findFiles(entry, context.files.root);
  const format = formatOf(entry, found, declared);
  const isTabbed = found.every(({ name }) => unpackedName(name).toLowerCase().endsWith('.tsv'));
  const files: SourceFile[] = [];
  const { csv = document.csv, jsonl = document.jsonl } = own ?? {};
  const encoding = (format === 'csv' ? csv : format === 'jsonl' ? jsonl : undefined)?.encoding;
  const { signal } = context;
  const memoryBytes = context.inputs.memory;
  for (const file of found) {
    const plain = await plainFile(file, { entry, format, encoding, spill, signal });
    const isArrow = format === 'arrow';
    files.push(
      isArrow ? await arrowAsParquet(plain, { entry, spill, signal, memoryBytes, loadDuckDb }) : plain,
    );
  }
  const isPartitioned = arePartitions(entry, format, own?.['hive-partitions'] ?? document['hive-partitions']);
  const source = await stage({ entry, format, isTabbed, isPartitioned, files }, spill);
  return { source, csv };
}

/** The sources that the checks of a source look into besides it. */
function relatedEntries({ checks }: SourcePlan): readonly string[] {
  return [
    ...new Set(checks.flatMap(({ rule }) => ('source' in rule && rule.source !== '' ? [rule.source] : []))),
  ];
}

/** A block for a source that is not in the list would check nothing, unseen. */
function strayKeys({ document, fileName, lineOf }: ParsedChecks, entries: readonly string[]): Problem[] {
  return Object.keys(document.sources ?? {})
    .filter((key) => !entries.includes(key))
    .map((key) => ({
      name: `sources.${key}`,
      message: 'is no entry of the list of sources',
      place: `${fileName}:${lineOf(['sources', key], true)}`,
      fix: suggest(key, entries),
    }));
}

function emptyFile({ document, fileName }: ParsedChecks): Problem[] {
  const parts = [document, ...Object.values(document.sources ?? {})];
  const asks = parts.some(
    (part) =>
      Object.keys(part.columns ?? {}).length > 0 ||
      (part['row-count'] ??
        part.unique ??
        part.expressions ??
        part.metrics ??
        part['row-change'] ??
        part['same-columns'] ??
        part.drift ??
        part.overlap ??
        part.leakage) !== undefined,
  );
  return asks
    ? []
    : [{ name: fileName, message: 'asks for nothing', place: `${fileName}:1`, fix: 'list columns' }];
}

/** What stands once in the file is told once, however many sources it is for. */
function unlike(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
