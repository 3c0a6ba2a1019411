import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockedPackage } from '../lock/lock.ts';
import { normalizeProject } from '../lock/requirements.ts';
import { normalizeVersion } from './python-version.ts';

/** The versions of each project that lie in a folder of packages, by its normalized name. */
export type Found = ReadonlyMap<string, readonly string[]>;

/** Reads what lies in folders of packages; nothing of it is run. */
export async function readInstalled(folders: readonly string[]): Promise<Found> {
  const found = new Map<string, string[]>();
  for (const folder of new Set(folders)) {
    for (const name of await readdir(folder).catch(absent)) {
      if (!name.endsWith('.dist-info')) continue;
      const metadata = await readFile(join(folder, name, 'METADATA'), 'utf8').catch(() => '');
      const [project, version] = [field(metadata, 'Name'), field(metadata, 'Version')];
      if (project === undefined || version === undefined) continue;
      const key = normalizeProject(project);
      found.set(key, [...(found.get(key) ?? []), version]);
    }
  }
  return found;
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
