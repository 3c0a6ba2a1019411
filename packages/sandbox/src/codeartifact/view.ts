import type { Package, PackageName, PackageVersion, Repository } from './model.ts';
import { packageKey } from './model.ts';

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
  let found = false;
  for (const { holder, entry } of holdersOf(repository, name, new Set())) {
    found = true;
    for (const version of entry.versions.values()) {
      if (!versions.has(version.version)) versions.set(version.version, { version, holder });
    }
    for (const [tag, version] of entry.tags) if (!tags.has(tag)) tags.set(tag, version);
  }
  return found
    ? { format: name.format, namespace: name.namespace, name: name.name, versions, tags }
    : undefined;
}

/** The repositories in the order in which they are asked, depth first, each once. */
export function reachable(repository: Repository, visited: Set<Repository> = new Set()): Repository[] {
  if (visited.has(repository)) return [];
  visited.add(repository);
  const upstreams = repository.upstreams.flatMap((name) => {
    const upstream = repository.domain.repositories.get(name);
    return upstream ? reachable(upstream, visited) : [];
  });
  return [repository, ...upstreams];
}

/** Whether a repository may take the package from an upstream or the outside at all. */
export function takesUpstream(repository: Repository, name: PackageName): boolean {
  return repository.packages.get(packageKey(name))?.restrictions.upstream !== 'BLOCK';
}

function holdersOf(
  repository: Repository,
  name: PackageName,
  visited: Set<Repository>,
): { readonly holder: Repository; readonly entry: Package }[] {
  if (visited.has(repository)) return [];
  visited.add(repository);
  const own = repository.packages.get(packageKey(name));
  const mine = own ? [{ holder: repository, entry: own }] : [];
  if (!takesUpstream(repository, name)) return mine;
  return mine.concat(
    repository.upstreams.flatMap((upstreamName) => {
      const upstream = repository.domain.repositories.get(upstreamName);
      return upstream ? holdersOf(upstream, name, visited) : [];
    }),
  );
}
