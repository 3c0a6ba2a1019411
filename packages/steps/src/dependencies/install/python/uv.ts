import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import { uvCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import { localsOf } from '../local.ts';
import type { Manager, ManagerSource } from '../manager.ts';
import { projectOf } from './project-copy.ts';
import { pythonOf } from './python-environment.ts';
import { versionOf } from './tool-version.ts';
import { installWithUvPip } from './uv-pip.ts';
import { uvSettings } from './uv-settings.ts';
import { syncUv } from './uv-sync.ts';

/** Installs with uv: `uv sync` from its own lock, `uv pip install` from requirements and pylock.toml. */
export async function openUv(source: ManagerSource): Promise<Manager> {
  const { context, lock } = source;
  const version = await versionOf(context, {
    command: 'uv',
    prefix: 'uv ',
    oldest: [0, 6],
    lacks: 'builds a project to see whether its lock is stale',
    env: uvSettings(''),
  });
  const { requirements } = lock;
  if (requirements) {
    return {
      version: async () => version,
      install: (access, temporary) =>
        installWithUvPip(context, requirements, access, temporary, pythonOf(context)),
    };
  }
  const project = { source, folder: projectOf(source, 'uv.lock'), locals: await localsOf(source) };
  await checkFresh(context, project.folder);
  return {
    local: project.locals.map(({ name }) => name),
    version: async () => version,
    install: (access, temporary) => syncUv(project, access, temporary),
  };
}

/** Asks uv whether the lock is that of the project as it lies there; without network, so it can only be read. */
async function checkFresh(context: InstallContext, project: string): Promise<void> {
  const temporary = await context.files.temporary('uv');
  try {
    // Settings of the project count, since the lock was made with them; those of the user do not.
    const config = join(temporary, 'config');
    await mkdir(config);
    const { UV_NO_CONFIG: _, ...settings } = uvSettings(temporary);
    const result = await context.exec.run('uv', ['lock', '--locked', '--offline', '--no-build'], {
      cwd: project,
      env: { ...settings, UV_NO_SYSTEM_CONFIG: '1', XDG_CONFIG_HOME: config, XDG_CONFIG_DIRS: config },
      signal: context.signal,
    });
    if (result.exitCode === 0) return;
    // Without network, what uv finds missing is what it would have to look up.
    const isStale = ['stale', 'missing'].includes(uvCause(result));
    throw new StepError(isStale ? 'LOCK_STALE' : 'CHILD_FAILED', {
      message: isStale
        ? `"${context.inputs.lock}" is not the lock of its project any more`
        : `uv cannot read "${context.inputs.lock}" with its project (exit ${result.exitCode})`,
      fix: isStale ? 'write the lock anew and commit it: uv lock' : 'see the output above',
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
