import { formatBytes } from '../bytes.ts';
import { formatDuration } from '../duration.ts';
import type { Annotation, Progress, Table } from '../log.ts';
import type { Outcome } from './host.ts';
import { type Paint, printable } from './paint.ts';

/** A table in columns, for people. Where a line would not fit `width`, the widest columns are cut, with a mark. */
export function textTable({ title, columns, rows }: Table, paint: Paint, width: number): string[] {
  if (rows.length === 0) return [paint.bold(title)];
  const cells = [columns, ...rows].map((row) => row.map((cell) => printable(cell).replaceAll('\n', ' ')));
  const natural = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  const widths = fitWidths(natural, width - 2 - 2 * (columns.length - 1));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, index) => fitCell(cell, widths[index] ?? 0, index === row.length - 1)).join('  ')}`;
  const [head = [], ...body] = cells;
  return [paint.bold(title), paint.dim(line(head)), ...body.map(line)];
}

/** Takes from the widest column until the sum fits; no column gets narrower than eight. */
function fitWidths(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const sum = () => widths.reduce((total, each) => total + each, 0);
  while (sum() > room) {
    const widest = widths.indexOf(Math.max(...widths));
    const now = widths[widest] ?? 0;
    if (now <= 8) break;
    widths[widest] = now - 1;
  }
  return widths;
}

function fitCell(cell: string, width: number, isLast: boolean): string {
  const kept = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
  return isLast ? kept : kept.padEnd(width);
}

/** Where a finding is, as a prefix; empty where it says so itself. */
export function placeOf({ file, line, message }: Annotation): string {
  if (file === undefined || message.startsWith(file)) return '';
  return `${printable(file)}${line === undefined ? '' : `:${line}`}: `;
}

/** How far a long operation is, without a bar. */
export function progressText({ label, done, total, unit, detail }: Progress): string {
  const show = (value: number) =>
    unit === 'bytes'
      ? formatBytes(value)
      : unit === 'seconds'
        ? formatDuration(value * 1_000)
        : unit === 'percent'
          ? `${Math.round(value)} %`
          : String(value);
  const amount = total === undefined || unit === 'percent' ? show(done) : `${show(done)} of ${show(total)}`;
  return detail === undefined ? `${label}: ${amount}` : `${label}: ${amount}, ${detail}`;
}

/** A bar and the amount: `copy  [######----] 120 MB of 900 MB`. */
export function progressBar(progress: Progress, paint: Paint, width: number): string {
  const text = progressText(progress);
  const total = progress.unit === 'percent' ? 100 : progress.total;
  if (!total) return text.slice(0, width - 1);
  const cells = Math.max(10, Math.min(30, width - text.length - 4));
  const filled = Math.round(cells * Math.min(1, progress.done / total));
  return `${paint.green('━'.repeat(filled))}${paint.dim('━'.repeat(cells - filled))} ${text}`;
}

const marks = { passed: '✓', waiting: '…', failed: '✗', inconclusive: '?', error: '✗' } as const;

/** The end of a step for people: verdict, why, mistakes, what to do next, outputs. */
export function outcomeLines(outcome: Outcome, paint: Paint): string[] {
  const { step, verdict, error, reason, durationMs } = outcome;
  const tint =
    verdict === 'passed'
      ? paint.green
      : verdict === 'waiting' || verdict === 'inconclusive'
        ? paint.yellow
        : paint.red;
  const lines: string[] = [];
  const isCancelled = error?.code === 'CANCELLED';
  const word = isCancelled ? 'cancelled' : verdict === 'error' ? 'stopped' : verdict;
  const planned = outcome.plan !== undefined && verdict === 'passed' ? ' (plan: nothing was changed)' : '';
  lines.push(
    tint(`${marks[verdict]} ${paint.bold(step)} ${word}${planned}`) +
      paint.dim(` in ${formatDuration(durationMs)}`),
  );
  if (outcome.rehearsal !== undefined)
    lines.unshift(paint.cyan(`rehearsal against ${outcome.rehearsal}: nothing real was changed`));
  if (reason !== undefined) lines.push(...indent(reason));
  if (error) lines.push(...errorLines(error, paint));
  const names = Object.keys(outcome.outputs);
  const width = Math.max(0, ...names.map((name) => name.length));
  for (const [name, value] of Object.entries(outcome.outputs))
    lines.push(`  ${paint.dim(name.padEnd(width))}  ${printable(String(value))}`);
  return lines;
}

/** What `--plan` found, in order. */
export function planLines(plan: NonNullable<Outcome['plan']>, paint: Paint): string[] {
  if (plan.length === 0) return [paint.bold('Plan: nothing would be changed')];
  return [
    paint.bold('Plan: would, in this order'),
    ...plan.map(({ change, call }, index) => `  ${index + 1}. ${printable(change)}  ${paint.dim(call)}`),
  ];
}

function errorLines(error: NonNullable<Outcome['error']>, paint: Paint): string[] {
  const lines = [`  ${paint.bold(error.code)} ${printable(error.message)}`];
  for (const problem of error.problems ?? []) {
    const isFlag = problem.place === `--${problem.name}` || problem.place === problem.name;
    const place = problem.place === undefined || isFlag ? '' : `${problem.place}: `;
    const name = isFlag ? (problem.place ?? problem.name) : problem.name;
    lines.push(`  ${paint.red('•')} ${paint.dim(place)}${printable(`${name} ${problem.message}`)}`);
    if (problem.fix !== undefined) lines.push(`      ${printable(problem.fix)}`);
  }
  if (error.stack !== undefined)
    lines.push(
      ...error.stack
        .split('\n')
        .slice(1)
        .map((line) => paint.dim(printable(line))),
    );
  if (error.fix !== undefined) lines.push(`  ${paint.cyan('→')} ${printable(error.fix)}`);
  return lines;
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => `  ${printable(line)}`);
}
