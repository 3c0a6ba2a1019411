import { basename, dirname, join, parse } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import type { Lock } from '../../lock/lock.ts';
import { readLock } from '../../lock/read-lock.ts';
import { rewriteHosts } from '../../lock/rewrite.ts';
import { pnpmCause, refuseBuild } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed, Manager, ManagerSource } from '../manager.ts';
import { installBeside, removeModules } from './beside.ts';
import { readTree } from './node-tree.ts';
import { scopesOf, userNpmrc } from './npmrc.ts';
import { checkOwnCredentials, checkPnpmNpmrc, checkPnpmSettings } from './pnpm-settings.ts';
import { readIfThere } from './project-files.ts';
import { compareIntegrity, compareTree, countInstalled } from './tree-proof.ts';

/** The versions whose rules for settings are known. */
const majors: readonly number[] = [10, 11, 12];

/** Installs with `pnpm install --frozen-lockfile`, in the folder of the lock. */
export async function openPnpm({ context, lock, text }: ManagerSource): Promise<Manager> {
  const { inputs, files } = context;
  if (basename(inputs.lock) !== 'pnpm-lock.yaml') {
    throw new StepError('LOCK_INVALID', {
      message: `pnpm reads no lock file of the name "${basename(inputs.lock)}"`,
      fix: 'name it pnpm-lock.yaml',
    });
  }
  const project = dirname(files.resolve(inputs.lock));
  const source: Source = { context, lock, text, project, folders: [...new Set(['.', ...lock.local])] };
  return {
    version: () => openVersion(source),
    install: (access, temporary) => install(source, access, temporary),
  };
}

interface Source extends ManagerSource {
  readonly project: string;
  readonly folders: readonly string[];
}

/** The version, once it is known that nothing in the project leads it astray: that depends on the version. */
async function openVersion(source: Source): Promise<string> {
  const { context, project } = source;
  // In the project, pnpm 10 and 11 would run its .pnpmfile.cjs and fetch its configDependencies to tell their version.
  const args = [`--dir=${parse(project).root}`, '--config.ignore-pnpmfile=true', '--version'];
  const env = settingsOf(join(project, '.ml-ci', 'no-configuration'));
  const options = { cwd: project, env, onLine: () => undefined, signal: context.signal };
  const { stdout, stderr } = await context.exec.run('pnpm', args, options);
  const version = stdout.trim();
  const major = majorOf(version);
  if (!majors.includes(major)) {
    throw new StepError('CHILD_MISSING', {
      message: `pnpm is ${version === '' ? `no pnpm: ${stderr.trim().slice(0, 200)}` : version}; ${majors.join(', ')} are known`,
      fix: 'install one of them: npm install --global pnpm@12, or corepack install',
    });
  }
  await checkProject(source, major);
  return version;
}

async function checkProject({ context, project, folders }: Source, major: number): Promise<void> {
  const at = dirname(context.inputs.lock);
  for (const folder of folders) {
    const file = join(folder, '.npmrc');
    checkPnpmNpmrc((await readIfThere(join(project, file))) ?? '', join(at, file));
  }
  const { parse: parseYaml } = await import('yaml');
  const workspace = await readIfThere(join(project, 'pnpm-workspace.yaml'));
  checkPnpmSettings(workspace && parseYaml(workspace), join(at, 'pnpm-workspace.yaml'), major);
  const manifest: { readonly pnpm?: unknown } = JSON.parse(
    (await readIfThere(join(project, 'package.json'))) ?? '{}',
  );
  checkPnpmSettings(manifest.pnpm, join(at, 'package.json'), major);
}

async function install(source: Source, access: Access, temporary: string): Promise<Installed> {
  const { context, text, project, folders } = source;
  const { lock: file } = context.inputs;
  for (const folder of folders) {
    const npmrc = join(folder, '.npmrc');
    const own = (await readIfThere(join(project, npmrc))) ?? '';
    checkOwnCredentials(own, join(dirname(file), npmrc), access.endpoint);
  }
  // What a .pnpmfile.cjs had to say is in the lock; it does not run here, and pnpm 10 would miss it.
  const rewritten = (await rewriteHosts(text, 'pnpm', access.endpoint, file)).replace(
    /^pnpmfileChecksum: .*\r?\n(?:\r?\n)?/m,
    '',
  );
  if (rewritten === text) {
    // As `npm ci` does: what lies there already is not taken for what was installed.
    await removeModules(project, folders);
    return await installIn(source, project, access, temporary);
  }
  context.log.info(
    'the lock has addresses of another registry, or a .pnpmfile.cjs: it is installed from a copy without them',
  );
  const changed = { 'pnpm-lock.yaml': rewritten };
  return await installBeside(context, { project, folders, changed }, temporary, (copy) =>
    installIn(source, copy, access, temporary),
  );
}

