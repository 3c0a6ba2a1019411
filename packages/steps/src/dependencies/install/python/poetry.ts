import { rm } from 'node:fs/promises';
import { StepError } from '@ml-ci/core';
import { normalizeProject } from '../../lock/requirements.ts';
import { parseToml, type Table, tableOf, textOf } from '../../lock/toml.ts';
import { poetryCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import { type Local, localsOf } from '../local.ts';
import type { Manager, ManagerSource } from '../manager.ts';
import { type HashKind, hashKinds } from './content-hash.ts';
import { refuseTarget } from './no-target.ts';
import { installPoetry } from './poetry-install.ts';
import { hashKindOf } from './poetry-project.ts';
import { poetrySettings } from './poetry-settings.ts';
import { projectOf, readPyproject } from './project-copy.ts';
import { versionOf } from './tool-version.ts';

/** Installs with `poetry install`, into the environment that Poetry itself has for the project. */
export async function openPoetry(source: ManagerSource): Promise<Manager> {
  const { context } = source;
  refuseTarget(context);
  const folder = projectOf(source, 'poetry.lock');
  const version = await versionOf(context, {
    command: 'poetry',
    prefix: 'Poetry (version ',
    oldest: [1, 8],
    lacks: 'cannot tell whether a lock is stale',
    env: poetrySettings(''),
  });
  const pyproject = await readPyproject(source, folder);
  await checkFresh(context, folder);
  const hashKind = await checkHash(source, pyproject);
  const locals = [rootOf(pyproject), ...(await localsOf(source))];
  return {
    local: locals.map(({ name }) => name),
    version: async () => version,
    downloads: { folder: 'cache/artifacts', hashes: source.lock.packages.flatMap(({ hashes }) => hashes) },
    install: (access, temporary) =>
      installPoetry({ source, folder, version, pyproject, hashKind, locals }, access, temporary),
  };
}

/** The project itself does not stand in its lock. */
function rootOf(pyproject: Table): Local {
  const name =
    textOf(tableOf(pyproject.project).name) ?? textOf(tableOf(tableOf(pyproject.tool).poetry).name);
  return { name: normalizeProject(name ?? ''), folder: '.' };
}

/** Asks Poetry whether the lock is that of the project as it lies there; it needs no network for that. */
async function checkFresh(context: InstallContext, project: string): Promise<void> {
  const temporary = await context.files.temporary('poetry');
  try {
    const result = await context.exec.run('poetry', ['check', '--lock', '--no-interaction'], {
      cwd: project,
      env: poetrySettings(temporary),
      signal: context.signal,
    });
    // What else it checks is for publishing: a missing readme does no harm here.
    if (result.exitCode === 0 || poetryCause(result) !== 'stale') return;
    throw new StepError('LOCK_STALE', {
      message: `"${context.inputs.lock}" is not the lock of its project any more`,
      fix: 'write the lock anew and commit it: poetry lock',
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The copy of the project needs a hash of its own, so ours must be made as Poetry makes it. */
async function checkHash({ context, text }: ManagerSource, pyproject: Table): Promise<HashKind> {
  const { lock } = context.inputs;
  const kind = hashKindOf(pyproject, (await parseToml(text, lock, 'poetry')).root);
  if (kind !== undefined) return kind;
  throw new StepError('LOCK_INVALID', {
    message: `the content-hash of "${lock}" is none of the ${hashKinds.length} that are known for its pyproject.toml`,
    fix: 'write the lock anew with a Poetry that is known to ml-ci (1.8 to 2.5), or install with pip from poetry export',
  });
}
