import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, formatBytes, inconclusive, passed, plural, type Verdict } from '@ml-ci/core';
import { athenaBackends } from '../athena/backend.ts';
import { assertReachable } from '../athena/refusals.ts';
import { parseChecks } from '../checks/document.ts';
import { loadDuckDb } from '../engine/duckdb.ts';
import { EngineError, engineFailed, openEngine } from '../engine/engine.ts';
import { checkSource, localBackend } from '../measure/check-source.ts';
import { prepare } from '../measure/prepare.ts';
import { junitReport } from '../report/junit.ts';
import { annotations, summaryTable } from '../report/present.ts';
import { jsonReport, type ReportInput, type SourceResult } from '../report/report.ts';
import { total } from '../report/verdict.ts';
import { combineDigests, sha256 } from '../sources/digest.ts';
import { openSources, type PlannedSource } from '../sources/source-plans.ts';
import type { Context, Values } from './index.ts';

/** Checks every source, writes the reports and tells what failed. */
export async function run(context: Context): Promise<Verdict<Values>> {
  const { inputs, files, log } = context;
  const spill = await realpath(await files.temporary('validate-data'));
  const text = inputs.infer
    ? await (await import('../infer/infer.ts')).inferChecks(context, spill)
    : await files.readText(inputs.checks);
  const checks = parseChecks(text, inputs.checks);
  const planned = await openSources(context, checks, spill);
  assertReachable(planned, inputs.sample);
  if (context.plan.active && !planned.every(hasFiles)) return unasked(context, planned);
  const engine = await openEngine({
    duckdb: await loadDuckDb(context),
    spill,
    paths: planned.flatMap(({ source, related }) =>
      [source, ...[...related.values()].map((other) => other.source)].flatMap(({ files: some }) =>
        some.map(({ path }) => path),
      ),
    ),
    memoryBytes: inputs.memory,
    threads: inputs.threads,
    signal: context.signal,
  });
  try {
    const athena = athenaBackends(context);
    const expressions = await prepare(engine, checks, planned);
    const { maxFindings } = inputs;
    const common = {
      expressions,
      maxFindings,
      nowMs: context.clock.now(),
      sampleRows: inputs.sample,
      signal: context.signal,
    };
    const sources: SourceResult[] = [];
    for (const [index, one] of planned.entries()) {
      const isThere = one.source.format === 'athena';
      const backend = isThere ? await athena(one) : localBackend(engine);
      const result = await checkSource(backend, one, {
        ...common,
        // without values there is nothing to name a row by
        ...(isThere && inputs.showValues === 'none' && { maxFindings: 0 }),
        id: String(index),
      });
      sources.push(result);
      if (result.scannedBytes !== undefined)
        log.info(`${result.entry}: ${formatBytes(result.scannedBytes)} scanned in Athena`);
      if (planned.length > 1) {
        log.progress({
          label: 'sources',
          done: index + 1,
          total: planned.length,
          unit: 'count',
          detail: result.entry,
        });
      }
    }
    return await report(context, {
      checksFile: { name: inputs.checks, digest: sha256(text) },
      scope: scopeOf(inputs),
      ...(inputs.sample === undefined &&
        planned.every(hasFiles) && {
          dataDigest: combineDigests(
            sources.flatMap(({ files: read }) => read.flatMap(({ digest }) => digest ?? [])),
          ),
        }),
      sources,
      showValues: inputs.showValues,
    });
  } catch (error) {
    throw error instanceof EngineError ? engineFailed(error, 'the data could not be checked') : error;
  } finally {
    engine.close();
  }
}

async function report({ inputs, files, log, plan }: Context, input: ReportInput): Promise<Verdict<Values>> {
  const { sources, showValues } = input;
  const totals = total(sources);
  const json = jsonReport(input);
  const [jsonPath, junitPath] = [join(inputs.report, 'report.json'), join(inputs.report, 'junit.xml')];
  if (plan.active) plan.would(`write ${jsonPath} and ${junitPath}`, 'local files');
  else {
    // the folder of the default lies in .ml-ci, which is only ever made by `state`
    if (inputs.report.startsWith('.ml-ci/')) await files.state(inputs.report.slice('.ml-ci/'.length));
    await files.write(jsonPath, json);
    await files.write(junitPath, junitReport(input));
  }
  if (input.scope !== wholeScope) log.warn(`this run looked at ${input.scope} only, and satisfies no gate`);
  log.table(summaryTable(sources));
  for (const annotation of annotations(sources, showValues, inputs.checks)) log.annotate(annotation);
  const outputs: Values = {
    rows: Number(totals.rows),
    checks: totals.checks,
    failedChecks: totals.failed,
    warnedChecks: totals.warned,
    failingRows: Number(totals.failingRows),
    report: jsonPath,
    junit: junitPath,
    reportDigest: sha256(json),
    scope: input.scope,
    ...(input.dataDigest !== undefined && { dataDigest: input.dataDigest }),
  };
  if (totals.verdict === 'passed') return passed(outputs);
  return failed(`${totals.failed} of ${plural(totals.checks, 'data check')} failed`, outputs);
}

/** Queries cost money and leave results behind, so that a plan asks none. */
function unasked({ plan }: Context, planned: readonly PlannedSource[]): Verdict<Values> {
  for (const one of planned)
    if (!hasFiles(one)) plan.would(`query the table of ${one.source.entry}`, 'athena:StartQueryExecution');
  return inconclusive('a plan asks nothing of Athena, so that nothing was checked');
}

/** A digest is of what was read here: a table of Athena has none. */
const hasFiles = ({ source }: PlannedSource) => source.format !== 'athena';

/** What a run is of that leaves nothing out. */
const wholeScope = 'all';

/** What a run looks at: a gate asks for all. */
function scopeOf({ sample, tags }: Context['inputs']): string {
  const parts = [
    sample === undefined ? [] : [`the first ${plural(sample, 'row')} of each source`],
    tags.length === 0 ? [] : [`checks tagged ${tags.join(', ')}`],
  ].flat();
  return parts.length === 0 ? wholeScope : parts.join(' and ');
}
