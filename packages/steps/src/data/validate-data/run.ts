import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { failed, formatBytes, inconclusive, passed, plural, StepError, type Verdict } from '@ml-ci/core';
import { athenaBackends } from '../athena/backend.ts';
import { assertReachable } from '../athena/refusals.ts';
import { isHistory } from '../checks/check.ts';
import { type DuckDb, loadDuckDb } from '../engine/duckdb.ts';
import { EngineError, engineFailed, openEngine } from '../engine/engine.ts';
import { addRun, type History, openRuns, withHistory } from '../history/history.ts';
import { assertSupported, type ReadChecks, readChecks, unsupportedIn } from '../import/read-checks.ts';
import { checkSource, localBackend } from '../measure/check-source.ts';
import { prepare } from '../measure/prepare.ts';
import { prepareQueries, withReadFiles } from '../measure/prepare-queries.ts';
import { annotations } from '../report/annotations.ts';
import { htmlReport } from '../report/html/page.ts';
import { junitReport } from '../report/junit.ts';
import { jsonReport, type ReportInput, type SourceResult } from '../report/report.ts';
import { summaryTables } from '../report/summary.ts';
import { total } from '../report/verdict.ts';
import { combineDigests, sha256 } from '../sources/digest.ts';
import { openSources, type PlannedSource } from '../sources/source-plans.ts';
import { openSpill } from '../sources/spill.ts';
import type { Context, Values } from './index.ts';

/** Checks every source, writes the reports and tells what failed. */
export async function run(context: Context): Promise<Verdict<Values>> {
  const { inputs, files, log } = context;
  const spill = await openSpill(await files.temporary('validate-data'), inputs.disk);
  let loaded: Promise<DuckDb> | undefined;
  const open = { spill, loadDuckDb: () => (loaded ??= loadDuckDb(context)) };
  const text = inputs.infer
    ? await (await import('../infer/infer.ts')).inferChecks(context, open)
    : await files.readText(inputs.checks);
  const checks = readChecks(text, inputs.checks);
  tellImport(context, checks);
  const planned = await openSources(context, checks, open);
  assertReachable(planned, inputs.sample);
  if (context.plan.active && !planned.every(hasFiles)) return unasked(context, planned);
  const history = await historyOf(context, planned);
  const engine = await openEngine({
    duckdb: await open.loadDuckDb(),
    spill: spill.folder,
    diskBytes: spill.leftBytes,
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
    const queries = await prepareQueries(engine, checks);
    const athena = athenaBackends(context);
    const prepared = await prepare(engine, checks, planned);
    const { maxFindings } = inputs;
    const common = {
      ...prepared,
      maxFindings,
      nowMs: context.clock.now(),
      sampleRows: inputs.sample,
      signal: context.signal,
    };
    const sources: SourceResult[] = [];
    for (const [index, one] of withReadFiles(planned, queries).entries()) {
      const isThere = one.source.format === 'athena';
      const backend = isThere ? await athena(one) : localBackend(engine, queries);
      const result = await checkSource(backend, one, {
        ...common,
        // without values there is nothing to name a row by
        ...(isThere && inputs.showValues === 'none' && { maxFindings: 0 }),
        id: String(index),
      });
      sources.push(history === undefined ? result : withHistory(result, one, history));
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
    const verdict = await report(context, {
      checksFile: { name: inputs.checks, digest: sha256(text) },
      imported: checks.imported,
      scope: scopeOf(inputs),
      ...(inputs.sample === undefined &&
        planned.every(hasFiles) && {
          dataDigest: combineDigests(
            sources.flatMap(({ files: read }) => read.flatMap(({ digest }) => digest ?? [])),
          ),
        }),
      sources,
      showValues: inputs.showValues,
      piiKey: randomBytes(32),
    });
    // a part of the data, or a plan, is no run to compare later ones with
    const isKept = scopeOf(inputs) === wholeScope && !context.plan.active;
    if (history !== undefined && isKept) await addRun(history, sources, context);
    return verdict;
  } catch (error) {
    throw error instanceof EngineError ? engineFailed(error, 'the data could not be checked') : error;
  } finally {
    engine.close();
  }
}

/** The earlier runs, where they are kept; a check that looks back needs them. */
async function historyOf(context: Context, planned: readonly PlannedSource[]): Promise<History | undefined> {
  const place = context.inputs.history;
  if (place !== undefined) return await openRuns(place, context);
  const check = planned.flatMap(({ plan }) => plan.checks).find(isHistory);
  if (check === undefined) return undefined;
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of validate-data',
    fix: ({ input }) => `give ${input('history', 'PLACE')}`,
    problems: [{ name: 'history', message: `is missing, and "${check.name}" looks back at earlier runs` }],
  });
}

/** Says what was imported; what was not is a failure, or a warning where that is allowed. */
function tellImport({ inputs, log }: Context, checks: ReadChecks): void {
  if (checks.imported === undefined) return;
  if (!inputs.allowUnsupported) assertSupported(checks);
  const { from, count } = checks.imported;
  log.info(`${plural(count, 'check')} imported from a ${from}`);
  for (const { place, name, message, fix } of unsupportedIn(checks))
    log.warn(`left out: ${name} (${place}) ${message}: ${fix}`);
}

async function report({ inputs, files, log, plan }: Context, input: ReportInput): Promise<Verdict<Values>> {
  const totals = total(input.sources);
  const json = jsonReport(input);
  const [jsonPath = '', htmlPath = '', junitPath = ''] = ['report.json', 'report.html', 'junit.xml'].map(
    (name) => join(inputs.report, name),
  );
  if (plan.active) plan.would(`write ${jsonPath}, ${htmlPath} and ${junitPath}`, 'local files');
  else {
    // the folder of the default lies in .ml-ci, which is only ever made by `state`
    if (inputs.report.startsWith('.ml-ci/')) await files.state(inputs.report.slice('.ml-ci/'.length));
    await files.write(jsonPath, json);
    await files.write(htmlPath, htmlReport(input));
    await files.write(junitPath, junitReport(input));
  }
  if (input.scope !== wholeScope) log.warn(`this run looked at ${input.scope} only, and satisfies no gate`);
  for (const table of summaryTables(input)) log.table(table);
  for (const annotation of annotations(input)) log.annotate(annotation);
  const outputs: Values = {
    rows: Number(totals.rows),
    checks: totals.checks,
    failedChecks: totals.failed,
    warnedChecks: totals.warned,
    failingRows: Number(totals.failingRows),
    report: jsonPath,
    html: htmlPath,
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
