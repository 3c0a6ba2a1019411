import {
  access,
  chmod,
  constants,
  cp,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rm,
  symlink,
} from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { describeError, type Log } from '@ml-ci/core';

/** A copy of a source folder that one build has for itself. */
export interface OwnSource {
  readonly from: string;
  /** In the state folder of ml-ci, which is not copied. */
  readonly to: string;
  /** The state folder below `from`. */
  readonly state: string;
  readonly log: Log;
  /** Ends the copying early; what runs in the copy looks at it as well. */
  readonly signal: AbortSignal;
}

/** Runs `work` while the copy is there; it is removed whatever way `work` ends. */
export async function withOwnSource<T>(source: OwnSource, work: () => Promise<T>): Promise<T> {
  try {
    await copy(source);
    return await work();
  } finally {
    await remove(source.to).catch((error: unknown) =>
      // such as files of another user that a container wrote: the build has its result all the same
      source.log.warn(`the copy of the source is still in "${source.to}": ${describeError(error)}`),
    );
  }
}

async function copy(source: OwnSource): Promise<void> {
  const { from, to, state, log } = source;
  const roots = [from, await realpath(from)];
  const leftOut: string[] = [];
  const filter = async (path: string, target: string): Promise<boolean> => {
    if (source.signal.aborted || path === state) return false;
    const kind = await kindOf(path);
    if (kind === 'other') leftOut.push(relative(from, path));
    if (kind !== 'link') return kind === 'copied';
    const way = wayBelow(roots, await readlink(path));
    if (way === undefined) return true;
    await symlink(join(to, way), target); // as it is, it would lead out of the copy, into the source folder
    return false;
  };
  await mkdir(to, { mode: 0o700 });
  // one by one: `cp` refuses to copy a folder as a whole into one that it holds
  for (const name of await readdir(from))
    await cp(join(from, name), join(to, name), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true, // for make and the like
      mode: constants.COPYFILE_FICLONE,
      filter,
    });
  if (leftOut.length > 0)
    log.warn(`not in the copy of the source, because unreadable or no file: ${leftOut.sort().join(', ')}`);
}

/** `other` is what git and CodeBuild would not have either: sockets, pipes, devices, and what the user cannot read. */
async function kindOf(path: string): Promise<'copied' | 'link' | 'other' | 'gone'> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 'gone'; // since its folder was listed
  if (found.isSymbolicLink()) return 'link';
  if (!found.isFile() && !found.isDirectory()) return 'other';
  const needed = found.isFile() ? constants.R_OK : constants.R_OK | constants.X_OK;
  return access(path, needed).then(
    () => 'copied',
    () => 'other',
  );
}

/** The way from a source folder, by one of its names, to what an absolute link in it points at. */
function wayBelow(roots: readonly string[], target: string): string | undefined {
  if (!isAbsolute(target)) return undefined;
  return roots
    .map((root) => relative(root, target))
    .find((way) => way !== '..' && !way.startsWith(`..${sep}`));
}

async function remove(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 };
  await rm(folder, options).catch(async () => {
    await makeWritable(folder); // Go leaves folders that nobody may write to, for one
    await rm(folder, options);
  });
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
}
