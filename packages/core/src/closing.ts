import type { Finished } from './finished.ts';
import type { Outcome, PlannedChange } from './host/host.ts';
import type { Table } from './log.ts';
import type { Prepared } from './prepare.ts';
import type { RunRecord } from './record.ts';
import { type Redactor, redactDeep } from './redact.ts';
import { kebab } from './step.ts';
import { markdownSummary } from './summary.ts';

/** What is known of a run at its end, beside how it ended. */
export interface RunFacts {
  readonly step: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly rehearsal: string | undefined;
}

/** What a run keeps of itself for later steps: no secret, neither as an input nor within a text. */
export function recordOf(
  { step, startedAt, endedAt, rehearsal }: RunFacts,
  { info, inputs, read }: Pick<Prepared, 'info' | 'inputs' | 'read'>,
  { verdict, reason, outputs, error }: Finished,
  redactor: Redactor,
): RunRecord {
  const open = [...read.origins].filter(([property]) => !inputs[property]?.options.secret);
  return {
    step,
    verdict,
    ...(reason !== undefined && { reason: redactor.redact(reason) }),
    outputs: redactDeep(outputs, redactor),
    inputs: Object.fromEntries(open.map(([property, { raw }]) => [kebab(property), redactor.redact(raw)])),
    ...(error && { error: { code: error.code, message: redactor.redact(error.message) } }),
    run: info,
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(endedAt).toISOString(),
    ...(rehearsal !== undefined && { rehearsal }),
  };
}

/** What the host is told in the end. `summaryBytes` is how much Markdown it shows; `planned` is set for `--plan`. */
export function outcomeOf(
  { step, startedAt, endedAt, rehearsal }: RunFacts,
  finished: Finished,
  {
    tables,
    planned,
    summaryBytes,
  }: {
    readonly tables: readonly Table[];
    readonly planned: readonly PlannedChange[] | undefined;
    readonly summaryBytes: number;
  },
  redactor: Redactor,
): Outcome {
  const base = {
    step,
    ...redactDeep(finished, redactor),
    durationMs: endedAt - startedAt,
    ...(rehearsal !== undefined && { rehearsal }),
    ...(planned && { plan: planned }),
  };
  const rest = planned ? 'see the log' : `see the log, or \`.ml-ci/runs/${step}.tables.json\``;
  const summary = markdownSummary(base, redactDeep(tables, redactor), { maxBytes: summaryBytes, rest });
  return { ...base, summary: redactor.redact(summary) };
}

/** GitHub drops a job output that holds a masked text, with a warning that few see; these lines say it in time. */
export function maskedOutputs({ outputs }: Finished, redactor: Redactor): readonly string[] {
  const isMasked = ([, value]: [string, unknown]) => redactor.contains(String(value));
  const entries = Object.entries(outputs);
  const clear = entries.filter((entry) => !isMasked(entry)).map(([name]) => name);
  const instead = clear.length > 0 ? `use ${clear.join(', ')} instead, or ` : '';
  return entries
    .filter(isMasked)
    .map(
      ([name]) =>
        `the output "${name}" holds a text that is masked: it is written as ***, and a job cannot hand it on; ${instead}do not mask what is part of a name`,
    );
}

/** Does every task, in order, whatever becomes of the others; the errors of those that failed. */
export async function doAll(tasks: readonly (() => Promise<void> | undefined)[]): Promise<unknown[]> {
  const problems: unknown[] = [];
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      problems.push(error);
    }
  }
  return problems;
}
