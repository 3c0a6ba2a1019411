import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import { normalizeProject } from '../../lock/requirements.ts';
import { tableOf, textOf } from '../../lock/toml.ts';
import { pdmCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import { localsOf } from '../local.ts';
import type { Manager, ManagerSource } from '../manager.ts';
import { refuseTarget } from './no-target.ts';
import { installPdm } from './pdm-install.ts';
import { pdmSettings } from './pdm-settings.ts';
import { projectOf, readPyproject } from './project-copy.ts';
import { versionOf } from './tool-version.ts';

/** Installs with `pdm sync`, into the virtual environment that PDM itself has for the project. */
export async function openPdm(source: ManagerSource): Promise<Manager> {
  const { context, lock } = source;
  refuseTarget(context);
  const folder = projectOf(source, 'pdm.lock');
  const version = await versionOf(context, {
    command: 'pdm',
    prefix: 'PDM, version ',
    oldest: [2, 12],
    lacks: 'writes locks that do not say when a package applies',
    env: pdmSettings(''),
  });
  if (!lock.requirements) throw untelling(lock.file);
  const pyproject = await readPyproject(source, folder);
  await checkFresh(context, folder);
  const root = { name: normalizeProject(textOf(tableOf(pyproject.project).name) ?? ''), folder: '.' };
  const others = (await localsOf(source)).filter((local) => local.folder !== '.');
  const locals = [root, ...others];
  return {
    local: locals.map(({ name }) => name),
    version: async () => version,
    install: (access, temporary) => installPdm({ source, folder, pyproject, locals }, access, temporary),
  };
}

/** Where packages do not say when they apply, PDM resolves anew, and folders of the project cannot be left out. */
function untelling(file: string): StepError {
  return new StepError('LOCK_INVALID', {
    message: `"${file}" does not say of each package when it applies`,
    fix: 'write the lock anew and commit it: pdm lock --strategy inherit_metadata',
  });
}

/** Asks PDM whether the lock is that of the project as it lies there; it needs no network for that. */
async function checkFresh(context: InstallContext, project: string): Promise<void> {
  const temporary = await context.files.temporary('pdm');
  try {
    const settings = pdmSettings(temporary);
    await mkdir(join(temporary, 'config'));
    const result = await context.exec.run('pdm', ['lock', '--check'], {
      cwd: project,
      env: settings,
      signal: context.signal,
    });
    if (result.exitCode === 0) return;
    const isStale = pdmCause(result) === 'stale';
    throw new StepError(isStale ? 'LOCK_STALE' : 'CHILD_FAILED', {
      message: isStale
        ? `"${context.inputs.lock}" is not the lock of its project any more`
        : `pdm cannot read "${context.inputs.lock}" with its project (exit ${result.exitCode})`,
      fix: isStale ? 'write the lock anew and commit it: pdm lock' : 'see the output above',
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
