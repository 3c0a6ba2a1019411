import { z } from 'zod';
import type { SourceResult } from '../report/report.ts';
import { type Finding, isOfRows } from '../report/verdict.ts';

/** What is kept of a run: figures only, no value of the data. */
export const runMetricsSchema = z.object({
  format: z.literal('ml-ci/validate-data-history/1'),
  /** ISO 8601, on the clock of the run. */
  at: z.string(),
  run: z.string(),
  commit: z.string().optional(),
  verdict: z.enum(['passed', 'failed']),
  /** By the entry of each source, and there by the name of each check. */
  sources: z.record(z.string(), z.object({ rows: z.number(), checks: z.record(z.string(), z.number()) })),
});
export type RunMetrics = z.infer<typeof runMetricsSchema>;

/** The figures of the sources of a run. */
export function metricsOf(sources: readonly SourceResult[]): RunMetrics['sources'] {
  return Object.fromEntries(
    sources.map(({ entry, rows, findings }) => [
      entry,
      {
        rows: Number(rows),
        checks: Object.fromEntries(
          findings.flatMap((finding) => {
            const value = metricOf(finding);
            return value === undefined ? [] : [[finding.check.name, value]];
          }),
        ),
      },
    ]),
  );
}

/** The figure of a check, or the share of failing rows of one that counts them; undefined where it was not measured. */
export function metricOf({ check, status, figure, failing, rows }: Finding): number | undefined {
  if (check.rule.kind === 'history' || status === 'skipped') return undefined;
  if (figure !== undefined) return figure.value;
  if (check.rule.kind === 'row-count') return Number(rows);
  // a figure that is a value of personal data was withheld
  return rows === 0n || !isOfRows(check) ? undefined : Number(failing) / Number(rows);
}
