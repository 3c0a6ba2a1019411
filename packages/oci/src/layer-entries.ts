import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, matchesGlob, posix, relative, sep } from 'node:path';
import { StepError } from '@ml-ci/core';

/** One member of a layer; `path` is where it will be in the image, without a leading slash. */
export type LayerEntry =
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly isExecutable: boolean;
      /** A file on disk, read when the layer is made; or the bytes themselves. */
      readonly content: { readonly file: string; readonly size: number } | Uint8Array;
    };

export interface CollectOptions {
  /** Where it goes in the image: `/app`. A file goes below it when it ends in a slash, else becomes it. */
  readonly to: string;
  /** Patterns of paths below the folder; all files where none is given. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/**
 * The entries for a folder or file. Links stay links when they stay in the folder and are refused otherwise: what they name
 * would not be in the image, or be something of this machine.
 */
export async function collectEntries(from: string, options: CollectOptions): Promise<readonly LayerEntry[]> {
  const found = await lstat(from).catch((cause: unknown) => {
    throw new StepError('FILE_MISSING', { message: `cannot read "${from}"`, fix: 'check the path', cause });
  });
  const to = imagePath(options.to);
  if (found.isDirectory()) return collectFolder(from, from, to, options);
  const path = options.to.endsWith('/') ? posix.join(to, posix.basename(from)) : to;
  return [await entryOf(from, from, path)];
}

/** The parents of every entry that are not entries themselves, and all of it sorted, a folder before what is in it. */
export function completeEntries(entries: readonly LayerEntry[]): readonly LayerEntry[] {
  const all = new Map<string, LayerEntry>();
  for (const entry of entries) {
    for (let parent = posix.dirname(entry.path); parent !== '.'; parent = posix.dirname(parent)) {
      if (!all.has(parent)) all.set(parent, { type: 'directory', path: parent });
    }
    if (entry.path !== '.') all.set(entry.path, entry);
  }
  return [...all.values()].sort((a, b) => compare(a.path, b.path));
}

/** A path in an image, without its leading slash; FILE_UNSAFE where it leaves the image. */
function imagePath(path: string): string {
  const parts = path.split('/');
  if (parts.includes('..') || path.includes('\0')) {
    throw new StepError('FILE_UNSAFE', {
      message: `"${path}" is no path in an image`,
      fix: 'write it from the root of the image, without ".."',
    });
  }
  return posix.join('.', ...parts.filter((part) => part !== ''));
}

async function collectFolder(
  root: string,
  folder: string,
  to: string,
  options: CollectOptions,
): Promise<LayerEntry[]> {
  const entries: LayerEntry[] = [];
  const names = (await readdir(folder)).sort(compare);
  for (const name of names) {
    const file = join(folder, name);
    const inner = relative(root, file).split(sep).join('/');
    if (options.exclude?.some((pattern) => matches(inner, pattern))) continue;
    if ((await lstat(file)).isDirectory()) {
      const below = await collectFolder(root, file, to, options);
      const isWanted = options.include === undefined || isIncluded(inner, options.include);
      if (isWanted) entries.push({ type: 'directory', path: posix.join(to, inner) });
      entries.push(...below);
    } else if (options.include === undefined || isIncluded(inner, options.include)) {
      entries.push(await entryOf(root, file, posix.join(to, inner)));
    }
  }
  return entries;
}

async function entryOf(root: string, file: string, path: string): Promise<LayerEntry> {
  const found = await lstat(file);
  if (found.isSymbolicLink()) return { type: 'symlink', path, target: await safeTarget(root, file) };
  if (!found.isFile()) throw unsafe(file, 'is neither a file nor a folder nor a link');
  const isExecutable = (found.mode & 0o111) !== 0;
  return { type: 'file', path, isExecutable, content: { file, size: found.size } };
}

async function safeTarget(root: string, file: string): Promise<string> {
  const target = (await readlink(file)).split(sep).join('/');
  const inner = posix.join(posix.dirname(relative(root, file).split(sep).join('/')), target);
  if (posix.isAbsolute(target) || inner === '..' || inner.startsWith('../')) {
    throw unsafe(file, `is a link to "${target}", which is outside of its folder`);
  }
  return target;
}

/** A pattern that names a folder stands for all in it. */
function matches(path: string, pattern: string): boolean {
  const clean = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
  return matchesGlob(path, clean) || matchesGlob(path, `${clean}/**`);
}

function isIncluded(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(path, pattern));
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unsafe(file: string, why: string): StepError {
  return new StepError('FILE_UNSAFE', {
    message: `"${file}" ${why}`,
    fix: 'exclude it from the layer, or put a real file there',
  });
}