async function installIn(
  source: Source,
  folder: string,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { context, lock } = source;
  const { endpoint, token } = access;
  const userconfig = join(temporary, 'npmrc');
  await context.files.write(userconfig, userNpmrc(access), 0o600);
  const isWorkspace = (await readIfThere(join(folder, 'pnpm-workspace.yaml'))) !== undefined;
  const result = await context.exec.run(
    'pnpm',
    [
      'install',
      '--frozen-lockfile',
      '--ignore-scripts',
      '--ignore-pnpmfile',
      `--registry=${endpoint}`,
      // A project may send a scope elsewhere; here every scope comes from the repository.
      ...scopesOf(lock.packages).map((scope) => `--config.${scope}:registry=${endpoint}`),
      ...common(temporary),
      // Else it is installed as a part of a workspace above it, with the lock of that one.
      ...(isWorkspace ? [] : ['--ignore-workspace']),
    ],
    {
      cwd: folder,
      env: {
        ...settingsOf(temporary),
        NPM_CONFIG_USERCONFIG: userconfig,
        CODEARTIFACT_AUTH_TOKEN: token,
      },
      signal: context.signal,
    },
  );
  if (result.exitCode !== 0) return { state: 'refused', cause: pnpmCause(result), result };
  const { allowBuild } = context.inputs;
  if (allowBuild.length > 0) await rebuild(context, folder, allowBuild, temporary);
  return await prove(source, folder);
}

/** Runs the scripts of the packages that may; they get neither token nor address. */
async function rebuild(
  context: InstallContext,
  folder: string,
  names: readonly string[],
  temporary: string,
): Promise<void> {
  // The names say what is built; what pnpm itself would allow says no more then.
  const args = ['--recursive', 'rebuild', ...names, '--config.dangerously-allow-all-builds=true'];
  // The command knows no --ignore-pnpmfile.
  const pnpmfile = join(temporary, 'no-pnpmfile.cjs');
  await context.files.write(pnpmfile, 'module.exports = {};\n', 0o600);
  const { exitCode } = await context.exec.run(
    'pnpm',
    [...args, ...common(temporary), '--config.offline=true', `--config.pnpmfile=${pnpmfile}`],
    { cwd: folder, env: settingsOf(temporary), signal: context.signal },
  );
  refuseBuild('pnpm', names, exitCode);
}

/** Held against what lies there, and against the lock that pnpm writes of what it installed. */
async function prove({ lock, folders }: Source, folder: string): Promise<Installed> {
  const tree = await readTree(folder, folders);
  const file = 'node_modules/.pnpm/lock.yaml';
  const text = await readIfThere(join(folder, file));
  const current: Lock | undefined = text === undefined ? undefined : await readLock(text, file, 'pnpm');
  const differences = [
    ...compareTree(lock.packages, tree),
    ...compareIntegrity(lock.packages, current?.packages ?? []),
  ];
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'installed', count: countInstalled(lock.packages, tree) };
}

/** Stronger than any file of the project: where things lie, what is not asked, how long is waited. */
function common(temporary: string): string[] {
  return [
    `--config.store-dir=${join(temporary, 'store')}`,
    `--config.cache-dir=${join(temporary, 'cache')}`,
    `--config.state-dir=${join(temporary, 'state')}`,
    '--config.modules-dir=node_modules',
    '--config.virtual-store-dir=node_modules/.pnpm',
    '--config.enable-global-virtual-store=false',
    // Without it, what starts a command names folders, which may be those of a copy.
    '--config.extend-node-path=false',
    '--config.update-notifier=false',
    // pnpm 10 compares these as texts; by default it waits for minutes before it says what is wrong.
    '--config.fetch-retry-mintimeout=1000',
    '--config.fetch-retry-maxtimeout=2000',
    '--reporter=append-only',
  ];
}

/** Nothing of the user's or the machine's configuration, and no other pnpm or Node that it would fetch. */
function settingsOf(nowhere: string): Record<string, string> {
  return {
    NPM_CONFIG_USERCONFIG: join(nowhere, 'no-npmrc'),
    NPM_CONFIG_GLOBALCONFIG: join(nowhere, 'no-global-npmrc'),
    npm_config_globalconfig: join(nowhere, 'no-global-npmrc'),
    XDG_CONFIG_HOME: join(nowhere, 'no-configuration'),
    npm_config_ignore_pnpmfile: 'true',
    npm_config_manage_package_manager_versions: 'false',
    pnpm_config_pm_on_fail: 'ignore',
    COREPACK_ENABLE_NETWORK: '0',
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    CI: 'true',
  };
}

function majorOf(version: string): number {
  return Number(/^(\d+)\.\d+\.\d+/.exec(version)?.[1] ?? Number.NaN);
}
