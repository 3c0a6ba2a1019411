import { join } from 'node:path';
import type { Access } from './access.ts';
import { uvCause } from './child-failure.ts';
import type { Installed, ManagerSource } from './manager.ts';
import { withNetrc } from './netrc.ts';
import { copyProject } from './project-copy.ts';
import { packageFolders, pythonIn, pythonOf } from './python-environment.ts';
import { comparePackages, readInstalled } from './python-proof.ts';
import { uvSettings } from './uv-settings.ts';

/** Fills the environment of the project from its uv.lock, with the addresses of the repository. */
export async function syncUv(
  source: ManagerSource,
  project: string,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { context, lock } = source;
  const copy = join(temporary, 'project');
  await copyProject(source, access, copy);
  const environment = join(project, '.venv');
  const args = ['sync', '--frozen', '--reinstall', '--no-install-workspace'];
  const python = context.inputs.python === 'python3' ? {} : { UV_PYTHON: pythonOf(context) };
  const result = await withNetrc(context, access, temporary, (netrc) =>
    context.exec.run('uv', args, {
      cwd: copy,
      env: { ...uvSettings(temporary), ...python, ...netrc, UV_PROJECT_ENVIRONMENT: environment },
      signal: context.signal,
    }),
  );
  if (result.exitCode !== 0) return { state: 'refused', cause: uvCause(result), result };
  const found = await readInstalled(await packageFolders(context, pythonIn(environment)));
  const differences = comparePackages(lock.packages, found);
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'installed', count: lock.packages.filter(({ name }) => found.has(name)).length };
}
