import type { Annotation } from '../log.ts';
import { plural } from '../plural.ts';
import type { Outcome } from './host.ts';
import { printable } from './paint.ts';
import { problemLine } from './problem-line.ts';

const maxOfALevel = 10; // for a step; the runner drops the rest without a word
const maxMessage = 4_096; // the runner cuts there

/** Workflow commands for the worst findings, at most ten of a level, and a line for each level that has more. */
export function annotationCommands(
  annotations: readonly Annotation[],
  outcome: Outcome,
): { readonly commands: readonly string[]; readonly leftOut: readonly string[] } {
  const failure = failureOf(outcome);
  const all = [...failure, ...annotations];
  const rankOf = (each: Annotation) => (failure.includes(each) ? 0 : each.file === undefined ? 2 : 1);
  const commands: string[] = [];
  const leftOut: string[] = [];
  for (const level of ['error', 'warning', 'notice'] as const) {
    // why the run failed leads; a finding at a place is worth more than a remark about the run
    const found = all.filter((each) => each.level === level).sort((a, b) => rankOf(a) - rankOf(b));
    commands.push(...found.slice(0, maxOfALevel).map(commandOf));
    const rest = found.length - maxOfALevel;
    if (rest > 0) leftOut.push(`${plural(rest, `more ${level}`)} in the log above, without an annotation`);
  }
  return { commands, leftOut };
}

/** Why the run did not pass: one annotation with every mistake. */
function failureOf({ step, exitCode, error, reason, verdict }: Outcome): Annotation[] {
  if (exitCode === 0) return [];
  const why = error ? `${error.code} ${error.message}` : (reason ?? verdict);
  const details = (error?.problems ?? []).map(problemLine).map(({ where, what }) => `${where}${what}`);
  const message = [why, ...details, ...(error?.fix ? [error.fix] : [])].join('\n');
  return [{ level: 'error', title: step, message }];
}

function commandOf({ level, message, title, file, line }: Annotation): string {
  const properties = Object.entries({ title, file, line: line?.toString() }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(printable(value))}`],
  );
  return `::${level}${properties.length > 0 ? ` ${properties.join(',')}` : ''}::${escapeData(shorten(printable(message)))}`;
}

function shorten(message: string): string {
  if (message.length <= maxMessage) return message;
  const cut = message.slice(0, maxMessage - 1);
  // half of a pair would be no character at all
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Text as the data of a workflow command. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
