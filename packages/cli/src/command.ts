import {
  type Config,
  type Inputs,
  type InputValues,
  loadConfig,
  outcomeLines,
  outcomeOfError,
  type Problem,
  parseArguments,
  plural,
  readInputs,
  Screen,
  StepError,
} from '@ml-ci/core';
import type { Terminal } from './main.ts';

/** A command that is no step: it chains steps, runs the sandbox, or tells how things stand. */
export interface Command<I extends Inputs = Inputs> {
  readonly name: string;
  readonly summary: string;
  readonly inputs: I;
  /** Words that stand without a flag: `ml-ci run-buildspec FILE`. Without it, such a word is a mistake. */
  readonly words?: Words;
  /** The heading of help that it stands under; without one, that of a whole release. */
  readonly topic?: string;
  /** True where no ml-ci.yml is read: the command works in any folder, and beside a broken one. */
  readonly ignoresConfig?: true;
  /** Returns the exit code. */
  run(context: CommandContext<I>): Promise<number>;
}

/** What the words of a command are. */
interface Words {
  /** As help shows them: `FILE`, `STEP…`. */
  readonly placeholder: string;
  readonly summary: string;
  /** How many there may be. */
  readonly min: number;
  readonly max: number;
}

export interface CommandContext<I extends Inputs> extends Terminal {
  readonly inputs: InputValues<I>;
  /** The words without a flag, as many as the command allows. */
  readonly words: readonly string[];
  readonly config: Config | undefined;
  readonly screen: Screen;
}

/** Makes a command; the types of `run` come from its inputs. */
export function defineCommand<const I extends Inputs>(command: Command<I>): Command {
  // the inputs that `run` gets are read by this command's own definition
  return command as unknown as Command;
}

/** Reads the inputs of a command, loads the configuration, runs, and turns errors into exit codes. */
export async function runCommand(command: Command, terminal: Terminal): Promise<number> {
  const isJson = terminal.argv.includes('--json');
  const screen = new Screen(isJson ? terminal.stderr : terminal.stdout, terminal.env);
  try {
    const { given, problems, positionals } = parseArguments(command.inputs, terminal.argv);
    const stray = wordProblems(command, positionals);
    const file = given.get('config')?.raw ?? terminal.env.ML_CI_CONFIG;
    const model = given.get('model')?.raw ?? terminal.env.ML_CI_MODEL;
    const config = command.ignoresConfig ? undefined : await loadConfig({ cwd: terminal.cwd, file, model });
    const sources = { given, env: terminal.env, handover: () => undefined, config };
    const read = readInputs(command.inputs, sources, {
      environments: config?.environments ?? [],
      root: config?.root ?? terminal.cwd,
    });
    const mistakes = [...problems, ...stray, ...read.problems];
    if (mistakes.length > 0) {
      throw new StepError('INPUT_INVALID', {
        message: `${plural(mistakes.length, 'mistake')} in the flags of ${command.name}`,
        problems: mistakes,
        fix: `see ml-ci ${command.name} --help`,
      });
    }
    return await command.run({ ...terminal, inputs: read.values, words: positionals, config, screen });
  } catch (error) {
    const outcome = outcomeOfError(command.name, error);
    for (const line of outcomeLines(outcome, screen.paint)) screen.line(line);
    return outcome.exitCode;
  }
}

function wordProblems({ name, words }: Command, given: readonly string[]): Problem[] {
  const extra = given.slice(words?.max ?? 0);
  const problems = extra.map((word) => ({ name: word, place: word, message: 'is not expected here' }));
  if (words === undefined || given.length >= words.min) return problems;
  const { placeholder, summary } = words;
  const fix = `ml-ci ${name} ${placeholder}`;
  return [{ name: placeholder, place: placeholder, message: `is required: ${summary}`, fix }, ...problems];
}

/** The configuration, or CONFIG_MISSING: for commands that can do nothing without one. */
export function needConfig(config: Config | undefined, command: string): Config {
  if (config) return config;
  throw new StepError('CONFIG_MISSING', {
    message: `${command} needs a configuration and found no ml-ci.yml`,
    fix: 'go to the folder of the model, or give --config FILE',
  });
}
