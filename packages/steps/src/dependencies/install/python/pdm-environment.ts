import { access } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';
import { pdmQuiet } from './pdm-settings.ts';
import { pythonOf } from './python-environment.ts';

/**
 * The virtual environment that PDM has for a project; PDM makes it where there is none. The configuration of the user counts
 * for this one question, since it says where environments are, and later commands will ask in the same way.
 */
export async function pdmEnvironment(context: InstallContext, project: string): Promise<string> {
  const options = { cwd: project, env: pdmQuiet, signal: context.signal };
  if (context.inputs.python !== 'python3')
    await context.exec.run('pdm', ['use', '--force', pythonOf(context)], options);
  const { exitCode, stdout } = await context.exec.run('pdm', ['info', '--python'], {
    ...options,
    onLine: () => undefined,
  });
  const python = stdout.trim().split('\n').at(-1) ?? '';
  const environment = dirname(dirname(python));
  const isVirtual = exitCode === 0 && isAbsolute(python) && (await exists(join(environment, 'pyvenv.cfg')));
  if (isVirtual) return environment;
  throw new StepError('CHILD_FAILED', {
    message: `pdm has no virtual environment for the project (exit ${exitCode})`,
    fix: 'turn python.use_venv on, or make one: pdm venv create',
  });
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
