import { join } from 'node:path';
import type { Access } from '../../access.ts';
import { type Requirement, renderPipLock } from '../../lock/requirements.ts';
import { uvCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed } from '../manager.ts';
import { buildFailed } from './build-failed.ts';
import { withNetrc } from './netrc.ts';
import { packageFolders } from './python-environment.ts';
import { prove } from './python-proof.ts';
import { installRequirements, type Pass, type RequirementsTool } from './requirements-install.ts';
import { uvSettings } from './uv-settings.ts';

/** Installs requirements with `uv pip install --require-hashes`, into a folder or the environment of a Python. */
export async function installWithUvPip(
  context: InstallContext,
  requirements: readonly Requirement[],
  access: Access,
  temporary: string,
  python: string,
): Promise<Installed> {
  return await installRequirements(context, requirements, access, temporary, uvPip(context, python));
}

/** `uv pip` for the environment of one Python. */
export function uvPip(context: InstallContext, python: string): RequirementsTool {
  return {
    async wheels(requirements, access, { isWhole, ...pass }) {
      // Where some are built later, uv cannot see the whole set, and the lock alone must be complete.
      // As an option: uv pip does not read the variable for it.
      const args = ['--only-binary', ':all:', ...(isWhole ? [] : ['--no-deps'])];
      return await withNetrc(context, access, pass.temporary, (netrc) => {
        const env = { ...netrc, UV_DEFAULT_INDEX: `${access.endpoint}simple/` };
        return installThem(context, requirements, { ...pass, python, args, env });
      });
    },
    async build(requirements, { sdists, ...pass }) {
      const args = ['--no-deps', ...buildArgs, '--no-binary', ':all:', '--find-links', sdists];
      // What the build needs must have been in the lock as well.
      const env: Record<string, string> = pass.folder === undefined ? {} : { PYTHONPATH: pass.folder };
      const done = await installThem(context, requirements, { ...pass, python, args, env });
      if (done.state !== 'refused' || done.cause !== 'unknown') return done;
      throw buildFailed(requirements.map(({ pin }) => pin).join(', '), done.result.exitCode);
    },
  };
}

/** Installs a folder of the project so that its files are used where they lie, without token and network. */
export async function installEditable(
  context: InstallContext,
  folder: string,
  temporary: string,
  python: string,
): Promise<void> {
  const args = ['pip', 'install', '--python', python, '--no-deps', ...buildArgs, '--editable', folder];
  const { exitCode } = await context.exec.run('uv', args, {
    cwd: temporary,
    env: uvSettings(temporary),
    signal: context.signal,
  });
  if (exitCode !== 0) throw buildFailed(`"${folder}"`, exitCode);
}

const buildArgs = ['--no-build-isolation', '--offline', '--no-index'];

interface Order extends Pass {
  readonly python: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function installThem(
  context: InstallContext,
  requirements: readonly Requirement[],
  { temporary, folder, python, args, env }: Order,
): Promise<Installed> {
  const lock = join(temporary, 'requirements.lock');
  await context.files.write(lock, renderPipLock(requirements));
  const where = folder === undefined ? [] : ['--target', folder];
  const command = [
    'pip',
    'install',
    '--python',
    python,
    '--reinstall',
    '--require-hashes',
    ...where,
    ...args,
  ];
  const result = await context.exec.run('uv', [...command, '-r', lock], {
    cwd: temporary,
    env: { ...uvSettings(temporary), ...env },
    signal: context.signal,
  });
  if (result.exitCode !== 0) return { state: 'refused', cause: uvCause(result), result };
  const packages = requirements.map(({ project, version, marker, hashes, line }) => ({
    name: project,
    version,
    hashes,
    mayBeAbsent: marker !== undefined,
    line,
  }));
  return await prove(packages, folder === undefined ? await packageFolders(context, python) : [folder]);
}
