import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ExecResult, StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { isAddressOf, type NpmLock, parseNpmLock, withAddressesOf } from '../../lock/package-lock.ts';
import { registryKey } from '../../tools/npmrc.ts';
import { tokenReference } from '../../tools/token.ts';
import { npmCause } from '../child-failure.ts';
import { copyName } from '../clean-up.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed, Manager, ManagerSource } from '../manager.ts';
import { contentFolder, integritiesThere } from './npm-content.ts';
import { compareInstalled, type InstalledPackage } from './npm-proof.ts';
import { npmSettings, rebuildWithNpm } from './npm-rebuild.ts';
import { checkProjectNpmrc, scopesOf, userNpmrc } from './npmrc.ts';

/** Installs with `npm ci`, in the folder of the lock. */
export async function openNpm({ context, lock: { packages }, text }: ManagerSource): Promise<Manager> {
  const { inputs, files } = context;
  const lock = parseNpmLock(text, inputs.lock);
  const project = dirname(files.resolve(inputs.lock));
  if (!['package-lock.json', 'npm-shrinkwrap.json'].includes(basename(inputs.lock))) {
    throw new StepError('LOCK_INVALID', {
      message: `npm reads no lock file of the name "${basename(inputs.lock)}"`,
      fix: 'name it package-lock.json',
    });
  }
  const npmrc = await readFile(join(project, '.npmrc'), 'utf8').catch(absent);
  checkProjectNpmrc(npmrc, join(dirname(inputs.lock), '.npmrc'));
  return {
    version: async () => (await quiet(context, project, ['--version'])).stdout.trim(),
    downloads: { folder: contentFolder, hashes: packages.flatMap(({ hashes }) => hashes) },
    install: (access, temporary) => install(context, { lock, text, project, npmrc }, access, temporary),
  };
}

interface Project {
  readonly lock: NpmLock;
  readonly text: string;
  readonly project: string;
  readonly npmrc: string;
}

async function install(
  context: InstallContext,
  source: Project,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { packages, hasLinks } = source.lock;
  const there = await integritiesThere(
    packages.map(({ integrity }) => integrity),
    temporary,
  );
  const isForeign = packages.some(({ resolved }) => !isAddressOf(resolved, access.endpoint));
  const isUnknown = packages.some((one) => one.resolved === undefined && there.has(one.integrity ?? ''));
  if (!isForeign && (!isUnknown || hasLinks))
    return await installIn(context, source, source.project, access, temporary);
  if (hasLinks) {
    throw new StepError('LOCK_UNSAFE', {
      message: `"${context.inputs.lock}" has workspaces and addresses of another registry, which cannot be replaced for this install alone`,
      fix: 'write the lock without addresses: npm install --package-lock-only --omit-lockfile-registry-resolved',
    });
  }
  if (isForeign)
    context.log.info(
      'the lock has addresses of another registry: each package is looked up in this one by name, version and hash',
    );
  const text = withAddressesOf(source.text, there, access.endpoint);
  return await installBeside(context, { ...source, text }, access, temporary);
}

/** Installs a copy of the project with the lock of the source, and moves the result in place: the lock stays as it is. */
async function installBeside(
  context: InstallContext,
  source: Project,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { files } = context;
  // Under the project's own folder, so that moving is one step of the file system.
  const copy = await files.state(copyName(temporary));
  try {
    await mkdir(copy, { mode: 0o700 });
    await files.write(join(copy, 'package.json'), await files.readText(join(source.project, 'package.json')));
    await files.write(join(copy, 'package-lock.json'), source.text);
    if (source.npmrc !== '') await files.write(join(copy, '.npmrc'), source.npmrc, 0o600);
    const installed = await installIn(context, source, copy, access, temporary);
    if (installed.state === 'installed')
      await replace(join(source.project, 'node_modules'), join(copy, 'node_modules'), copy);
    return installed;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function replace(target: string, fresh: string, aside: string): Promise<void> {
  await rename(target, join(aside, 'replaced')).catch(absent);
  await rename(fresh, target);
}

async function installIn(
  context: InstallContext,
  source: Project,
  folder: string,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { endpoint, token } = access;
  const userconfig = join(temporary, 'npmrc');
  await context.files.write(userconfig, userNpmrc(access), 0o600);
  const settings = { ...npmSettings(temporary), NPM_CONFIG_USERCONFIG: userconfig };
  const result = await context.exec.run(
    'npm',
    [
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `--registry=${endpoint}`,
      // Stronger than the project's file, which may name a token of its own for the address. It is the name of a
      // variable; a variable of npm's for this would be lost where npm is a shell script (dash drops such names).
      `--${registryKey(endpoint, '_authToken')}=${tokenReference}`,
      // A project may send a scope elsewhere; here every scope comes from the repository.
      ...scopesOf(source.lock.packages).map((scope) => `--${scope}:registry=${endpoint}`),
    ],
    {
      cwd: folder,
      env: {
        ...settings,
        CODEARTIFACT_AUTH_TOKEN: token,
      },
      signal: context.signal,
    },
  );
  if (result.exitCode !== 0) return { state: 'refused', cause: npmCause(result), result };
  const { allowBuild } = context.inputs;
  if (allowBuild.length > 0) await rebuildWithNpm(context, folder, allowBuild, settings);
  return await prove(source, folder);
}

async function prove(source: Project, folder: string): Promise<Installed> {
  const text = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8').catch(absent);
  // npm writes this file itself after each install; none is written where nothing is installed.
  const { packages } = (text === '' ? { packages: {} } : JSON.parse(text)) as {
    packages: Record<string, InstalledPackage>;
  };
  const differences = compareInstalled(source.lock.packages, packages);
  if (differences.length > 0) return { state: 'different', differences };
  const count = source.lock.packages.filter(({ path }) => packages[path] !== undefined).length;
  return { state: 'installed', count };
}

async function quiet(context: InstallContext, cwd: string, args: readonly string[]): Promise<ExecResult> {
  return await context.exec.run('npm', args, { cwd, onLine: () => undefined, signal: context.signal });
}

/** For a file that may be missing; any other failure goes on. */
function absent(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
