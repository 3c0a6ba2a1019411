import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecResult } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { normalizeProject } from '../../lock/requirements.ts';
import type { Table } from '../../lock/toml.ts';
import { type Cause, pdmCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import { type Local, mayBuild } from '../local.ts';
import type { Installed, ManagerSource } from '../manager.ts';
import { withNetrc } from './netrc.ts';
import { pdmEnvironment } from './pdm-environment.ts';
import { withAddresses, withIndex, withoutBuilds } from './pdm-project.ts';
import { pdmSettings } from './pdm-settings.ts';
import { buildWithPip, editableWithPip } from './pip-build.ts';
import { copyProject } from './project-copy.ts';
import { packageFolders, pythonIn } from './python-environment.ts';
import { prove } from './python-proof.ts';
import { builtApart, fetchSdist, isRefused } from './sdist.ts';

/** A project with a pdm.lock. */
export interface PdmProject {
  readonly source: ManagerSource;
  readonly folder: string;
  readonly pyproject: Table;
  readonly locals: readonly Local[];
}

/** Installs a copy of the project, whose only index is the repository, into the environment of the project itself. */
export async function installPdm(project: PdmProject, access: Access, temporary: string): Promise<Installed> {
  const { source, folder, locals } = project;
  const { context, lock } = source;
  const built = builtApart(source);
  const sdists = join(temporary, 'sdists');
  for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
  const copy = join(temporary, 'project');
  const left = new Set(built.map((requirement) => requirement.project));
  await copyWithIndex(project, left, access, copy);
  const environment = await pdmEnvironment(context, folder);
  const python = pythonIn(environment);
  await mkdir(join(temporary, 'config'));
  const index = { PDM_PYPI_URL: `${access.endpoint}simple/`, VIRTUAL_ENV: environment };
  const args = ['sync', '--no-self', '--reinstall', '--skip=:all'];
  const result = await withNetrc(context, access, temporary, (netrc) =>
    context.exec.run('pdm', args, {
      cwd: copy,
      env: { ...pdmSettings(temporary), ...index, ...netrc },
      signal: context.signal,
    }),
  );
  if (result.exitCode !== 0)
    return { state: 'refused', cause: await causeOf(context, access, result), result };
  if (built.length > 0) await buildWithPip(context, built, sdists, { temporary, python });
  for (const local of locals.filter(({ name }) => mayBuild(context, name)))
    await editableWithPip(context, join(folder, local.folder), { temporary, python });
  return await prove(lock.packages, await packageFolders(context, python));
}

async function copyWithIndex(
  { source, pyproject }: PdmProject,
  left: ReadonlySet<string>,
  { endpoint, token }: Access,
  copy: string,
): Promise<void> {
  const { stringify } = await import('smol-toml');
  const ours = stringify(withIndex(pyproject, `${endpoint}simple/`));
  await copyProject(source, { endpoint, token }, copy, async (_, lock) => [
    ours,
    withAddresses(
      withoutBuilds(lock, (name) => left.has(normalizeProject(name))),
      endpoint,
    ),
  ]);
}

async function causeOf(context: InstallContext, access: Access, result: ExecResult): Promise<Cause> {
  const cause = pdmCause(result);
  if (cause === 'mismatch' || cause === 'denied') return cause;
  // An older PDM keeps quiet about a refused token.
  if (await isRefused(context, access)) return 'denied';
  // It says so of each copy with another index; that of the project was checked.
  return cause === 'stale' ? 'unknown' : cause;
}
