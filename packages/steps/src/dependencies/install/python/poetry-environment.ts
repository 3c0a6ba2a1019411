import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';
import { pythonOf } from './python-environment.ts';

/**
 * The environment that Poetry has for a project; it is made where there is none. The configuration of the user counts for this
 * one question, since it says where environments are, and later commands will ask in the same way.
 */
export async function poetryEnvironment(context: InstallContext, project: string): Promise<string> {
  if (context.inputs.python !== 'python3') await ask(context, project, ['env', 'use', pythonOf(context)]);
  const known = await pathOf(context, project);
  if (known !== '') return known;
  // Any command that runs in the environment makes it.
  const made = await ask(context, project, ['run', 'python', '-c', '']);
  const path = made.exitCode === 0 ? await pathOf(context, project) : '';
  if (path !== '') return path;
  throw new StepError('CHILD_FAILED', {
    message: `poetry made no environment for the project (exit ${made.exitCode})`,
    fix: 'see the output above; the Python of the project must be installed',
  });
}

async function pathOf(context: InstallContext, project: string): Promise<string> {
  const { exitCode, stdout } = await context.exec.run('poetry', ['env', 'info', '--path'], {
    cwd: project,
    env: quiet,
    onLine: () => undefined,
    signal: context.signal,
  });
  return exitCode === 0 ? (stdout.trim().split('\n').at(-1) ?? '') : '';
}

async function ask(context: InstallContext, project: string, args: readonly string[]) {
  return await context.exec.run('poetry', args, { cwd: project, env: quiet, signal: context.signal });
}

const quiet = { POETRY_KEYRING_ENABLED: 'false', NO_COLOR: '1' };
