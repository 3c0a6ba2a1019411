import { devNull } from 'node:os';
import { join } from 'node:path';
import { type Requirement, renderPipLock } from '../../lock/requirements.ts';
import type { InstallContext } from '../inputs.ts';
import { buildFailed } from './build-failed.ts';
import { pythonOf } from './python-environment.ts';

/** What is built into the environment of another Python, and where it is kept. */
export interface PipBuild {
  readonly temporary: string;
  /** The Python of the environment; it may have no pip. */
  readonly python: string;
}

/** Builds source distributions with pip, without token and network, for a tool that cannot do that itself. */
export async function buildWithPip(
  context: InstallContext,
  requirements: readonly Requirement[],
  sdists: string,
  build: PipBuild,
): Promise<void> {
  const lock = join(build.temporary, 'builds.lock');
  await context.files.write(lock, renderPipLock(requirements));
  const args = ['--require-hashes', '--no-binary', ':all:', '--find-links', sdists, '-r', lock];
  await pip(context, build, args, requirements.map(({ pin }) => pin).join(', '));
}

/** Installs a folder of the project so that its files are used where they lie. */
export async function editableWithPip(
  context: InstallContext,
  folder: string,
  build: PipBuild,
): Promise<void> {
  await pip(context, build, ['--editable', folder], `"${folder}"`);
}

async function pip(
  context: InstallContext,
  { temporary, python }: PipBuild,
  args: readonly string[],
  what: string,
): Promise<void> {
  const standard = ['install', '--no-index', '--no-deps', '--no-build-isolation', '--force-reinstall'];
  const command = ['-m', 'pip', '--python', python, ...standard, ...args];
  const { exitCode } = await context.exec.run(pythonOf(context), command, {
    cwd: temporary,
    env: pipSettings,
    signal: context.signal,
  });
  if (exitCode !== 0) throw buildFailed(what, exitCode);
}

/** Nothing of the user's configuration, no questions, and no cache: it may keep headers. */
export const pipSettings: Readonly<Record<string, string>> = {
  PIP_CONFIG_FILE: devNull,
  PIP_NO_INPUT: '1',
  PIP_NO_CACHE_DIR: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_KEYRING_PROVIDER: 'disabled',
  PIP_PROGRESS_BAR: 'off',
  PIP_ROOT_USER_ACTION: 'ignore',
  PYTHONNOUSERSITE: '1',
};
