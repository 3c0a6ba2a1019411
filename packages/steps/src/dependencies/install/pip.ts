import { rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { type ExecResult, StepError } from '@ml-ci/core';
import type { Access } from '../access.ts';
import { normalizeProject, type Requirement, renderPipLock } from '../lock/requirements.ts';
import { pipCause } from './child-failure.ts';
import type { InstallContext } from './inputs.ts';
import type { Installed, Manager, ManagerSource } from './manager.ts';
import { compareReport, readReport } from './pip-report.ts';
import { fetchSdist, isRefused } from './sdist.ts';
import { openTarget, type Target } from './target.ts';

/** Installs with `pip install --require-hashes`, into a folder or into the environment of a Python. */
export async function openPip({ context, lock }: ManagerSource): Promise<Manager> {
  const requirements = lock.requirements ?? [];
  return {
    version: () => pipVersion(context),
    install: (access, temporary, cache) => install(context, requirements, access, { temporary, cache }),
  };
}

/** One that is removed afterwards, and one for downloads. */
interface Folders {
  readonly temporary: string;
  readonly cache: string;
}

async function install(
  context: InstallContext,
  requirements: readonly Requirement[],
  access: Access,
  folders: Folders,
): Promise<Installed> {
  const target = await openTarget(context);
  try {
    const installed = await installInto(context, requirements, access, folders, target.folder);
    if (installed.state === 'installed') await target.accept();
    return installed;
  } finally {
    await target.close();
  }
}

async function installInto(
  context: InstallContext,
  requirements: readonly Requirement[],
  access: Access,
  { temporary, cache }: Folders,
  folder: Target['folder'],
): Promise<Installed> {
  const allowed = new Set(context.inputs.allowBuild.map(normalizeProject));
  const built = requirements.filter(({ project }) => allowed.has(project));
  const wheels = requirements.filter(({ project }) => !allowed.has(project));
  const sdists = join(temporary, 'sdists');
  // Fetched before anything is installed, and by us: building runs foreign code, which must not see the token.
  for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
  let count = 0;
  if (wheels.length > 0) {
    const done = await installWheels(context, wheels, access, {
      temporary,
      cache,
      folder,
      isWhole: built.length === 0,
    });
    if (done.state !== 'installed') return done;
    count += done.count;
  }
  if (built.length > 0) {
    const done = await build(context, built, { temporary, folder, sdists });
    if (done.state !== 'installed') return done;
    count += done.count;
  }
  return { state: 'installed', count };
}

interface Pass {
  readonly temporary: string;
  readonly folder: string | undefined;
}

async function installWheels(
  context: InstallContext,
  requirements: readonly Requirement[],
  { endpoint, token }: Access,
  { temporary, cache, folder, isWhole }: Pass & { readonly cache: string; readonly isWhole: boolean },
): Promise<Installed> {
  const netrc = join(temporary, 'netrc');
  const machine = `machine ${new URL(endpoint).hostname} login aws password ${token}\n`;
  await context.files.write(netrc, machine, 0o600);
  const { PIP_NO_CACHE_DIR: _, ...others } = settings;
  const env = {
    ...others,
    PIP_CACHE_DIR: cache,
    PIP_INDEX_URL: `${endpoint}simple/`,
    PIP_ONLY_BINARY: ':all:',
    NETRC: netrc,
  };
  // Where some are built later, pip cannot see the whole set, and the lock alone must be complete.
  const args = isWhole ? [] : ['--no-deps'];
  const pass = { temporary, folder, env, args, from: endpoint };
  // Gone before any foreign code runs, which could read it.
  const done = await pipInstall(context, requirements, pass).finally(() => rm(netrc, { force: true }));
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
    ...settings,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: sdists,
    // What the build needs must have been in the lock as well.
    ...(folder === undefined ? {} : { PYTHONPATH: folder }),
  };
  const args = ['--no-deps', '--no-build-isolation', '--no-binary', ':all:'];
  const done = await pipInstall(context, requirements, { temporary, folder, env, args, from: 'file://' });
  if (done.state !== 'refused' || done.cause !== 'unknown') return done;
  throw new StepError('CHILD_FAILED', {
    message: `the build of ${requirements.map(({ pin }) => pin).join(', ')} failed (exit ${done.result.exitCode})`,
    fix: 'see the output above; what a build needs, such as setuptools and wheel, must stand in the lock as well',
  });
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

/** Nothing of the user's configuration, no questions, and no cache but that of the downloads. */
const settings = {
  PIP_CONFIG_FILE: devNull,
  PIP_NO_INPUT: '1',
  PIP_NO_CACHE_DIR: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_KEYRING_PROVIDER: 'disabled',
  PIP_PROGRESS_BAR: 'off',
  PIP_ROOT_USER_ACTION: 'ignore',
  PYTHONNOUSERSITE: '1',
} as const;

/** A path starts at the folder of ml-ci.yml, as all paths do; a bare name is looked up. */
function pythonOf({ inputs, files }: InstallContext): string {
  return inputs.python.includes('/') ? files.resolve(inputs.python) : inputs.python;
}

async function pipVersion(context: InstallContext): Promise<string> {
  const python = pythonOf(context);
  const result: ExecResult = await context.exec.run(python, ['-m', 'pip', '--version'], {
    env: settings,
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
