import type { FileHashes } from './hash.ts';

/** A file that a lock names, with the hashes that it may have. */
export interface LockedFile {
  readonly name: string;
  /** As those of a package; sorted. */
  readonly hashes: readonly string[];
}

/** The named files of all entries of one version, sorted by name; undefined where the lock names none. */
export function lockedFiles(
  known: readonly LockedFile[] | undefined,
  files: readonly FileHashes[],
): readonly LockedFile[] | undefined {
  const byName = new Map((known ?? []).map(({ name, hashes }) => [name, hashes]));
  for (const { name, strong } of files)
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), ...strong]);
  if (byName.size === 0) return undefined;
  return [...byName.keys()].sort().map((name) => {
    return { name, hashes: [...new Set(byName.get(name))].sort() };
  });
}
