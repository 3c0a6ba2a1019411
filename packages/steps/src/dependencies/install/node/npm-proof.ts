import type { LockedPackage } from '../../lock/package-lock.ts';

/** What npm wrote down of what it installed: `node_modules/.package-lock.json`. */
export interface InstalledPackage {
  readonly version?: unknown;
  readonly integrity?: unknown;
  readonly link?: unknown;
}

/** What was installed and is not what the lock says; nothing where all is well. */
export function compareInstalled(
  locked: readonly Omit<LockedPackage, 'line'>[],
  installed: Readonly<Record<string, InstalledPackage>>,
): readonly string[] {
  const differences: string[] = [];
  const byPath = new Map(locked.map((entry) => [entry.path, entry]));
  for (const entry of locked) {
    const found = installed[entry.path];
    if (!found) {
      if (!entry.mayBeAbsent) differences.push(`${entry.name}@${entry.version} is not installed`);
    } else if (found.version !== entry.version) {
      differences.push(`${entry.name} is ${String(found.version)}, not ${entry.version}`);
    } else if (entry.integrity !== undefined && found.integrity !== entry.integrity) {
      differences.push(`${entry.name}@${entry.version} has another integrity`);
    }
  }
  for (const [path, found] of Object.entries(installed)) {
    const isOurs = found.link === true || !path.includes('node_modules/');
    if (!isOurs && !byPath.has(path)) differences.push(`${path} is not in the lock`);
  }
  return differences;
}
