import { type Package, type PackageName, type PackageVersion, packageKey, type Repository } from './model.ts';
import { obstacleTo } from './origin-gate.ts';

/** A version as a repository shows it, and the repository of the domain that has it. */
interface Seen {
  readonly version: PackageVersion;
  readonly holder: Repository;
}

/** What a client of a repository sees of a package: its own versions, then those of the upstreams, in order. */
export interface PackageView extends PackageName {
  readonly versions: ReadonlyMap<string, Seen>;
  readonly tags: ReadonlyMap<string, string>;
}

/** The package through a repository and its upstreams; undefined where none of them has it. */
export function viewPackage(repository: Repository, name: PackageName): PackageView | undefined {
  const versions = new Map<string, Seen>();
  const tags = new Map<string, string>();
  const holders = holdersOf(repository, name);
  for (const { holder, entry } of holders) {
    for (const version of entry.versions.values()) {
      if (!versions.has(version.version)) versions.set(version.version, { version, holder });
    }
  }
  // Of a tag that both have, that of the upstream holds.
  for (const { entry } of [...holders.filter(({ holder }) => holder !== repository), ...holders]) {
    for (const [tag, version] of entry.tags) if (!tags.has(tag)) tags.set(tag, version);
  }
  return holders.length > 0
    ? { format: name.format, namespace: name.namespace, name: name.name, versions, tags }
    : undefined;
}

/** The repositories in the order in which they are asked, depth first, each once. */
export function reachable(repository: Repository): Repository[] {
  return walk(repository, () => true, new Set());
}

/** Those of them that a package may come from: each repository on the way must take it from its upstreams. */
export function sourcesOf(repository: Repository, name: PackageName): Repository[] {
  return walk(repository, (at) => obstacleTo('INTERNAL_UPSTREAM', at, name) === undefined, new Set());
}

/** The sources of a package that have it. */
export function holdersOf(
  repository: Repository,
  name: PackageName,
): { readonly holder: Repository; readonly entry: Package }[] {
  return sourcesOf(repository, name).flatMap((holder) => {
    const entry = holder.packages.get(packageKey(name));
    return entry ? [{ holder, entry }] : [];
  });
}

function walk(
  repository: Repository,
  goesOn: (repository: Repository) => boolean,
  visited: Set<Repository>,
): Repository[] {
  if (visited.has(repository)) return [];
  visited.add(repository);
  if (!goesOn(repository)) return [repository];
  const upstreams = repository.upstreams.flatMap((name) => {
    const upstream = repository.domain.repositories.get(name);
    return upstream ? walk(upstream, goesOn, visited) : [];
  });
  return [repository, ...upstreams];
}
