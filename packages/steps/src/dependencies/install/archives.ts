import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mapAtMost } from '@ml-ci/core';

/** `sha256:<hex>`, `sha384:…`, `sha512:…` of the archives that a lock allows. */
export type Hashes = ReadonlySet<string>;

/**
 * Copies to a tool what an earlier run kept, each file only where its bytes have a hash of the lock now: tools look at some of
 * what lies in their caches, and install other things that lie beside it. Answers with the paths of what was copied.
 */
export async function lendArchives(kept: string, folder: string, hashes: Hashes): Promise<readonly string[]> {
  const lent = await mapAtMost(await filesIn(kept), atOnce, async (path) => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // The copy is what is looked at: the file itself may change in between.
    const isCopied = await copyFile(join(kept, path), target, constants.COPYFILE_FICLONE).then(
      () => true,
      gone,
    );
    if (!isCopied) return [];
    if (await isAllowed(target, hashes)) return [path];
    await rm(target);
    return [];
  });
  return lent.flat();
}

/** Files that are looked at together: most are small, and each takes a few turns to the disk. */
const atOnce = 16;

/**
 * Copies from a tool what it downloaded, each file only where it is an archive of the lock: nothing that a tool writes beside
 * them, such as an answer with the token, ever gets there, not even where this process is killed. Answers with the new ones.
 */
export async function keepArchives(
  folder: string,
  kept: string,
  hashes: Hashes,
  lent: readonly string[],
): Promise<readonly string[]> {
  const fresh: string[] = [];
  const known = new Set(lent);
  for (const path of await filesIn(folder)) {
    if (known.has(path) || !(await isAllowed(join(folder, path), hashes))) continue;
    const target = join(kept, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const beside = `${target}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    await copyFile(join(folder, path), beside, constants.COPYFILE_FICLONE);
    await rename(beside, target);
    fresh.push(path);
  }
  return fresh;
}

/** Marks what was used, and removes what no run has used for so long. */
export async function forgetOld(
  kept: string,
  used: readonly string[],
  { nowMs, maxAgeMs }: { readonly nowMs: number; readonly maxAgeMs: number },
): Promise<void> {
  const now = nowMs / 1_000;
  await mapAtMost(used, atOnce, (path) => utimes(join(kept, path), now, now).catch(absent));
  await mapAtMost(await filesIn(kept), atOnce, async (path) => {
    const found = await stat(join(kept, path)).catch(absent);
    if ('mtimeMs' in found && found.mtimeMs < nowMs - maxAgeMs) await rm(join(kept, path), { force: true });
  });
}

/** Paths of plain files, from the folder; a link is none. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

async function isAllowed(path: string, hashes: Hashes): Promise<boolean> {
  const algorithms = new Set([...hashes].map((hash) => hash.slice(0, hash.indexOf(':'))));
  const { size } = await stat(path);
  const whole = size <= smallBytes ? await readFile(path) : undefined;
  for (const algorithm of algorithms) {
    const digest = whole === undefined ? await hashOfFile(path, algorithm) : hash(algorithm, whole);
    if (hashes.has(`${algorithm}:${digest}`)) return true;
  }
  return false;
}

/** What is read at once; wheels of a gigabyte are not. */
const smallBytes = 4 * 1024 * 1024;

async function hashOfFile(path: string, algorithm: string): Promise<string> {
  const stream = createHash(algorithm);
  await pipeline(createReadStream(path), stream);
  return stream.digest('hex');
}

/** For a file that another run has just removed, being old; any other failure goes on. */
function gone(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}

/** For a folder that a tool did not make; any other failure goes on. */
function absent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
