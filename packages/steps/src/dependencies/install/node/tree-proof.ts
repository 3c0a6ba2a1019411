import type { LockedPackage } from '../../lock/lock.ts';
import type { TreePackage } from './node-tree.ts';

/** What lies there and is not what the lock says, by name and version; nothing where all is well. */
export function compareTree(
  locked: readonly Pick<LockedPackage, 'name' | 'version' | 'mayBeAbsent'>[],
  tree: readonly Omit<TreePackage, 'path'>[],
): readonly string[] {
  const known = new Set(locked.map(keyOf));
  const present = new Set(tree.map(keyOf));
  const missing = locked.filter((one) => !one.mayBeAbsent && !present.has(keyOf(one)));
  const more = tree.filter((one) => !one.isBundled && !known.has(keyOf(one)));
  return [
    ...missing.map(({ name, version }) => `${name}@${version} is not installed`),
    ...new Set(more.map(({ name, version }) => `${name}@${version} is not in the lock`)),
  ];
}

/** How many packages of the lock lie there. */
export function countInstalled(
  locked: readonly Pick<LockedPackage, 'name' | 'version'>[],
  tree: readonly Omit<TreePackage, 'path'>[],
): number {
  const present = new Set(tree.map(keyOf));
  return locked.filter((one) => present.has(keyOf(one))).length;
}

/** A registry compares no `v` before a version and nothing behind its plus. */
function keyOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version
    .trim()
    .replace(/^[v=]+/, '')
    .replace(/\+.*$/, '')}`;
}

/** What a package manager wrote down with hashes that are not those of the lock. */
export function compareIntegrity(
  locked: readonly Pick<LockedPackage, 'name' | 'version' | 'hashes'>[],
  written: readonly Pick<LockedPackage, 'name' | 'version' | 'hashes'>[],
): readonly string[] {
  const hashes = new Map(locked.map((one) => [keyOf(one), one.hashes.join(' ')]));
  return written
    .filter((one) => hashes.get(keyOf(one)) !== one.hashes.join(' '))
    .map(({ name, version }) => `${name}@${version} has another integrity`);
}
