import { isHistory } from '../checks/check.ts';
import type { SourceResult } from '../report/report.ts';
import { total } from '../report/verdict.ts';
import type { PlannedSource } from '../sources/source-plans.ts';
import type { Context } from '../validate-data/index.ts';
import { compareRuns } from './compare.ts';
import { metricOf, metricsOf, type RunMetrics } from './run-metrics.ts';
import { type HistoryStore, openHistory } from './store.ts';

/** What earlier runs found, and where this one is added. */
export interface History {
  readonly store: HistoryStore;
  /** The oldest first. */
  readonly earlier: readonly RunMetrics[];
}

/** Runs that are read: more than any check looks back at, since failed ones do not count. */
const mostRuns = 200;

/** Opens the history, and reads what earlier runs found. */
export async function openRuns(place: string, context: Context): Promise<History> {
  const store = await openHistory(place, context);
  const all = await store.last(mostRuns);
  // what failed is no measure of what is usual
  return { store, earlier: all.filter(({ verdict }) => verdict === 'passed') };
}

/** Adds what is told of a source against earlier runs. */
export function withHistory(
  source: SourceResult,
  { plan }: PlannedSource,
  { earlier }: History,
): SourceResult {
  const findings = source.findings.map((finding) => {
    if (finding.figure === undefined) return finding;
    const values = seriesOf(earlier, source.entry, finding.check.name);
    const { plots = [] } = finding.figure;
    if (values.length < 2) return finding;
    return {
      ...finding,
      figure: {
        ...finding.figure,
        plots: [...plots, { kind: 'series' as const, values: values.slice(-50) }],
      },
    };
  });
  const compared = plan.checks.filter(isHistory).map((check) => {
    const base = findings.find((finding) => finding.check.name === check.rule.check);
    const value = base && metricOf(base);
    const found = compareRuns({
      check,
      value,
      earlier: seriesOf(earlier, source.entry, check.rule.check),
      rows: source.rows,
    });
    return { ...found, samples: [] };
  });
  return { ...source, findings: [...findings, ...compared] };
}

/** Adds this run to the history. */
export async function addRun(
  { store }: History,
  sources: readonly SourceResult[],
  { run, clock }: Pick<Context, 'run' | 'clock'>,
): Promise<void> {
  await store.add({
    format: 'ml-ci/validate-data-history/1',
    at: new Date(clock.now()).toISOString(),
    run: run.id,
    ...(run.commit !== undefined && { commit: run.commit }),
    verdict: total(sources).verdict,
    sources: metricsOf(sources),
  });
}

function seriesOf(earlier: readonly RunMetrics[], entry: string, check: string): readonly number[] {
  return earlier.flatMap(({ sources }) => sources[entry]?.checks[check] ?? []);
}
