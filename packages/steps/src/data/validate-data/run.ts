import { join } from 'node:path';
import { failed, passed, plural, type Verdict } from '@ml-ci/core';
import { parseChecks } from '../checks/document.ts';
import { type DuckDb, loadDuckDb } from '../engine/duckdb.ts';
import { EngineError, engineFailed, openEngine } from '../engine/engine.ts';
import { checkSource } from '../measure/check-source.ts';
import { prepare } from '../measure/prepare.ts';
import { prepareQueries, withReadFiles } from '../measure/prepare-queries.ts';
import { junitReport } from '../report/junit.ts';
import { annotations, summaryTable } from '../report/present.ts';
import { jsonReport, type ReportInput, type SourceResult } from '../report/report.ts';
import { total } from '../report/verdict.ts';
import { combineDigests, sha256 } from '../sources/digest.ts';
import { openSources } from '../sources/source-plans.ts';
import { openSpill } from '../sources/spill.ts';
import type { Context, Values } from './index.ts';

/** Checks every source, writes the reports and tells what failed. */
export async function run(context: Context): Promise<Verdict<Values>> {
  const { inputs, files, log } = context;
  const text = await files.readText(inputs.checks);
  const checks = parseChecks(text, inputs.checks);
  const spill = await openSpill(await files.temporary('validate-data'), inputs.disk);
  let loaded: Promise<DuckDb> | undefined;
  const load = () => (loaded ??= loadDuckDb(context));
  const planned = await openSources(context, checks, { spill, loadDuckDb: load });
  const engine = await openEngine({
    duckdb: await load(),
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
    const expressions = await prepare(engine, checks, planned);
    const sources: SourceResult[] = [];
    for (const [index, one] of withReadFiles(planned, queries).entries()) {
      const result = await checkSource(engine, one, { ...context, expressions, queries, id: String(index) });
      sources.push(result);
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
      dataDigest: combineDigests(sources.flatMap((source) => source.files)),
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
    dataDigest: input.dataDigest,
  };
  if (totals.verdict === 'passed') return passed(outputs);
  return failed(`${totals.failed} of ${plural(totals.checks, 'data check')} failed`, outputs);
}
