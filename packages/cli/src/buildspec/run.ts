import { type BuildResult, runBuildspec } from '@ml-ci/buildspec';
import { CancelledError, onProcessSignal, StepError, wallClock } from '@ml-ci/core';
import type { CommandContext } from '../command.ts';
import type { runInputs } from './index.ts';
import type { NamedValue } from './named-values.ts';
import { readBuildspec } from './read.ts';

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
  try {
    const result = await runBuildspec(spec, {
      cwd,
      env,
      variables,
      secrets,
      clock: wallClock,
      emit: (event) => screen.show(event),
      signal: abort.signal,
    });
    if (inputs.json) stdout.write(`${JSON.stringify({ command: 'run-buildspec', file, ...result })}\n`);
    else show(screen, result);
    return exitCodeOf(result, abort.signal);
  } finally {
    stopListening();
  }
}

function exitCodeOf({ status }: BuildResult, signal: AbortSignal): number {
  if (status === 'stopped')
    return signal.reason instanceof CancelledError && signal.reason.signal === 'SIGINT' ? 130 : 143;
  return status === 'succeeded' ? 0 : 1;
}

function show(screen: Context['screen'], result: BuildResult): void {
  const { phases, exportedVariables, artifacts, reports, folder } = result;
  screen.show({
    type: 'table',
    title: `build ${result.status}`,
    columns: ['phase', 'status', 'seconds', ''],
    rows: phases.map(({ phase, status, seconds, message = '' }) => [
      phase,
      status,
      seconds.toFixed(1),
      message,
    ]),
  });
  for (const { name, value } of exportedVariables) screen.line(`exported ${name}=${value}`);
  const count = artifacts.length + reports.length;
  if (count > 0) screen.line(`${artifacts.length} artifacts and ${reports.length} reports in ${folder}`);
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
