import { copyFile, glob, mkdir, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { FileDigest } from './digest.ts';
import { unpackedName } from './plain/compression.ts';
import type { Spill } from './spill.ts';

export type Format = 'csv' | 'parquet' | 'jsonl' | 'arrow' | 'query' | 'athena';

/** One file of a source. */
export interface SourceFile {
  /** As the reader knows it: from the folder of `ml-ci.yml`, with `/`. */
  readonly name: string;
  /** Where the engine reads it: absolute, no link. */
  readonly path: string;
  /** What is in the file that the user has, where `path` is one that was made of it. */
  readonly digest?: FileDigest;
  /** The encoding that the file of the user has, where it is not UTF-8. */
  readonly encoding?: string;
  /** Why no plain file could be made of it. */
  readonly broken?: string;
}

/** One entry of `data.sources`: the files that are read as one table. */
export interface Source {
  readonly entry: string;
  readonly format: Format;
  /** True for files whose cells are separated by tabs. */
  readonly isTabbed: boolean;
  /** True where `key=value` in the path of a file is a column. */
  readonly isPartitioned: boolean;
  /** None of a table of Athena. */
  readonly files: readonly SourceFile[];
}

const formats: Readonly<Record<string, Format | undefined>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.parquet': 'parquet',
  '.feather': 'arrow',
  '.arrow': 'arrow',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** The format by the ending of a name, before that of its compression. */
export function formatByName(name: string): Format | undefined {
  return formats[extname(unpackedName(name)).toLowerCase()];
}

/** True where the columns of a format have types of their own. */
export function hasTypes(format: Format): boolean {
  return format !== 'csv' && format !== 'jsonl';
}

/** Finds the files of a local entry, in the order of their names. FILE_MISSING where there is none. */
export async function findFiles(entry: string, root: string): Promise<readonly SourceFile[]> {
  const literal = resolve(root, entry);
  const names = (await isThere(literal)) ? [literal] : await expand(entry, root);
  const files = await Promise.all(names.map((path) => regularFile(path, entry, root)));
  if (files.length === 0) {
    throw new StepError('FILE_MISSING', {
      message: `no file is there for the source "${entry}"`,
      fix: 'check data.sources; relative paths start at the folder of ml-ci.yml',
    });
  }
  return files;
}

/** The format of a source: what the checks file says, else what the names of its files say. */
export function formatOf(entry: string, files: readonly SourceFile[], declared: Format | undefined): Format {
  if (declared !== undefined) return declared;
  const found = [...new Set(files.map(({ name }) => formatByName(name)))];
  const [format] = found;
  if (format !== undefined && found.length === 1) return format;
  throw new StepError('SOURCE_INVALID', {
    message:
      found.length > 1
        ? `the files of the source "${entry}" are of several formats`
        : `the format of the source "${entry}" is not known by its name`,
    fix: 'write format: csv, parquet, jsonl or arrow for it in the checks file, or list one source a format',
  });
}

/** Copies the files whose names the engine would take for patterns into the spill folder. */
export async function stage(source: Source, spill: Spill): Promise<Source> {
  const files = await Promise.all(
    source.files.map(async (file) => {
      if (!/[*?[\]{}\\]/.test(file.path)) return file;
      spill.take((await stat(file.path)).size, source.entry);
      const folder = join(spill.folder, 'staged');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, spill.next());
      await copyFile(file.path, path);
      return { ...file, path };
    }),
  );
  return { ...source, files };
}

async function expand(entry: string, root: string): Promise<string[]> {
  if (!/[*?[{]/.test(entry)) return [];
  const found: string[] = [];
  for await (const name of glob(entry, { cwd: root })) found.push(resolve(root, name));
  const kinds = await Promise.all(found.map(async (path) => ({ path, isFile: (await stat(path)).isFile() })));
  return kinds.flatMap(({ path, isFile }) => (isFile ? [path] : [])).sort(byCodeUnit);
}

async function regularFile(path: string, entry: string, root: string): Promise<SourceFile> {
  const real = await realpath(path);
  const { isFile, isDirectory } = await kindOf(real);
  if (!isFile) {
    throw new StepError('SOURCE_INVALID', {
      message: `the source "${entry}" is ${isDirectory ? 'a folder' : 'no regular file'}`,
      fix: isDirectory ? `name its files: ${join(entry, '*.parquet')}` : 'name a file',
    });
  }
  const way = relative(root, path);
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return { name: (isOutside ? path : way).split(sep).join('/'), path: real };
}

async function kindOf(path: string): Promise<{ isFile: boolean; isDirectory: boolean }> {
  const found = await stat(path);
  return { isFile: found.isFile(), isDirectory: found.isDirectory() };
}

/** The size of files, all together. */
export async function bytesOf(files: readonly SourceFile[]): Promise<number> {
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** True where something is at a path. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
