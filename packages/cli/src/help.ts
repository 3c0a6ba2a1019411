import { allInputs, createPaint, type Inputs, kebab, type Paint, wantsColour } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { familyNamed } from './families.ts';
import { inputNotes } from './input-notes.ts';
import type { Terminal } from './main.ts';

/** `ml-ci --help`: what there is, by family. */
export async function overview(terminal: Terminal): Promise<string> {
  const { stepsByFamily } = await import('@ml-ci/steps');
  const paint = paintOf(terminal);
  const lines = [
    `${paint.bold('ml-ci')} takes a machine-learning model from a commit to production on AWS`,
    '',
    `${paint.bold('Usage')}  ml-ci COMMAND [--flag value …]      ml-ci COMMAND --help`,
    '',
  ];
  for (const [topic, members] of byTopic(commands)) lines.push(paint.bold(topic), ...members.map(row), '');
  for (const [family, steps] of Object.entries(stepsByFamily)) {
    lines.push(paint.bold(familyNamed(family).title), ...steps.map(row), '');
  }
  lines.push(
    `Every step also takes --plan, --json, --config FILE, --timeout DURATION; exit codes:`,
    `${exitCodes.map(({ code, short }) => `${code} ${short}`).join(', ')}.`,
    '',
  );
  return lines.join('\n');
}

/** `ml-ci promote --help`. */
export function stepHelp(step: AnyStep, terminal: Terminal): string {
  const paint = paintOf(terminal);
  const outputs = Object.entries(step.outputs).map(
    ([property, { summary }]) => `  ${kebab(property).padEnd(20)} ${summary}`,
  );
  const common = Object.fromEntries(
    Object.entries(allInputs(step)).filter(([property]) => !(property in step.inputs)),
  );
  return `${[
    `${paint.bold(`ml-ci ${step.name}`)}  ${step.summary}`,
    '',
    paint.bold('Inputs'),
    ...inputRows(step.inputs, paint),
    '',
    paint.bold('Inputs of every step'),
    ...inputRows(common, paint),
    '',
    paint.bold('Outputs'),
    ...outputs,
  ].join('\n')}\n`;
}

/** `ml-ci rehearse --help`. */
export function commandHelp(command: Command, terminal: Terminal): string {
  const paint = paintOf(terminal);
  const { name, summary, words, inputs } = command;
  const rows = inputRows(inputs, paint);
  return `${[
    `${paint.bold(words === undefined ? `ml-ci ${name}` : `ml-ci ${name} ${words.placeholder}`)}  ${summary}`,
    ...(words === undefined ? [] : ['', `  ${words.placeholder}`, `      ${words.summary}`]),
    ...(rows.length === 0 ? [] : ['', paint.bold('Flags'), ...rows]),
  ].join('\n')}\n`;
}

function byTopic(all: readonly Command[]): ReadonlyMap<string, readonly Command[]> {
  return Map.groupBy(all, ({ topic }) => topic ?? 'A whole release');
}

function row({ name, summary }: { readonly name: string; readonly summary: string }): string {
  return `  ${name.padEnd(16)} ${summary}`;
}

function inputRows(inputs: Inputs, paint: Paint): string[] {
  return Object.entries(inputs).flatMap(([property, input]) => {
    const flag = `--${kebab(property)}${input.isFlag ? '' : ` ${input.placeholder}`}`;
    const notes = inputNotes(property, input);
    const tail = notes.length === 0 ? '' : paint.dim(` (${notes.join('; ')})`);
    return [`  ${flag}`, `      ${input.options.summary}${tail}`];
  });
}

function paintOf({ stdout, env }: Terminal): Paint {
  return createPaint(wantsColour(stdout, env));
}
