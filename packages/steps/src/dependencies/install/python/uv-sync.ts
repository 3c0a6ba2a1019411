import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { parsePipLock, type Requirement } from '../../lock/requirements.ts';
import { uvCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import { type Local, mayBuild } from '../local.ts';
import type { Installed, ManagerSource } from '../manager.ts';
import { withNetrc } from './netrc.ts';
import { copyProject } from './project-copy.ts';
import { packageFolders, pythonIn, pythonOf } from './python-environment.ts';
import { prove } from './python-proof.ts';
import { fetchSdist } from './sdist.ts';
import { installEditable, installWithUvPip, uvPip } from './uv-pip.ts';
import { uvSettings } from './uv-settings.ts';

/** A project with a uv.lock. */
export interface UvProject {
  readonly source: ManagerSource;
  /** Its folder. */
  readonly folder: string;
  readonly locals: readonly Local[];
}

/** Fills the environment of the project, or the target of the inputs, from its uv.lock with the addresses of the repository. */
export async function syncUv(project: UvProject, access: Access, temporary: string): Promise<Installed> {
  const { context } = project.source;
  const copy = join(temporary, 'project');
  await copyProject(project.source, access, copy);
  if (context.inputs.target !== undefined) {
    const requirements = await exported(project, copy, temporary);
    return await installWithUvPip(context, requirements, access, temporary, pythonOf(context));
  }
  const isBuilding = context.inputs.allowBuild.length > 0;
  const all = isBuilding ? await exported(project, copy, temporary) : [];
  const built = all.filter((requirement) => mayBuild(context, requirement.project));
  const sdists = join(temporary, 'sdists');
  for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
  const environment = join(project.folder, '.venv');
  const refused = await sync(project, { copy, environment, temporary, built }, access);
  if (refused) return refused;
  const python = pythonIn(environment);
  if (built.length > 0) {
    const done = await uvPip(context, python).build(built, { temporary, folder: undefined, sdists });
    if (done.state !== 'installed') return done;
  }
  for (const { name, folder } of project.locals)
    if (mayBuild(context, name))
      await installEditable(context, join(project.folder, folder), temporary, python);
  return await prove(project.source.lock.packages, await packageFolders(context, python));
}

interface Sync {
  readonly copy: string;
  readonly environment: string;
  readonly temporary: string;
  readonly built: readonly Requirement[];
}

/** Installs all wheels of the lock; undefined where that went well. */
async function sync(
  { source: { context }, locals }: UvProject,
  { copy, environment, temporary, built }: Sync,
  access: Access,
): Promise<Installed | undefined> {
  const left = [...locals.map(({ name }) => name), ...built.map(({ project }) => project)];
  const args = [
    'sync',
    '--frozen',
    '--no-build',
    '--reinstall',
    ...left.map((name) => `--no-install-package=${name}`),
  ];
  const result = await withNetrc(context, access, temporary, (netrc) =>
    context.exec.run('uv', args, {
      cwd: copy,
      env: {
        ...uvSettings(temporary),
        ...chosenPython(context),
        ...netrc,
        UV_PROJECT_ENVIRONMENT: environment,
      },
      signal: context.signal,
    }),
  );
  return result.exitCode === 0 ? undefined : { state: 'refused', cause: uvCause(result), result };
}

/** uv looks for a Python that fits the project; one that was named is taken instead. */
function chosenPython(context: InstallContext): Readonly<Record<string, string>> {
  return context.inputs.python === 'python3' ? {} : { UV_PYTHON: pythonOf(context) };
}

/** What uv says a plain sync takes, each with the marker that it applies by: that stands on the edges of its lock. */
async function exported(
  { source: { context }, locals }: UvProject,
  copy: string,
  temporary: string,
): Promise<readonly Requirement[]> {
  const file = join(temporary, 'exported.txt');
  const left = locals.map(({ name }) => `--no-emit-package=${name}`);
  const args = ['export', '--frozen', '--offline', '--quiet', ...left];
  const { exitCode } = await context.exec.run('uv', [...args, '--output-file', file], {
    cwd: copy,
    env: { ...uvSettings(temporary), ...chosenPython(context) },
    signal: context.signal,
  });
  if (exitCode === 0) return parsePipLock(await context.files.readText(file), context.inputs.lock);
  throw new StepError('CHILD_FAILED', {
    message: `uv cannot export "${context.inputs.lock}" (exit ${exitCode})`,
    fix: 'see the output above',
  });
}
