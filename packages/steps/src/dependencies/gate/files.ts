import type { PackageAsset } from '@ml-ci/aws';
import type { LockedPackage } from '../lock/lock.ts';

type Locked = Pick<LockedPackage, 'hashes' | 'files' | 'isUnchecked'>;

/** What is wrong with the files of a version, in words: one sentence a file, or one for all of them. */
export function fileProblems(locked: Locked, assets: readonly PackageAsset[]): readonly string[] {
  if (locked.isUnchecked && pinsOf(assets).length === 0) {
    return ['has no checksum in the lock, and no file with a SHA-512 in the repository'];
  }
  if (locked.hashes.length === 0) return []; // the lock says nothing of the published file
  const changed = assets.filter((asset) => isChanged(asset, locked));
  if (changed.length > 0) {
    return changed.map(
      (asset) => `has the file "${asset.name}" with another hash than the lock: ${shown(strongOf(asset))}`,
    );
  }
  // One is enough: a lock names files of every platform, a repository may have few.
  if (assets.some((asset) => isLocked(asset, locked))) return [];
  const strong = assets.map(strongOf).find((hash) => hash !== undefined);
  return [
    strong === undefined
      ? 'has no file in the repository'
      : `has no file with a hash of the lock; the repository has ${shown(strong)}`,
  ];
}

/** How many files the repository has that a lock with names of files says nothing of: a tool takes none of them. */
export function unnamedFiles(locked: Locked, assets: readonly PackageAsset[]): number {
  if (locked.files === undefined) return 0;
  return assets.filter((asset) => !isLocked(asset, locked)).length;
}

/** What the repository says a package is that the lock has no checksum of. */
export function pinsOf(assets: readonly PackageAsset[]): readonly string[] {
  return assets.flatMap(({ hashes }) => hashes.filter((hash) => hash.startsWith('sha512:'))).sort();
}

/** Whether the lock names a file and gives it a hash of a kind that is known of it, and that is another one. */
function isChanged({ name, hashes }: PackageAsset, { files = [] }: Locked): boolean {
  const wanted = files.find((file) => file.name === name)?.hashes ?? [];
  const kinds = new Set(hashes.map(kindOf));
  return wanted.some((hash) => kinds.has(kindOf(hash))) && !wanted.some((hash) => hashes.includes(hash));
}

function isLocked(asset: PackageAsset, locked: Locked): boolean {
  return locked.hashes.some((hash) => asset.hashes.includes(hash));
}

function kindOf(hash: string): string {
  return hash.slice(0, hash.indexOf(':'));
}

function strongOf({ hashes }: PackageAsset): string | undefined {
  return hashes.find((hash) => /^sha(?:256|512):/.test(hash));
}

function shown(hash: string | undefined): string {
  return `${hash?.slice(0, 19)}…`;
}
