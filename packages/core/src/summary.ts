import { formatDuration } from './duration.ts';
import type { Outcome } from './host/host.ts';
import { problemLine } from './host/problem-line.ts';
import type { Table } from './log.ts';
import { escapeMarkdown } from './markdown.ts';
import { markdownTables } from './summary-table.ts';

/** Words for a verdict, the same on all surfaces. */
export const verdictMarks = {
  passed: '✅ passed',
  waiting: '⏳ waiting',
  failed: '❌ failed',
  inconclusive: '❓ inconclusive',
  error: '💥 error',
} as const;

/** What a platform takes of a summary, and where the tables are whole. */
export interface SummaryLimits {
  readonly maxBytes: number;
  readonly rest: string;
}

const noLimits: SummaryLimits = { maxBytes: Number.POSITIVE_INFINITY, rest: 'see the log' };

/** The summary of a run as Markdown: verdict, reason, tables, outputs. Cells are escaped; tables lose rows to fit. */
export function markdownSummary(
  outcome: Omit<Outcome, 'summary'>,
  tables: readonly Table[],
  { maxBytes, rest }: SummaryLimits = noLimits,
): string {
  const before = headParts(outcome);
  const outputs = Object.entries(outcome.outputs).map(([name, value]) => [name, String(value)]);
  const after: Table[] =
    outputs.length > 0 ? [{ title: 'Outputs', columns: ['output', 'value'], rows: outputs }] : [];
  const plan = planTables(outcome);
  const bytes = maxBytes - before.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
  const all = markdownTables([...plan, ...tables, ...after], { bytes, rest });
  return `${[...before, ...all].join('\n\n')}\n`;
}

function headParts(outcome: Omit<Outcome, 'summary'>): string[] {
  const { step, verdict, durationMs, rehearsal, reason, error } = outcome;
  return [
    ...(rehearsal === undefined ? [] : [`**Rehearsal** against \`${rehearsal}\`: nothing real was changed.`]),
    `### ${step}: ${verdictMarks[verdict]} in ${formatDuration(durationMs)}`,
    ...(reason === undefined ? [] : [escapeMarkdown(reason)]),
    ...(error === undefined ? [] : [errorMarkdown(error)]),
  ];
}

function planTables({ plan = [] }: Omit<Outcome, 'summary'>): Table[] {
  if (plan.length === 0) return [];
  const rows = plan.map(({ change, call }) => [change, call]);
  return [{ title: 'Plan: nothing was changed', columns: ['would', 'by'], rows }];
}

function errorMarkdown({ code, message, fix, problems }: NonNullable<Outcome['error']>): string {
  const lines = [`\`${code}\`: ${escapeMarkdown(message)}`];
  for (const problem of problems ?? []) {
    const { where, what } = problemLine(problem);
    const hint = problem.fix === undefined ? '' : ` (${problem.fix})`;
    lines.push(`- ${escapeMarkdown(`${where}${what}${hint}`)}`);
  }
  if (fix !== undefined) lines.push(`**Next:** ${escapeMarkdown(fix)}`);
  return lines.join('\n');
}
