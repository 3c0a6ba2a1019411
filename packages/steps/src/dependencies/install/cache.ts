import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plural } from '@ml-ci/core';
import type { LockFormat } from '../lock/lock.ts';
import type { InstallContext } from './inputs.ts';
import type { ManagerName } from './manager.ts';

/** Where a tool keeps what it downloads. Every lock shares it: a file is checked by the hash of the lock whenever it is used. */
export interface DownloadCache {
  readonly folder: string;
  /** Whether an earlier run left something there. */
  readonly isFilled: boolean;
  /** Takes out what this run left there with one of the secrets in it. */
  close(secrets: readonly string[]): Promise<void>;
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

/** The tools that look at the hash of a file of their cache again whenever they use it. */
const keeping: readonly ManagerName[] = ['npm', 'pip'];

/** Opens the cache of a tool, in the folder of the machine or, where nothing is to be kept, in a temporary one. */
export async function openCache(
  context: InstallContext,
  key: Pick<CacheKey, 'manager' | 'toolVersion'>,
  format: LockFormat,
  temporary: string,
): Promise<DownloadCache> {
  if (!context.inputs.cache || !keeping.includes(key.manager)) {
    return { folder: join(temporary, 'cache'), isFilled: false, close: async () => undefined };
  }
  const runtime = await runtimeOf(context, format);
  const name = cacheName({ ...key, runtime, platform: process.platform, arch: process.arch });
  const folder = join(context.files.toolCache, 'packages', name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isFilled = (await readdir(folder)).length > 0;
  const startedMs = Date.now(); // of the disk, which knows no clock of ours
  return {
    folder,
    isFilled,
    async close(secrets) {
      const found = await filesWith(folder, secrets, startedMs);
      for (const file of found) await rm(file, { force: true });
      if (found.length === 0) return;
      context.log.info(
        `${plural(found.length, 'file')} of the cache held the token, as ${key.manager} writes it beside an answer, and went again`,
      );
    },
  };
}

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

/** What is longer is the file of a package, which has the hash of the lock; what a tool adds to one stands at an end of it. */
const looked = 256 * 1024;

/** Files that were written since then and hold one of the secrets. */
async function filesWith(
  folder: string,
  secrets: readonly string[],
  sinceMs: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs, size } = await stat(path);
    if (mtimeMs < sinceMs - 2_000) continue; // some disks keep whole seconds
    const text = await endsOf(path, size);
    if (secrets.some((secret) => text.includes(secret))) found.push(path);
  }
  return found;
}

async function endsOf(path: string, size: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(Math.min(size, looked));
    await file.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.max(0, Math.min(size - head.length, looked)));
    await file.read(tail, 0, tail.length, size - tail.length);
    return Buffer.concat([head, tail]);
  } finally {
    await file.close();
  }
}
