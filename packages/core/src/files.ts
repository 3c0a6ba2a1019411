import { lstat, mkdir, mkdtemp, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { StepError } from './error.ts';
import { statePath } from './state-folder.ts';
import { toolCacheFolder } from './tool-cache.ts';

/** The disk as a step sees it. */
export interface Files {
  /** The folder of `ml-ci.yml`, else the working folder. */
  readonly root: string;
  /** An absolute path for one the user wrote; relative ones start at `root`. */
  resolve(path: string): string;
  /** The text of a file; FILE_MISSING names the path as the user wrote it. */
  readText(path: string): Promise<string>;
  /** Writes whole or not at all: a temporary file beside it, then a rename. */
  write(path: string, content: string | Uint8Array, mode?: number): Promise<void>;
  /** `.ml-ci/<name>` under `root`: 0700, ignored by git. The folder exists afterwards; a link there is refused. */
  state(name: string): Promise<string>;
  /** Where tools lie that are fetched once for all runs. */
  readonly toolCache: string;
  /** A new folder, 0700, removed when the run ends. */
  temporary(prefix: string): Promise<string>;
  /** A new folder, 0700, that is there until somebody removes it. */
  lasting(prefix: string): Promise<string>;
  /** True for a folder that `temporary(prefix)` or `lasting(prefix)` made, false where it is gone, FILE_UNSAFE where it is not ours. */
  isTemporary(prefix: string, path: string): Promise<boolean>;
  /** Removes such a folder of a process that is no more; false where it is gone, FILE_UNSAFE where it is not ours. */
  removeTemporary(prefix: string, path: string): Promise<boolean>;
}

/** Where folders are made that are not of the project. */
export interface TemporaryPlaces {
  readonly tmp: string;
  /** For folders that later steps need. */
  readonly lasting: string;
}

/** A runner empties its own folder after each job; elsewhere the folder of the system has to do. */
export function temporaryPlaces(env: Readonly<Record<string, string | undefined>>): TemporaryPlaces {
  const tmp = env.TMPDIR || tmpdir();
  return { tmp, lasting: env.RUNNER_TEMP || tmp };
}

/** `Files` below `root`; `dispose` removes the temporary folders. */
export function createFiles(
  root: string,
  { tmp, lasting }: TemporaryPlaces = temporaryPlaces({}),
  toolCache: string = toolCacheFolder({}),
): Files & { dispose(): Promise<void> } {
  const temporaries: string[] = [];
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(root, path));
  return {
    root,
    toolCache,
    resolve: absolute,
    async readText(path) {
      try {
        return await readFile(absolute(path), 'utf8');
      } catch (cause) {
        throw new StepError('FILE_MISSING', {
          message: `cannot read "${path}"`,
          fix: 'check the path; relative ones start at the folder of ml-ci.yml',
          cause,
        });
      }
    },
    write: (path, content, mode = 0o644) => writeAtomic(absolute(path), content, mode),
    state: async (name) => statePath(root, name),
    async temporary(prefix) {
      const folder = await mkdtemp(join(tmp, `ml-ci-${prefix}-`));
      temporaries.push(folder);
      return folder;
    },
    lasting: (prefix) => mkdtemp(join(lasting, `ml-ci-${prefix}-`)),
    isTemporary: (prefix, path) => isOurs([tmp, lasting], prefix, path),
    async removeTemporary(prefix, path) {
      if (!(await isOurs([tmp, lasting], prefix, path))) return false;
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      return true;
    },
    async dispose() {
      await Promise.all(temporaries.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

/** The real path of `path` when it lies in `folder`, links followed; FILE_UNSAFE otherwise. */
export async function inside(folder: string, path: string): Promise<string> {
  const base = await realpath(folder);
  const target = await realpath(resolve(base, path));
  const way = relative(base, target);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new StepError('FILE_UNSAFE', {
      message: `"${path}" is outside "${folder}"`,
      fix: 'move the file into the folder',
    });
  }
  return target;
}

/** A path that came out of a file is trusted only as far as it can be one of ours. */
async function isOurs(places: readonly string[], prefix: string, path: string): Promise<boolean> {
  const isThere = await Promise.all(places.map((place) => isIn(place, path)));
  const why = isThere.includes(true) ? undefined : `is not in "${[...new Set(places)].join('" or "')}"`;
  const found = await lstat(path).catch(ignoreMissing);
  if (why === undefined && found === undefined) return false;
  const hasName = new RegExp(`^ml-ci-${prefix}-[A-Za-z0-9]{6}$`).test(basename(path));
  const isOwn = found?.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  if (why !== undefined || !hasName || !isOwn) {
    throw new StepError('FILE_UNSAFE', {
      message: `"${path}" ${why ?? 'is no temporary folder of ml-ci'}`,
      fix: 'look at it, and remove it by hand if it is left over',
    });
  }
  return true;
}

async function isIn(folder: string, path: string): Promise<boolean> {
  const [real, parent] = await Promise.all(
    [folder, dirname(path)].map((each) => realpath(each).catch(ignoreMissing)),
  );
  return parent === undefined || real === parent;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

async function writeAtomic(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
