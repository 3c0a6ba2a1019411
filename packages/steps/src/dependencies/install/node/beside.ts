import { copyFile, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyName } from '../clean-up.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed } from '../manager.ts';

/** A project that is installed beside itself, since some of its files must read otherwise for this install. */
export interface Beside {
  /** Absolute. */
  readonly project: string;
  /** The workspaces, from the project; `.` is the project itself. */
  readonly folders: readonly string[];
  /** The files that read otherwise, from the project; they need not be there. */
  readonly changed: Readonly<Record<string, string>>;
  /** What the package manager makes, from the project, beside the node_modules of each folder. */
  readonly made?: readonly string[];
}

/** Names that no copy has: what an install makes, what is not of the project, and what is ours. */
const left = ['node_modules', '.git', '.ml-ci'];

/**
 * Installs in a copy that has the folders of the workspaces and links to all else, then moves what was made in place: the
 * project's own files are never written.
 */
export async function installBeside(
  { files }: Pick<InstallContext, 'files'>,
  beside: Beside,
  temporary: string,
  install: (copy: string) => Promise<Installed>,
): Promise<Installed> {
  // Under the project's own folder, so that moving is one step of the file system.
  const copy = await files.state(copyName(temporary));
  try {
    await mirror(beside, copy, '.');
    for (const [path, text] of Object.entries(beside.changed))
      await writeFile(join(copy, path), text, { mode: 0o600 });
    const installed = await install(copy);
    if (installed.state === 'installed') await accept(beside, copy);
    return installed;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Removes the node_modules of a project and of its workspaces. */
export async function removeModules(project: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders)
    await rm(join(project, folder, 'node_modules'), { recursive: true, force: true });
}

async function mirror(beside: Beside, copy: string, folder: string): Promise<void> {
  const { project, folders, changed, made = [] } = beside;
  await mkdir(join(copy, folder), { mode: 0o700 });
  const real = [...folders, ...made.map(dirname)];
  for (const entry of await readdir(join(project, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (left.includes(entry.name) || made.includes(path) || Object.hasOwn(changed, path)) continue;
    if (entry.isDirectory() && real.some((one) => one === path || one.startsWith(`${path}/`)))
      await mirror(beside, copy, path);
    else if (entry.name === 'package.json' && entry.isFile())
      await copyFile(join(project, path), join(copy, path));
    else await symlink(join(project, path), join(copy, path));
  }
}

async function accept({ project, folders, made = [] }: Beside, copy: string): Promise<void> {
  const paths = [...new Set([...folders.map((folder) => join(folder, 'node_modules')), ...made])];
  for (const [index, path] of paths.entries()) {
    await rename(join(project, path), join(copy, `.replaced-${index}`)).catch(ignoreMissing);
    await mkdir(dirname(join(project, path)), { recursive: true });
    await rename(join(copy, path), join(project, path)).catch(ignoreMissing);
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
