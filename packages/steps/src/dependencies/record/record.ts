import type { PackageRepository } from '@ml-ci/aws';
import { pinsOf } from '../gate/files.ts';
import { originText } from '../gate/judge.ts';
import type { Found } from '../gate/look-up.ts';
import type { Lock, LockedPackage, LockKind } from '../lock/lock.ts';

/** What was installed from one lock, and what CodeArtifact said of it. The same lock and repository give the same bytes. */
export interface LockRecord {
  readonly version: 1;
  readonly lock: RecordedLock;
  readonly repository: RecordedRepository;
  /** Sorted by name and version. */
  readonly packages: readonly RecordedPackage[];
}

/** `.ml-ci/dependencies.json`: the record of a lock, or of all locks that were installed in one run. */
export type DependencyRecord =
  | LockRecord
  | {
      readonly version: 1;
      /** Sorted by file; two may come from different repositories. */
      readonly locks: readonly (RecordedLock & { readonly repository: RecordedRepository })[];
      /** In the order of the locks; what is in two of them stands there twice. */
      readonly packages: readonly (RecordedPackage & { readonly lock: string })[];
    };

/** A lock: the file as the user named it. */
interface RecordedLock {
  readonly file: string;
  readonly kind: LockKind;
  readonly digest: string;
}

/** Where packages were installed from. */
export interface RecordedRepository {
  readonly domain: string;
  readonly owner: string;
  readonly region: string;
  readonly repository: string;
}

/** One entry of the lock. What CodeArtifact says is missing where it was not asked (`verify: off`). */
export interface RecordedPackage {
  readonly format: Lock['format'];
  readonly name: string;
  readonly version: string;
  /** Those of the lock: any one of them was accepted. */
  readonly hashes: readonly string[];
  /** The lock has no checksum of it: the hashes are what the repository said. */
  readonly unchecked?: true;
  /** For another platform, a group or an extra: it may not be there. */
  readonly optional?: true;
  /** `internal`, `external:public:pypi` or `unknown`. */
  readonly origin?: string;
  /** The repository that it was published to, or the connection it came through. */
  readonly entryPoint?: string;
  readonly revision?: string;
}

/** Where a record comes from. */
export interface RecordSource {
  readonly lock: Lock;
  /** `sha256:…` of the lock file. */
  readonly digest: string;
  readonly at: PackageRepository & { readonly owner: string };
  readonly region: string;
  /** What the gate found; empty where it was not asked. */
  readonly found: readonly Found[];
}

/** The record of an install. */
export function dependencyRecord({ lock, digest, at, region, found }: RecordSource): LockRecord {
  const known = new Map(found.map((one) => [one.locked, one]));
  return {
    version: 1,
    lock: { file: lock.file, kind: lock.kind, digest },
    repository: { domain: at.domain, owner: at.owner, region, repository: at.repository },
    packages: lock.packages.map((locked) => recorded(lock.format, locked, known.get(locked))),
  };
}

/** One record of several; of a single lock it is that lock's own, byte for byte. */
export function mergeRecords(records: readonly LockRecord[]): DependencyRecord {
  const [first, ...others] = records;
  if (first !== undefined && others.length === 0) return first;
  return {
    version: 1,
    locks: records.map(({ lock, repository }) => ({ ...lock, repository })),
    packages: records.flatMap(({ lock: { file }, packages }) =>
      packages.map((one) => ({ lock: file, ...one })),
    ),
  };
}

function recorded(
  format: Lock['format'],
  locked: LockedPackage,
  { facts, assets }: Pick<Found, 'facts' | 'assets'> = { facts: undefined, assets: [] },
): RecordedPackage {
  const { name, version, hashes, isUnchecked, mayBeAbsent } = locked;
  return {
    format,
    name,
    version,
    hashes: isUnchecked ? pinsOf(assets) : hashes,
    ...(isUnchecked ? { unchecked: true } : {}),
    ...(mayBeAbsent ? { optional: true } : {}),
    ...(facts === undefined ? {} : { origin: originText(facts.origin) }),
    ...(facts?.origin.entryPoint === undefined ? {} : { entryPoint: facts.origin.entryPoint }),
    ...(facts === undefined ? {} : { revision: facts.revision }),
  };
}
