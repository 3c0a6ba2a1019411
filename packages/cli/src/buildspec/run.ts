import { type BatchResult, type BuildResult, runBatch, runBuildspec } from '@ml-ci/buildspec';
import { CancelledError, type LogEvent, onProcessSignal, StepError, wallClock } from '@ml-ci/core';
import type { CommandContext } from '../command.ts';
import type { runInputs } from './index.ts';
import type { NamedValue } from './named-values.ts';
import { readBuildspec } from './read.ts';
import { showBatch, showBuild, showOf } from './show.ts';

type Context = CommandContext<typeof runInputs>;

/** Runs a buildspec in the working folder: 0 where the build succeeded, 1 where it failed, 130 or 143 where it was stopped. */
export async function runBuildspecFile(context: Context): Promise<number> {
  const { words, screen, inputs, env, cwd, stdout } = context;
  const [file = ''] = words;
  const spec = await readBuildspec(file, cwd);
  const variables = valuesOf(inputs.env, env, '--env');
  const secrets = valuesOf(inputs.secret, env, '--secret');
  const abort = new AbortController();
  const stopListening = onProcessSignal((signal) => abort.abort(new CancelledError(signal)));
  const options = { cwd, env, variables, secrets, clock: wallClock, signal: abort.signal };
  try {
    const print = (result: BuildResult | BatchResult) =>
      stdout.write(`${JSON.stringify({ command: 'run-buildspec', file, ...result })}\n`);
    if (inputs.batch) {
      const emit = (event: LogEvent, identifier?: string) => showOf(screen, event, identifier);
      const result = await runBatch(spec, { ...options, emit, parallelism: inputs.parallel });
      if (inputs.json) print(result);
      else showBatch(screen, result);
      return exitCodeOf(result, abort.signal);
    }
    const result = await runBuildspec(spec, { ...options, emit: (event) => screen.show(event) });
    if (inputs.json) print(result);
    else showBuild(screen, result);
    return exitCodeOf(result, abort.signal);
  } finally {
    stopListening();
  }
}

function exitCodeOf({ status }: BuildResult | BatchResult, signal: AbortSignal): number {
  const { reason } = signal;
  if (status === 'stopped') return reason instanceof CancelledError && reason.signal === 'SIGINT' ? 130 : 143;
  return status === 'succeeded' ? 0 : 1;
}

function valuesOf(
  given: readonly NamedValue[],
  env: Context['env'],
  flag: string,
): Readonly<Record<string, string>> {
  const missing = given.filter(({ name, value }) => value === undefined && env[name] === undefined);
  if (missing.length > 0)
    throw new StepError('INPUT_INVALID', {
      message: 'a variable of the caller is not set',
      problems: missing.map(({ name }) => ({
        name,
        message: 'is not set here',
        place: flag,
        fix: `${flag} ${name}=…`,
      })),
    });
  return Object.fromEntries(given.map(({ name, value }) => [name, value ?? env[name] ?? '']));
}
