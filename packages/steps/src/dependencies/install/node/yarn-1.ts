import { dirname, join, resolve } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { folderInside } from '../../lock/folder.ts';
import { rewriteHosts } from '../../lock/rewrite.ts';
import { parseYarn1 } from '../../lock/yarn-1-syntax.ts';
import { yarnCause } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed, Manager, ManagerSource } from '../manager.ts';
import { installBeside } from './beside.ts';
import { readTree } from './node-tree.ts';
import { npmSettings, rebuildWithNpm } from './npm-rebuild.ts';
import { scopesOf, userNpmrc } from './npmrc.ts';
import { readIfThere } from './project-files.ts';
import { compareTree, countInstalled } from './tree-proof.ts';
import { type AskingManifest, notCovered } from './yarn-1-covered.ts';
import { checkYarn1Npmrc, checkYarnrc } from './yarn-1-settings.ts';
import { itself, type YarnSource, yarnSource, yarnVersion } from './yarn-command.ts';

/** Installs with `yarn install --frozen-lockfile` of Yarn 1, whose locks always have addresses: from a copy. */
export async function openYarn1(given: ManagerSource): Promise<Manager> {
  const source = yarnSource(given);
  await checkConfiguration(source);
  return {
    async version() {
      const version = await yarnVersion(source.context, source.project, 1, {});
      await checkCovered(await withWorkspaces(source));
      return version;
    },
    downloads: { folder: mirror, hashes: source.lock.packages.flatMap(({ hashes }) => hashes) },
    install: async (access, temporary) => await install(await withWorkspaces(source), access, temporary),
  };
}

/** The lock does not tell the workspaces; Yarn does. */
async function withWorkspaces(source: YarnSource): Promise<YarnSource> {
  const { context, project, lock } = source;
  const manifest: unknown = JSON.parse((await readIfThere(join(project, 'package.json'))) ?? '{}');
  if (typeof manifest !== 'object' || manifest === null || !('workspaces' in manifest)) return source;
  const options = { cwd: project, env: itself, onLine: () => undefined, signal: context.signal };
  const { stdout, stderr, exitCode } = await context.exec.run(
    'yarn',
    ['--silent', 'workspaces', 'info'],
    options,
  );
  if (exitCode !== 0) {
    throw new StepError('LOCK_INVALID', {
      message: `Yarn cannot tell the workspaces of "${lock.file}": ${stderr.trim().slice(0, 200)}`,
      fix: 'run yarn workspaces info in its folder',
    });
  }
  const workspaces: Readonly<Record<string, { readonly location: string }>> = JSON.parse(stdout);
  const folders = Object.values(workspaces).map(({ location }) => location);
  const stray = folders.find((folder) => folderInside(folder) === undefined);
  if (stray === undefined) return { ...source, folders: ['.', ...folders] };
  throw new StepError('LOCK_UNSAFE', {
    message: `the workspace "${stray}" lies outside of the project`,
    fix: 'move it inside, or name the lock of the project that has both',
  });
}

/** Refuses a lock that Yarn 1 would silently do more than. */
async function checkCovered({ project, folders, lock, text }: YarnSource): Promise<void> {
  const manifests = await Promise.all(
    folders.map(async (folder): Promise<AskingManifest> => {
      const manifest = await readIfThere(join(project, folder, 'package.json'));
      return manifest === undefined ? {} : JSON.parse(manifest);
    }),
  );
  const missing = notCovered(parseYarn1(text, lock.file), manifests);
  if (missing.length === 0) return;
  throw new StepError('LOCK_STALE', {
    message: `"${lock.file}" has no entry of ${missing.slice(0, 3).join(', ')}`,
    fix: 'write the lock anew and commit it: yarn install',
  });
}

/** Yarn 1 obeys the files of every folder above it too. */
async function checkConfiguration({ project, lock }: YarnSource): Promise<void> {
  const at = dirname(lock.file);
  for (let folder = project; ; folder = dirname(folder)) {
    const shown = folder === project ? at : folder;
    checkYarn1Npmrc((await readIfThere(join(folder, '.npmrc'))) ?? '', join(shown, '.npmrc'));
    checkYarnrc((await readIfThere(join(folder, '.yarnrc'))) ?? '', join(shown, '.yarnrc'));
    if (folder === dirname(folder)) return;
  }
}

async function install(source: YarnSource, access: Access, temporary: string): Promise<Installed> {
  const { context, text, project, folders, lock } = source;
  const changed = {
    'yarn.lock': await rewriteHosts(text, 'yarn-1', access.endpoint, lock.file),
    // The first that Yarn finds counts, key by key.
    '.npmrc': npmrcOf(access, scopesOf(lock.packages)),
    '.yarnrc': yarnrcOf(join(temporary, mirror)),
  };
  return await installBeside(context, { project, folders, changed }, temporary, (copy) =>
    installIn(source, copy, access, temporary),
  );
}

function npmrcOf(access: Access, scopes: readonly string[]): string {
  const lines = scopes.map((scope) => `${scope}:registry=${access.endpoint}\n`);
  return `${userNpmrc(access)}${lines.join('')}always-auth=true\nstrict-ssl=true\n`;
}

/** The folder of the archives: what Yarn 1 has in its cache is unpacked, and it looks at none of it again. */
const mirror = 'archives';

function yarnrcOf(archives: string): string {
  return `yarn-offline-mirror ${JSON.stringify(archives)}\nyarn-offline-mirror-pruning false\ndisable-self-update-check true\n`;
}

async function installIn(
  source: YarnSource,
  folder: string,
  { endpoint, token }: Access,
  temporary: string,
): Promise<Installed> {
  const { context, lock } = source;
  const args = [
    'install',
    '--frozen-lockfile',
    '--ignore-scripts',
    '--non-interactive',
    '--no-progress',
    '--disable-pnp',
    '--production=false',
    `--cache-folder=${join(temporary, 'cache')}`,
    `--registry=${endpoint}`,
  ];
  const home = await homeOf(context);
  const env = {
    ...itself,
    // Nothing there, so no ~/.yarnrc and no ~/.npmrc; root has another place for the second.
    HOME: join(temporary, 'home'),
    npm_config_userconfig: join(temporary, 'no-npmrc'),
    COREPACK_HOME: join(home, '.cache/node/corepack'),
    CODEARTIFACT_AUTH_TOKEN: token,
  };
  const result = await context.exec.run('yarn', args, { cwd: folder, env, signal: context.signal });
  if (result.exitCode !== 0) return { state: 'refused', cause: yarnCause(result), result };
  const { allowBuild } = context.inputs;
  if (allowBuild.length > 0) await rebuildWithNpm(context, folder, allowBuild, npmSettings(temporary));
  const tree = await readTree(folder, source.folders);
  const differences = compareTree(lock.packages, tree);
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'installed', count: countInstalled(lock.packages, tree) };
}

/** The home of children, where Corepack keeps what it would run. */
async function homeOf({ exec, signal }: InstallContext): Promise<string> {
  const args = ['--print', "require('os').homedir()"];
  const { stdout } = await exec.run('node', args, { onLine: () => undefined, signal });
  return resolve(stdout.trim());
}
