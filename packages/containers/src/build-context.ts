import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StepError } from '@ml-ci/core';
import type { Pack } from 'tar-stream';

/** What is sent to the engine to build from. */
export interface BuildContext {
  /** Below the context's folder, with `/`, in order. */
  readonly paths: readonly string[];
  /** The name of the Dockerfile in the archive. */
  readonly dockerfile: string;
  readonly dockerfileText: string;
  /** True where the Dockerfile is not one of `paths`, and is added under its name. */
  readonly isDockerfileApart: boolean;
}

/** Reads a context: all files that `.dockerignore` (or `<Dockerfile>.dockerignore`) does not exclude. */
export async function readBuildContext(folder: string, dockerfile: string): Promise<BuildContext> {
  const dockerfileText = await readFile(dockerfile, 'utf8').catch((cause) => {
    throw new StepError('FILE_MISSING', {
      message: `cannot read the Dockerfile "${dockerfile}"`,
      fix: 'set image.dockerfile or image.context in ml-ci.yml',
      cause,
    });
  });
  const isKept = await ignoreFilter(folder, dockerfile);
  const paths = await walk(folder, '', isKept).catch((cause) => {
    throw new StepError('FILE_MISSING', { message: `cannot read the build context "${folder}"`, cause });
  });
  const inContext = relative(folder, dockerfile).split(sep).join('/');
  const isInside = inContext !== '..' && !inContext.startsWith('../');
  // One from outside must not hide a file of the context.
  const name = isInside ? inContext : `.ml-ci.${basename(dockerfile)}`;
  return { paths, dockerfile: name, dockerfileText, isDockerfileApart: !paths.includes(name) };
}

interface Filter {
  isKept(path: string): boolean;
  /** A pattern with `!` may bring back what lies in an excluded folder. */
  readonly hasExceptions: boolean;
}

async function ignoreFilter(folder: string, dockerfile: string): Promise<Filter> {
  const text = await readFirst([`${dockerfile}.dockerignore`, join(folder, '.dockerignore')]);
  if (text === undefined) return { isKept: () => true, hasExceptions: false };
  const { default: library } = await import('@balena/dockerignore');
  const patterns = text.split(/\r?\n/);
  const rules = library.default({ ignorecase: false }).add(patterns);
  return {
    isKept: (path) => !rules.ignores(path),
    hasExceptions: patterns.some((pattern) => pattern.trim().startsWith('!')),
  };
}

async function readFirst(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return undefined;
}

async function walk(folder: string, below: string, filter: Filter): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const isKept = filter.isKept(path);
    if (isKept) found.push(path);
    if (entry.isDirectory() && (isKept || filter.hasExceptions))
      found.push(...(await walk(folder, path, filter)));
  }
  return found;
}

/** Writes the context as a tar archive, as the docker command does: owner 0, links as links, special files left out. */
export async function writeBuildContext(archive: Pack, folder: string, context: BuildContext): Promise<void> {
  for (const path of context.paths) await writeEntry(archive, folder, path);
  if (context.isDockerfileApart)
    archive.entry({ name: context.dockerfile, mode: 0o644 }, context.dockerfileText);
  archive.finalize();
}

async function writeEntry(archive: Pack, folder: string, path: string): Promise<void> {
  const file = join(folder, path);
  const found = await lstat(file);
  const header = { name: path, mode: found.mode & 0o7777, mtime: found.mtime, uid: 0, gid: 0 };
  if (found.isDirectory()) archive.entry({ ...header, type: 'directory' });
  else if (found.isSymbolicLink())
    archive.entry({ ...header, type: 'symlink', linkname: await readlink(file) });
  else if (found.isFile()) {
    await pipeline(
      createReadStream(file, { end: Math.max(0, found.size - 1) }),
      archive.entry({ ...header, size: found.size }),
    );
  }
}
