import { folderInside } from '../lock/folder.ts';
import { readEntries } from '../lock/read-lock.ts';
import { normalizeProject } from '../lock/requirements.ts';
import type { InstallContext } from './inputs.ts';
import type { ManagerSource } from './manager.ts';

/** The project, or one in a folder of it, that a lock names: it is there already, and may be built where it lies. */
export interface Local {
  /** As PEP 503 compares it. */
  readonly name: string;
  /** From the folder of the lock. */
  readonly folder: string;
}

/** What a lock says lies in folders of the project. */
export async function localsOf({ context, lock, text }: ManagerSource): Promise<readonly Local[]> {
  const { entries } = await readEntries(text, context.inputs.lock, lock.kind);
  return entries.flatMap(({ name, origin }) => {
    const folder = origin.type === 'folder' ? folderInside(origin.path) : undefined;
    return folder === undefined || name === '' ? [] : [{ name: normalizeProject(name), folder }];
  });
}

/** Whether a package of this name may run code while it is installed. */
export function mayBuild({ inputs }: InstallContext, name: string): boolean {
  return inputs.allowBuild.some((allowed) => normalizeProject(allowed) === name);
}
