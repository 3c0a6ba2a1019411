import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { normalizeProject, type Requirement } from '../../lock/requirements.ts';
import type { Table } from '../../lock/toml.ts';
import { poetryCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import { type Local, mayBuild } from '../local.ts';
import type { Installed, ManagerSource } from '../manager.ts';
import { buildFailed } from './build-failed.ts';
import { contentHash, type HashKind } from './content-hash.ts';
import { withNetrc } from './netrc.ts';
import { buildWithPip, editableWithPip } from './pip-build.ts';
import { poetryEnvironment } from './poetry-environment.ts';
import { wheelsOnly, withSource } from './poetry-project.ts';
import { poetrySettings } from './poetry-settings.ts';
import { copyProject } from './project-copy.ts';
import { packageFolders, pythonIn } from './python-environment.ts';
import { forget, prove } from './python-proof.ts';
import { builtApart, fetchSdist } from './sdist.ts';

/** A project with a poetry.lock. */
export interface PoetryProject {
  readonly source: ManagerSource;
  readonly folder: string;
  readonly version: string;
  readonly pyproject: Table;
  readonly hashKind: HashKind;
  readonly locals: readonly Local[];
}

/** Installs a copy of the project, whose only source is the repository, into the environment of the project itself. */
export async function installPoetry(
  project: PoetryProject,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { context, lock } = project.source;
  const built = builtLater(project);
  const sdists = join(temporary, 'sdists');
  for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
  const copy = join(temporary, 'project');
  await copyWithSource(project, built, access, copy);
  const environment = await poetryEnvironment(context, project.folder);
  const python = pythonIn(environment);
  // Poetry takes for installed what has the right version, whatever its content.
  await forget(lock.packages, await packageFolders(context, python), 'poetry');
  const args = ['install', '--no-root', '--no-directory', '--no-interaction', '--no-plugins'];
  const result = await withNetrc(context, access, temporary, (netrc) =>
    context.exec.run('poetry', args, {
      cwd: copy,
      env: { ...poetrySettings(temporary), ...netrc, VIRTUAL_ENV: environment },
      signal: context.signal,
    }),
  );
  if (result.exitCode !== 0) return { state: 'refused', cause: poetryCause(result), result };
  if (built.length > 0) await buildWithPip(context, built, sdists, { temporary, python });
  await buildLocals(project, environment, temporary);
  return await prove(lock.packages, await packageFolders(context, python));
}

async function copyWithSource(
  { source, version, pyproject, hashKind }: PoetryProject,
  built: readonly Requirement[],
  access: Access,
  copy: string,
): Promise<void> {
  const { stringify } = await import('smol-toml');
  // Poetry 1 asks the public index as well unless another is called the default.
  const priority = version.startsWith('1.') ? 'default' : 'primary';
  const ours = withSource(pyproject, `${access.endpoint}simple/`, priority);
  const left = new Set(built.map(({ project }) => project));
  await copyProject(source, access, copy, async (_, lock) => {
    const hash = contentHash(ours, hashKind);
    return [stringify(ours), wheelsOnly(lock, hash, (name) => left.has(normalizeProject(name)))];
  });
}

/** Poetry 1 resolves the lock anew, so that no package can be left out of it. */
function builtLater({ source, version }: PoetryProject): readonly Requirement[] {
  const built = builtApart(source);
  if (built.length === 0 || !version.startsWith('1.')) return built;
  throw new StepError('CHILD_MISSING', {
    message: `Poetry ${version} cannot leave out ${built.map(({ pin }) => pin).join(', ')}, which is to be built apart`,
    fix: 'install Poetry 2 or later',
  });
}

async function buildLocals(
  { source: { context }, folder: project, locals }: PoetryProject,
  environment: string,
  temporary: string,
): Promise<void> {
  for (const { folder } of locals.filter((local) => mayBuild(context, local.name))) {
    if (folder === '.') await installRoot(context, project, environment, temporary);
    else {
      const build = { temporary, python: pythonIn(environment) };
      await editableWithPip(context, join(project, folder), build);
    }
  }
}

/** Poetry brings what builds a project of its own, so nothing else must be in the environment. */
async function installRoot(
  context: InstallContext,
  project: string,
  environment: string,
  temporary: string,
): Promise<void> {
  const args = ['install', '--only-root', '--no-interaction', '--no-plugins'];
  const { exitCode } = await context.exec.run('poetry', args, {
    cwd: project,
    env: { ...poetrySettings(temporary), VIRTUAL_ENV: environment },
    signal: context.signal,
  });
  if (exitCode !== 0) throw buildFailed(`"${project}"`, exitCode);
}
