import { pinsOf } from '../gate/files.ts';
import type { Found } from '../gate/look-up.ts';
import type { LockedPackage } from '../lock/lock.ts';

/** What stands in for the checksum of packages that the lock does not pin: what CodeArtifact tells of them. */
export interface Vouched {
  /** The hashes that it told before the install; none of what it had not passed on yet. */
  told(locked: LockedPackage): readonly string[];
  /** Takes note of what was installed. */
  saw(locked: LockedPackage, hash: string): void;
  /** What was installed and is not what it tells afterwards, in words. */
  differences(found: readonly Found[]): readonly string[];
}

/** Takes what the gate found before the install. */
export function vouchFor(before: readonly Found[] = []): Vouched {
  const assets = new Map(before.map((found) => [found.locked, found.assets]));
  const seen = new Map<LockedPackage, string>();
  return {
    told: (locked) => pinsOf(assets.get(locked) ?? []),
    saw: (locked, hash) => void seen.set(locked, hash),
    differences: (found) =>
      found.flatMap(({ locked, assets: after }) => {
        const hash = seen.get(locked);
        return hash === undefined || pinsOf(after).includes(hash) ? [] : [unlike(locked)];
      }),
  };
}

/** That a package has other bytes than CodeArtifact says. */
export function unlike({ name, version }: LockedPackage): string {
  return `${name}@${version} does not have the hash that the repository tells`;
}
