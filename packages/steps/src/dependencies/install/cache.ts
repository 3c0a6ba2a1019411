import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '@ml-ci/core';
import type { LockFormat } from '../lock/lock.ts';
import { forgetOld, keepArchives, lendArchives } from './archives.ts';
import type { InstallContext } from './inputs.ts';
import type { Manager, ManagerName } from './manager.ts';

/** Archives of packages that runs leave to the next, in a folder that no tool is ever led to. Every lock shares it. */
export interface DownloadCache {
  /** Gives the tool those whose bytes the lock allows; answers how many. */
  lend(temporary: string): Promise<number>;
  /** Takes those that the tool downloaded. */
  keep(temporary: string): Promise<void>;
  /** Has the platform keep the folder, where it does, and has not all of it already. */
  save(): Promise<void>;
}

/** What a cache is for: another tool, its next major version, another platform or runtime have one of their own. */
export interface CacheKey {
  readonly manager: ManagerName;
  readonly toolVersion: string;
  readonly platform: string;
  readonly arch: string;
  /** `python3.12` or `node24`. */
  readonly runtime: string;
}

/** The name of a cache: `npm-11-linux-x64-node24`. */
export function cacheName({ manager, toolVersion, platform, arch, runtime }: CacheKey): string {
  const major = /^\d+/.exec(toolVersion)?.[0] ?? 'x';
  return [manager, major, platform, arch, runtime].join('-');
}

/** Opens the cache of a tool, in the folder of the machine; undefined where nothing is to be kept, or the tool leaves no archives. */
export async function openCache(
  context: InstallContext,
  { lockDigest, ...key }: Pick<CacheKey, 'manager' | 'toolVersion'> & { readonly lockDigest: string },
  format: LockFormat,
  { downloads }: Pick<Manager, 'downloads'>,
): Promise<DownloadCache | undefined> {
  if (!context.inputs.cache || downloads === undefined) return undefined;
  const runtime = await runtimeOf(context, format);
  const name = cacheName({ ...key, runtime, platform: process.platform, arch: process.arch });
  const folder = join(context.files.toolCache, 'packages', name);
  const hashes = new Set(downloads.hashes);
  const prefix = `ml-ci-${name}-`;
  const whole = `${prefix}${lockDigest.replace('sha256:', '')}`;
  const restored = await context.keptFolders.restore(folder, whole, prefix);
  let lent: readonly string[] = [];
  let fresh: readonly string[] = [];
  let isBroken = false;
  /** What is kept saves time and nothing else: an install goes on without it. */
  const attempt = async (work: () => Promise<void>) => {
    if (isBroken) return;
    await work().catch((error: unknown) => {
      isBroken = true;
      context.log.warn(`nothing is kept of the downloads in "${folder}": ${describeError(error)}`);
    });
  };
  return {
    async lend(temporary) {
      const target = join(temporary, downloads.folder);
      await attempt(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        lent = await lendArchives(folder, target, hashes);
      });
      // Half of a copy is not what was looked at.
      if (isBroken) await rm(target, { recursive: true, force: true });
      return lent.length;
    },
    async keep(temporary) {
      await attempt(async () => {
        fresh = await keepArchives(join(temporary, downloads.folder), folder, hashes, lent);
        await forgetOld(folder, [...lent, ...fresh], { nowMs: context.clock.now(), maxAgeMs });
      });
    },
    async save() {
      if (isBroken) return;
      const isNew = fresh.length > 0 || (restored === undefined && lent.length > 0);
      if (restored !== whole && isNew) await context.keptFolders.save(folder, whole);
    },
  };
}

/** What no run has used for so long goes again. */
const maxAgeMs = 30 * 24 * 60 * 60 * 1_000;

async function runtimeOf(
  { exec, inputs, files, signal }: InstallContext,
  format: LockFormat,
): Promise<string> {
  const python = inputs.python.includes('/') ? files.resolve(inputs.python) : inputs.python;
  const [command, ...args] = format === 'pypi' ? [python, '--version'] : ['node', '--version'];
  const { stdout, stderr } = await exec.run(command ?? '', args, { onLine: () => undefined, signal });
  const [, major = 'x', minor = 'x'] = /(\d+)\.(\d+)/.exec(`${stdout}${stderr}`) ?? [];
  return format === 'pypi' ? `python${major}.${minor}` : `node${major}`;
}
