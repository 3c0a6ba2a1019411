import type { Engine } from '../engine/engine.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import type { SourceResult } from '../report/report.ts';
import { judge } from '../report/verdict.ts';
import { withheld } from '../report/visibility.ts';
import { openCsv } from '../sources/csv-table.ts';
import { digestFile, guardFiles } from '../sources/digest.ts';
import { openJsonLines } from '../sources/jsonl-table.ts';
import { openParquet } from '../sources/parquet-table.ts';
import type { PlannedSource } from '../sources/source-plans.ts';
import type { Table } from '../sources/table.ts';
import type { Context } from '../validate-data/index.ts';
import { type Bound, bind } from './bind.ts';
import { measure } from './measure.ts';
import { Projection } from './projection.ts';
import { takeSamples } from './samples.ts';

/** What is needed besides the source. */
export interface CheckOptions extends Pick<Context, 'inputs' | 'signal' | 'clock'> {
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  /** Unlike that of every other source of the run. */
  readonly id: string;
}

/** Measures and judges one source. Its files are hashed while the engine reads them. */
export async function checkSource(
  engine: Engine,
  planned: PlannedSource,
  options: CheckOptions,
): Promise<SourceResult> {
  const assertUnchanged = await guardFiles(planned.source.files);
  const [files, checked] = await Promise.all([
    digestAll(planned, options.signal),
    checkRows(engine, planned, options),
  ]);
  await assertUnchanged();
  return { ...checked, files };
}

async function digestAll({ source }: PlannedSource, signal: AbortSignal) {
  const digests = [];
  for (const file of source.files) digests.push(await digestFile(file, signal));
  return digests;
}

async function checkRows(
  engine: Engine,
  { source, plan, csv }: PlannedSource,
  { inputs, clock, expressions, id }: CheckOptions,
): Promise<Omit<SourceResult, 'files'>> {
  const table = await openTable(engine, { source, plan, csv }, id);
  const projection = new Projection(table, plan);
  const measurable = { id, table, projection };
  const bounds: Bound[] = [];
  const binding = { table, plan, projection, expressions, nowMs: clock.now() };
  for (const check of plan.checks) bounds.push(await bind(check, binding));
  const figures = await measure(engine, measurable, bounds, inputs.maxFindings);
  const findings = judge(figures.measured, figures.rows);
  const samples = await takeSamples(engine, measurable, figures, findings, inputs.maxFindings);
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

function openTable(engine: Engine, { source, csv }: PlannedSource, id: string): Promise<Table> {
  switch (source.format) {
    case 'csv':
      return openCsv(source, csv, id);
    case 'jsonl':
      return openJsonLines(engine, source, id);
    case 'parquet':
      return openParquet(engine, source);
  }
}
