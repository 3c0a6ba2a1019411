import {
  type AssociatedGroup,
  associatedGroup,
  type OriginRestrictions,
  type PackageAsset,
  type PackageName,
  type PackageRepository,
  type PackageVersionFacts,
  packageAssets,
  packageRestrictions,
  packageVersion,
  repositorySources,
  type Session,
} from '@ml-ci/aws';
import { mapAtMost } from '@ml-ci/core';
import type { Lock, LockedPackage, LockFormat } from '../lock/lock.ts';
import { packageName } from './package-name.ts';

/** What CodeArtifact knows of one entry of a lock. */
export interface Found {
  readonly locked: LockedPackage;
  /** Undefined: the repository does not have the version, or not yet. */
  readonly facts: PackageVersionFacts | undefined;
  readonly assets: readonly PackageAsset[];
  /** What guards the name of a package that was published to the domain; undefined for all others. */
  readonly guard: Guard | undefined;
}

/** Whether versions from outside may come under a name. */
export interface Guard {
  readonly restrictions: OriginRestrictions;
  readonly group: AssociatedGroup;
}

/** Where and how much is looked up. */
export interface LookUp {
  readonly session: Session;
  readonly at: PackageRepository;
  /** Also how a package came into the domain, and what guards its name. */
  readonly withOrigin: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/**
 * Packages that are asked about at once, each by one request after the other; CodeArtifact allows an account 800 reads a
 * second.
 */
const concurrency = 16;

/** Asks about every entry of a lock, in its order. */
export async function lookUp(
  { packages, format }: Pick<Lock, 'packages' | 'format'>,
  { session, at, withOrigin, signal, onProgress }: LookUp,
): Promise<readonly Found[]> {
  let done = 0;
  return mapAtMost(packages, concurrency, async (locked): Promise<Found> => {
    signal.throwIfAborted();
    const name = packageName(format, locked.name);
    const facts = await packageVersion(session, at, name, locked.version, { signal });
    const assets = facts ? await packageAssets(session, at, name, locked.version, { signal }) : [];
    const isInternal = facts?.origin.type === 'INTERNAL';
    const guard = withOrigin && isInternal ? await guardOf(session, at, name, signal) : undefined;
    done += 1;
    onProgress?.(done);
    return { locked, facts, assets, guard };
  });
}

async function guardOf(
  session: Session,
  at: PackageRepository,
  name: PackageName,
  signal: AbortSignal,
): Promise<Guard> {
  const restrictions = await packageRestrictions(session, at, name, { signal });
  const group = await associatedGroup(session, at, name, { signal });
  return { restrictions: restrictions ?? { publish: 'ALLOW', upstream: 'ALLOW' }, group };
}

/** The public indexes of a format that a repository passes on from, by itself or through its upstreams. */
export async function connectionsOf(
  session: Session,
  at: PackageRepository,
  format: LockFormat,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const seen = new Set([at.repository]);
  const found = new Set<string>();
  for (const repository of seen) {
    const { upstreams, connections } = await repositorySources(session, { ...at, repository }, { signal });
    for (const upstream of upstreams) seen.add(upstream);
    for (const connection of connections)
      if (publicIndexes[format].includes(connection)) found.add(connection);
  }
  return [...found].sort();
}

const publicIndexes: Readonly<Record<LockFormat, readonly string[]>> = {
  pypi: ['public:pypi'],
  npm: ['public:npmjs'],
};
