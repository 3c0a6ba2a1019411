import { formatBytes } from '../bytes.ts';
import { formatDuration } from '../duration.ts';
import type { Annotation, Progress } from '../log.ts';
import { shellQuote } from '../shell.ts';
import type { Outcome } from './host.ts';
import { type Paint, printable } from './paint.ts';
import { problemLine } from './problem-line.ts';
import { cutTo, padTo, widthOf } from './width.ts';

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

/** A bar and the amount, narrower than `width`: `━━━━━━━━━━ copy: 120 MB of 900 MB`. */
export function progressBar(progress: Progress, paint: Paint, width: number): string {
  const text = printable(progressText(progress)).replaceAll('\n', ' ');
  const total = progress.unit === 'percent' ? 100 : progress.total;
  const room = width - 1; // a full line would make the terminal begin another one
  if (!total || room < 2 * minCells) return cutTo(text, room);
  const cells = Math.max(minCells, Math.min(30, room - widthOf(text) - 1));
  const filled = Math.round(cells * Math.min(1, Math.max(0, progress.done / total)));
  const bar = `${paint.green('━'.repeat(filled))}${paint.dim('━'.repeat(cells - filled))}`;
  return `${bar} ${cutTo(text, room - cells - 1)}`;
}

const minCells = 10;
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
  const width = Math.max(0, ...names.map(widthOf));
  for (const [name, value] of Object.entries(outcome.outputs))
    lines.push(`  ${paint.dim(padTo(name, width))}  ${printable(String(value))}`);
  if (outcome.exports) lines.push(...exportLines(outcome.exports, paint));
  return lines;
}

/** What later steps find; in a shell it must be taken. */
function exportLines({ names, file }: NonNullable<Outcome['exports']>, paint: Paint): string[] {
  const list = names.join(', ');
  if (file === undefined) return [`  later steps have ${list}`];
  // without a slash a shell would look for the file in PATH
  const path = file.includes('/') ? file : `./${file}`;
  const word = /^[\w@%+=:,./-]+$/.test(path) ? path : shellQuote(path);
  return [`  ${paint.cyan('→')} . ${printable(word)}  ${paint.dim(`takes ${list}`)}`];
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
    const { where, what } = problemLine(problem);
    lines.push(`  ${paint.red('•')} ${paint.dim(printable(where))}${printable(what)}`);
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
