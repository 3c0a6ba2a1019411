import { lstatSync, mkdirSync, type Stats, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StepError } from './error.ts';

/** Creates `.ml-ci/` under `root`: a real folder, 0700, that ignores itself in git. A link there is refused. */
export function stateFolder(root: string): string {
  const folder = join(root, '.ml-ci');
  find(root, '');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return folder;
}

/** The path of `.ml-ci/<name>` under `root`, whose folder exists afterwards. A link on the way, or there, is refused. */
export function statePath(root: string, name: string): string {
  const path = join(stateFolder(root), name);
  find(root, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

/**
 * Refuses files under `.ml-ci/` that came with the tree: what git tracks, a link, and what is behind one. Anybody who can
 * change the tree could choose what is released, and what a shell that sources `outputs.env` does.
 */
export async function refuseForeign(root: string, names: readonly string[]): Promise<void> {
  const paths: string[] = [];
  for (const name of names) {
    const found = find(root, name);
    const path = join('.ml-ci', name);
    if (found === undefined) continue;
    if (!found.isFile()) throw unsafe(join(root, path), 'is not a plain file');
    paths.push(path);
  }
  // in a fresh checkout there is nothing to ask git about
  const [tracked] = paths.length === 0 ? [] : await trackedOf(root, paths);
  if (tracked !== undefined) throw unsafe(join(root, tracked), 'is tracked by git');
}

/** What is at `.ml-ci/<name>`, if anything. No part of the way may be a link: it could lead into the tree, or out of it. */
function find(root: string, name: string): Stats | undefined {
  let path = root;
  let found: Stats | undefined;
  for (const part of ['.ml-ci', ...name.split(/[\\/]/)].filter((each) => each !== '')) {
    if (found !== undefined && !found.isDirectory()) throw unsafe(path, 'is not a folder');
    path = join(path, part);
    found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) throw unsafe(path, 'is a link');
  }
  return found;
}

async function trackedOf(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const [{ execFile }, { promisify }] = await Promise.all([
    import('node:child_process'),
    import('node:util'),
  ]);
  // in a container the tree is often of another user: git then refuses to answer, which would pass for "not tracked"
  const settings = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
  return promisify(execFile)('git', [...settings, '-C', root, 'ls-files', '-z', '--', ...paths]).then(
    ({ stdout }) => stdout.split('\0').filter((path) => path !== ''),
    () => [], // not a repository, or no git
  );
}

function unsafe(path: string, why: string): StepError {
  return new StepError('FILE_UNSAFE', {
    message: `"${path}" ${why}`,
    fix: 'remove it from the tree: ml-ci keeps its state there, and .ml-ci/ must not be committed',
  });
}
