import { join, relative } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { rewriteHosts } from '../../lock/rewrite.ts';
import { yarnCause } from '../child-failure.ts';
import type { Installed, Manager, ManagerSource } from '../manager.ts';
import type { Vouched } from '../vouching.ts';
import { installBeside } from './beside.ts';
import { readTree } from './node-tree.ts';
import { npmSettings, rebuildWithNpm } from './npm-rebuild.ts';
import { scopesOf } from './npmrc.ts';
import { comparePnp } from './pnp-proof.ts';
import { readIfThere } from './project-files.ts';
import { compareTree, countInstalled } from './tree-proof.ts';
import { checkVouched } from './vouched.ts';
import { itself, type YarnSource, yarnSource, yarnVersion } from './yarn-command.ts';
import { splitYarnrc, yarnrcFor } from './yarnrc.ts';

/** What Yarn 4 makes beside node_modules. */
const made = [
  '.pnp.cjs',
  '.pnp.loader.mjs',
  '.pnp.data.json',
  '.yarn/cache',
  '.yarn/unplugged',
  '.yarn/install-state.gz',
];

/** No file has this name, so Yarn reads none: neither the user's nor the project's. */
const noConfiguration = { YARN_RC_FILENAME: '.ml-ci-no-yarnrc.yml' };

/** Installs with `yarn install --immutable` of Yarn 4, with a configuration of its own. */
export async function openYarnBerry(given: ManagerSource): Promise<Manager> {
  const source = yarnSource(given);
  const { context, project } = source;
  const { parse } = await import('yaml');
  const settings: unknown = parse((await readIfThere(join(project, '.yarnrc.yml'))) ?? '');
  const { own, ignored } = splitYarnrc(settings);
  const linker = own.nodeLinker ?? 'pnp';
  if (linker === 'pnp' && context.inputs.allowBuild.length > 0) {
    throw new StepError('INPUT_INVALID', {
      message: "packages cannot be built one by one with Yarn's Plug'n'Play",
      fix: 'say nodeLinker: node-modules in .yarnrc.yml, or leave allow-build out',
    });
  }
  return {
    version: () => yarnVersion(context, project, 4, noConfiguration),
    downloads: { folder: 'yarn/cache', hashes: checksumsOf(given.text) },
    async install(access, temporary, vouched) {
      if (ignored.length > 0)
        context.log.info(`of .yarnrc.yml these count for nothing in this install: ${ignored.join(', ')}`);
      return await install({ ...source, own, isPnp: linker === 'pnp', vouched }, access, temporary);
    },
  };
}

/** Of the archives that Yarn makes of packages. */
function checksumsOf(lock: string): readonly string[] {
  return [...lock.matchAll(/^ {2}checksum: (?:\w+\/)?([0-9a-f]{128})$/gm)].map(([, hex]) => `sha512:${hex}`);
}

interface BerrySource extends YarnSource {
  /** What counts of the project's configuration. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly isPnp: boolean;
  readonly vouched: Vouched;
}

async function install(source: BerrySource, access: Access, temporary: string): Promise<Installed> {
  const { context, text, project, folders, lock } = source;
  // Always from a copy: Yarn writes each package.json anew, in its own form.
  const changed = { 'yarn.lock': await rewriteHosts(text, 'yarn-berry', access.endpoint, lock.file) };
  return await installBeside(context, { project, folders, changed, made }, temporary, (copy) =>
    installIn(source, copy, access, temporary),
  );
}

async function installIn(
  source: BerrySource,
  folder: string,
  access: Access,
  temporary: string,
): Promise<Installed> {
  const { endpoint, token } = access;
  const { context, lock, own, isPnp, vouched } = source;
  const file = join(temporary, 'yarnrc.yml');
  await context.files.write(
    file,
    yarnrcFor(own, { endpoint, scopes: scopesOf(lock.packages), temporary, isPnp }),
    0o600,
  );
  // Yarn looks for a file of this name in the project, and in every folder above it.
  const env = { ...itself, YARN_RC_FILENAME: relative(folder, file), CODEARTIFACT_AUTH_TOKEN: token };
  const result = await context.exec.run('yarn', ['install', '--immutable'], {
    cwd: folder,
    env,
    signal: context.signal,
  });
  if (result.exitCode !== 0) return { state: 'refused', cause: yarnCause(result), result };
  const cache = isPnp ? join(folder, '.yarn/cache') : join(temporary, 'cache');
  const unlike = await checkVouched(context, { packages: lock.packages, cache, access, vouched });
  if (unlike.length > 0) return { state: 'different', differences: unlike };
  const { allowBuild } = context.inputs;
  if (allowBuild.length > 0) await rebuildWithNpm(context, folder, allowBuild, npmSettings(temporary));
  return isPnp ? await provePnp(source, folder) : await proveModules(source, folder);
}

async function proveModules({ lock, folders }: BerrySource, folder: string): Promise<Installed> {
  const tree = await readTree(folder, folders);
  const differences = compareTree(lock.packages, tree);
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'installed', count: countInstalled(lock.packages, tree) };
}

async function provePnp({ lock }: BerrySource, folder: string): Promise<Installed> {
  const loader = (await readIfThere(join(folder, '.pnp.cjs'))) ?? '';
  const data = (await readIfThere(join(folder, '.pnp.data.json'))) ?? '';
  const { differences, count } = comparePnp(lock.packages, loader + data);
  return differences.length > 0 ? { state: 'different', differences } : { state: 'installed', count };
}
