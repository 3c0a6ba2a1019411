import type { PackageRepository } from '@ml-ci/aws';
import { originText } from '../gate/judge.ts';
import type { Found } from '../gate/look-up.ts';
import type { Lock, LockedPackage, LockKind } from '../lock/lock.ts';

/** `.ml-ci/dependencies.json`: what was installed, and what CodeArtifact said of it. The same lock and repository give the same bytes. */
export interface DependencyRecord {
  readonly version: 1;
  readonly lock: { readonly file: string; readonly kind: LockKind; readonly digest: string };
  readonly repository: {
    readonly domain: string;
    readonly owner: string;
    readonly region: string;
    readonly repository: string;
  };
  /** Sorted by name and version. */
  readonly packages: readonly RecordedPackage[];
}

/** One entry of the lock. What CodeArtifact says is missing where it was not asked (`verify: off`). */
export interface RecordedPackage {
  readonly format: Lock['format'];
  readonly name: string;
  readonly version: string;
  /** Those of the lock: any one of them was accepted. */
  readonly hashes: readonly string[];
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
export function dependencyRecord({ lock, digest, at, region, found }: RecordSource): DependencyRecord {
  const facts = new Map(found.map((one) => [one.locked, one.facts]));
  return {
    version: 1,
    lock: { file: lock.file, kind: lock.kind, digest },
    repository: { domain: at.domain, owner: at.owner, region, repository: at.repository },
    packages: lock.packages.map((locked) => recorded(lock.format, locked, facts.get(locked))),
  };
}

function recorded(format: Lock['format'], locked: LockedPackage, facts: Found['facts']): RecordedPackage {
  const { name, version, hashes, mayBeAbsent } = locked;
  return {
    format,
    name,
    version,
    hashes,
    ...(mayBeAbsent ? { optional: true } : {}),
    ...(facts === undefined ? {} : { origin: originText(facts.origin) }),
    ...(facts?.origin.entryPoint === undefined ? {} : { entryPoint: facts.origin.entryPoint }),
    ...(facts === undefined ? {} : { revision: facts.revision }),
  };
}
