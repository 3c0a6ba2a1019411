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
    install: (access, temporary, cache) =>
      installRequirements(context, requirements, access, temporary, {
        wheels: (...given) => installWheels(context, cache, ...given),
        build: (...given) => build(context, ...given),
      }),
  };
}

async function installWheels(
  context: InstallContext,
  cache: string,
  requirements: readonly Requirement[],
  { endpoint, token }: Access,
  { temporary, folder, isWhole }: Pass & { readonly isWhole: boolean },
): Promise<Installed> {
  const { PIP_NO_CACHE_DIR: _, ...others } = pipSettings;
  const index = { PIP_INDEX_URL: `${endpoint}simple/`, PIP_ONLY_BINARY: ':all:', PIP_CACHE_DIR: cache };
  // Where some are built later, pip cannot see the whole set, and the lock alone must be complete.
  const args = isWhole ? [] : ['--no-deps'];
  const done = await withNetrc(context, { endpoint, token }, temporary, (netrc) => {
    const env = { ...others, ...index, ...netrc };
    return pipInstall(context, requirements, { temporary, folder, env, args, from: endpoint });
  });
  if (done.state !== 'refused' || done.cause !== 'missing') return done;
  // pip keeps quiet about a refused token and then finds no distribution.
  const isDenied = await isRefused(context, { endpoint, token });
  return isDenied ? { ...done, cause: 'denied' } : done;
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
  const done = await pipInstall(context, requirements, { temporary, folder, env, args, from: 'file://' });
  if (done.state !== 'refused' || done.cause !== 'unknown') return done;
  throw buildFailed(requirements.map(({ pin }) => pin).join(', '), done.result.exitCode);
}

async function pipInstall(
  context: InstallContext,
  requirements: readonly Requirement[],
  pass: Pass & {
    readonly env: Record<string, string>;
    readonly args: readonly string[];
    readonly from: string;
  },
): Promise<Installed> {
  const lock = join(pass.temporary, 'requirements.lock');
  const report = join(pass.temporary, 'report.json');
  await context.files.write(lock, renderPipLock(requirements));
  const where =
    pass.folder === undefined
      ? ['--force-reinstall']
      : ['--target', pass.folder, '--upgrade', '--no-compile'];
  const args = ['install', '--require-hashes', ...pass.args, ...where, '--report', report, '-r', lock];
  const result = await context.exec.run(pythonOf(context), ['-m', 'pip', ...args], {
    cwd: pass.temporary,
    env: pass.env,
    signal: context.signal,
  });
  if (result.exitCode !== 0) return { state: 'refused', cause: pipCause(result), result };
  const installed = readReport(await context.files.readText(report));
  const differences = compareReport(requirements, installed, pass.from);
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'installed', count: installed.length };
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
