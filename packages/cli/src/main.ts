import { type Outcome, outcomeLines, Screen, suggest, toOutcome } from '@ml-ci/core';
import { type Command, runCommand } from './command.ts';
import { commands } from './commands.ts';
import { commandHelp, overview, stepHelp } from './help.ts';

/** Streams, variables and words of one call of `ml-ci`. */
export interface Terminal {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Runs `ml-ci …` and returns its exit code. */
export async function main(terminal: Terminal): Promise<number> {
  const [name, ...rest] = terminal.argv;
  const asksHelp = rest.includes('--help') || rest.includes('-h');
  if (name === undefined || name === 'help' || name === '--help' || name === '-h')
    return print(terminal, await overview(terminal));
  if (name === '--version') return print(terminal, `${(await import('./derive/identity.ts')).version}\n`);
  const command: Command | undefined = commands.find((candidate) => candidate.name === name);
  if (command)
    return asksHelp
      ? print(terminal, commandHelp(command, terminal))
      : runCommand(command, { ...terminal, argv: rest });
  const { steps } = await import('@ml-ci/steps');
  const step = steps.find((candidate) => candidate.name === name);
  if (!step)
    return unknown(
      terminal,
      name,
      [...commands, ...steps].map((known) => known.name),
    );
  if (asksHelp) return print(terminal, stepHelp(step, terminal));
  const { runStep } = await import('./run-step.ts');
  return runStep(step, { ...terminal, argv: rest });
}

function print(terminal: Terminal, text: string): number {
  terminal.stdout.write(text);
  return 0;
}

function unknown(terminal: Terminal, name: string, known: readonly string[]): number {
  const screen = new Screen(terminal.stderr, terminal.env);
  const outcome: Outcome = toOutcome('ml-ci', {
    code: 'COMMAND_UNKNOWN',
    message: `"${name}" is no command`,
    fix: `${suggest(name, known)} (ml-ci --help lists them)`,
  });
  for (const line of outcomeLines(outcome, screen.paint)) screen.line(line);
  return outcome.exitCode;
}
