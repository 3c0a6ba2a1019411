import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExecResult, StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { type Requirement, renderPipLock } from '../../lock/requirements.ts';
import { pipCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed, Manager, ManagerSource } from '../manager.ts';
import { buildFailed } from './build-failed.ts';
import { withNetrc } from './netrc.ts';
import { pipSettings } from './pip-build.ts';
import { compareReport, readReport } from './pip-report.ts';
import { pythonOf } from './python-environment.ts';
import { installRequirements, type Pass } from './requirements-install.ts';
import { isRefused } from './sdist.ts';

/** Installs with `pip install --require-hashes`, into a folder or into the environment of a Python. */
export async function openPip({ context, lock }: ManagerSource): Promise<Manager> {
  const requirements = lock.requirements ?? [];
  return {
    version: () => pipVersion(context),
    downloads: { folder: archives, hashes: requirements.flatMap(({ hashes }) => hashes) },
    install: (access, temporary) =>
      installRequirements(context, requirements, access, temporary, {
        wheels: (...given) => installWheels(context, ...given),
        build: (...given) => build(context, ...given),
      }),
  };
}

/** The folder of the wheels, from the temporary one. */
const archives = 'wheels';

/**
 * Downloads and then installs, as two commands: a folder with wheels may be used again, since pip looks at the hash of each,
 * while its own cache lives by addresses that change.
 */
async function installWheels(
  context: InstallContext,
  requirements: readonly Requirement[],
  { endpoint, token }: Access,
  { temporary, folder, isWhole }: Pass & { readonly isWhole: boolean },
): Promise<Installed> {
  const wheels = join(temporary, archives);
  await mkdir(wheels, { recursive: true });
  const offline = { ...pipSettings, PIP_ONLY_BINARY: ':all:' };
  // Where some are built later, pip cannot see the whole set, and the lock alone must be complete.
  const args = ['--find-links', wheels, ...(isWhole ? [] : ['--no-deps'])];
  const lock = await writeLock(context, requirements, temporary);
  const result = await withNetrc(context, { endpoint, token }, temporary, (netrc) => {
    const env = { ...offline, PIP_INDEX_URL: `${endpoint}simple/`, ...netrc };
    const download = ['download', '--require-hashes', ...args, '--dest', wheels, '-r', lock];
    return pip(context, temporary, download, env);
  });
  if (result.exitCode === 0) {
    const env = { ...offline, PIP_NO_INDEX: '1' };
    return await pipInstall(context, requirements, { temporary, folder, env, args });
  }
  const cause = pipCause(result);
  // pip keeps quiet about a refused token and then finds no distribution.
  const isDenied = cause === 'missing' && (await isRefused(context, { endpoint, token }));
  return { state: 'refused', cause: isDenied ? 'denied' : cause, result };
}

async function build(
  context: InstallContext,
  requirements: readonly Requirement[],
  { temporary, folder, sdists }: Pass & { readonly sdists: string },
): Promise<Installed> {
  const env = {
    ...pipSettings,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: sdists,
    // What the build needs must have been in the lock as well.
    ...(folder === undefined ? {} : { PYTHONPATH: folder }),
  };
  const args = ['--no-deps', '--no-build-isolation', '--no-binary', ':all:'];
  const done = await pipInstall(context, requirements, { temporary, folder, env, args });
  if (done.state !== 'refused' || done.cause !== 'unknown') return done;
  throw buildFailed(requirements.map(({ pin }) => pin).join(', '), done.result.exitCode);
}

async function pipInstall(
  context: InstallContext,
  requirements: readonly Requirement[],
  pass: Pass & {
    readonly env: Record<string, string>;
    readonly args: readonly string[];
  },
): Promise<Installed> {
  const lock = await writeLock(context, requirements, pass.temporary);
  const report = join(pass.temporary, 'report.json');
  const where =
    pass.folder === undefined
      ? ['--force-reinstall']
      : ['--target', pass.folder, '--upgrade', '--no-compile'];
  const args = ['install', '--require-hashes', ...pass.args, ...where, '--report', report, '-r', lock];
  const result = await pip(context, pass.temporary, args, pass.env);
  if (result.exitCode !== 0) return { state: 'refused', cause: pipCause(result), result };
  const installed = readReport(await context.files.readText(report));
  const differences = compareReport(requirements, installed, 'file://');
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'installed', count: installed.length };
}

async function writeLock(
  { files }: InstallContext,
  requirements: readonly Requirement[],
  temporary: string,
): Promise<string> {
  const lock = join(temporary, 'requirements.lock');
  await files.write(lock, renderPipLock(requirements));
  return lock;
}

async function pip(
  context: InstallContext,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ExecResult> {
  const { exec, signal } = context;
  return await exec.run(pythonOf(context), ['-m', 'pip', ...args], { cwd, env, signal });
}

async function pipVersion(context: InstallContext): Promise<string> {
  const python = pythonOf(context);
  const result: ExecResult = await context.exec.run(python, ['-m', 'pip', '--version'], {
    env: pipSettings,
    onLine: () => undefined,
    signal: context.signal,
  });
  const version = /^pip (\d+)\.(\d+)\S*/.exec(result.stdout);
  const [found = '', major = '0', minor = '0'] = version ?? [];
  const isNew = Number(major) > 22 || (Number(major) === 22 && Number(minor) >= 2);
  if (isNew) return found.replace('pip ', '');
  throw new StepError('CHILD_MISSING', {
    message:
      found === ''
        ? `"${python}" has no pip`
        : `"${python}" has ${found}, which cannot report what it installs`,
    fix: ({ input }) =>
      `install pip 22.2 or later for it, or name another Python: ${input('python', 'PATH')}`,
  });
}
