import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockedPackage } from '../../lock/lock.ts';
import { normalizeProject } from '../../lock/requirements.ts';
import type { Installed } from '../manager.ts';
import { normalizeVersion } from './python-version.ts';

/** The versions of each project that lie in a folder of packages, by its normalized name. */
export type Found = ReadonlyMap<string, readonly string[]>;

/** Reads what lies in folders of packages; nothing of it is run. */
async function readInstalled(folders: readonly string[]): Promise<Found> {
  const found = new Map<string, string[]>();
  for (const folder of new Set(folders)) {
    for (const { name, version } of await distributions(folder))
      found.set(name, [...(found.get(name) ?? []), version]);
  }
  return found;
}

interface Distribution {
  readonly path: string;
  /** As PEP 503 compares it. */
  readonly name: string;
  readonly version: string;
}

async function distributions(folder: string): Promise<readonly Distribution[]> {
  const names = (await readdir(folder).catch(absent)).filter((name) => name.endsWith('.dist-info'));
  const all = names.map(async (name) => {
    const path = join(folder, name);
    const metadata = await readFile(join(path, 'METADATA'), 'utf8').catch(() => '');
    const [project, version] = [field(metadata, 'Name'), field(metadata, 'Version')];
    return project === undefined || version === undefined
      ? []
      : [{ path, name: normalizeProject(project), version }];
  });
  return (await Promise.all(all)).flat();
}

/** The end of an install into folders of packages: what lies there, held against the lock. */
export async function prove(
  packages: readonly LockedPackage[],
  folders: readonly string[],
): Promise<Installed> {
  const found = await readInstalled(folders);
  const differences = comparePackages(packages, found);
  if (differences.length > 0) return { state: 'different', differences };
  return {
    state: 'installed',
    count: packages.filter(({ name, version }) => has(found, name, version)).length,
  };
}

function has(found: Found, name: string, version: string): boolean {
  return (found.get(name) ?? []).some((one) => normalizeVersion(one) === normalizeVersion(version));
}

/**
 * Takes away what says that packages of the lock are installed, so that their files are written again. Not where the tool
 * itself lives in the environment: it would not run afterwards.
 */
export async function forget(
  packages: readonly LockedPackage[],
  folders: readonly string[],
  tool: string,
): Promise<void> {
  if ((await readInstalled(folders)).has(tool)) return;
  const locked = new Set(packages.map(({ name, version }) => `${name} ${normalizeVersion(version)}`));
  for (const folder of new Set(folders)) {
    for (const { path, name, version } of await distributions(folder))
      if (locked.has(`${name} ${normalizeVersion(version)}`)) await rm(path, { recursive: true });
  }
}

/** What is not as the lock says; nothing where all is well. A name may stand in a lock with several versions. */
export function comparePackages(packages: readonly LockedPackage[], found: Found): readonly string[] {
  const differences: string[] = [];
  for (const [name, locked] of Map.groupBy(packages, (entry) => entry.name)) {
    const versions = locked.map(({ version }) => version);
    const installed = found.get(name) ?? [];
    const always = locked.find(({ mayBeAbsent }) => !mayBeAbsent);
    if (installed.length === 0 && always) differences.push(`${name}==${always.version} is not installed`);
    const known = new Set(versions.map(normalizeVersion));
    const other = installed.find((version) => !known.has(normalizeVersion(version)));
    if (other !== undefined) differences.push(`${name} is ${other}, not ${versions.join(' or ')}`);
    if (installed.length > 1) differences.push(`${name} is there ${installed.length} times`);
  }
  return differences;
}

function field(metadata: string, name: string): string | undefined {
  const head = metadata.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return new RegExp(`^${name}: *(\\S+)`, 'im').exec(head)?.[1];
}

/** For a folder that may be missing; any other failure goes on. */
function absent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
