import { formatDuration } from './duration.ts';
import type { Outcome } from './host/host.ts';
import type { Table } from './log.ts';

/** Words for a verdict, the same on all surfaces. */
export const verdictMarks = {
  passed: '✅ passed',
  waiting: '⏳ waiting',
  failed: '❌ failed',
  inconclusive: '❓ inconclusive',
  error: '💥 error',
} as const;

/** The summary of a run as Markdown: verdict, reason, outputs, tables. Cells are escaped. */
export function markdownSummary(outcome: Omit<Outcome, 'summary'>, tables: readonly Table[]): string {
  const parts: string[] = [];
  if (outcome.rehearsal !== undefined)
    parts.push(`**Rehearsal** against \`${outcome.rehearsal}\`: nothing real was changed.`);
  parts.push(
    `### ${outcome.step}: ${verdictMarks[outcome.verdict]} in ${formatDuration(outcome.durationMs)}`,
  );
  if (outcome.reason !== undefined) parts.push(escapeMarkdown(outcome.reason));
  if (outcome.error) parts.push(errorMarkdown(outcome.error));
  if (outcome.plan && outcome.plan.length > 0) {
    parts.push(
      markdownTable({
        title: 'Plan: nothing was changed',
        columns: ['would', 'by'],
        rows: outcome.plan.map(({ change, call }) => [change, call]),
      }),
    );
  }
  parts.push(...tables.map(markdownTable));
  const outputs = Object.entries(outcome.outputs);
  if (outputs.length > 0) {
    parts.push(
      markdownTable({
        title: 'Outputs',
        columns: ['output', 'value'],
        rows: outputs.map(([name, value]) => [name, String(value)]),
      }),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function errorMarkdown({ code, message, fix, problems }: NonNullable<Outcome['error']>): string {
  const lines = [`\`${code}\`: ${escapeMarkdown(message)}`];
  for (const problem of problems ?? []) {
    const hint = problem.fix === undefined ? '' : ` (${problem.fix})`;
    lines.push(
      `- ${problem.place ?? problem.name}: ${escapeMarkdown(`${problem.name} ${problem.message}${hint}`)}`,
    );
  }
  if (fix !== undefined) lines.push(`**Next:** ${escapeMarkdown(fix)}`);
  return lines.join('\n');
}

function markdownTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    `**${escapeMarkdown(title)}**`,
    '',
    line(columns),
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

/** Text that Markdown shows as it is: no markup, no HTML, one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]|<>~#]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replaceAll(/[\r\n]+/g, ' ');
}
