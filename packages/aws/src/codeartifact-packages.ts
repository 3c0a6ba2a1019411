import { type CallOptions, codeArtifactClient, sending } from './clients.ts';
import type { Domain } from './codeartifact.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** A repository of a CodeArtifact domain. */
export interface PackageRepository extends Domain {
  readonly repository: string;
}

/** A package, as CodeArtifact names it: `{ format: 'npm', namespace: 'ml', name: 'shapes' }` for `@ml/shapes`. */
export interface PackageName {
  readonly format: 'npm' | 'pypi' | 'maven' | 'generic';
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** How a version came into the domain: published to it, or passed on from a public index. */
export interface PackageOrigin {
  readonly type: 'INTERNAL' | 'EXTERNAL' | 'UNKNOWN';
  /** The repository it was published to, or the connection it came through: `public:pypi`. */
  readonly entryPoint: string | undefined;
}

/** What CodeArtifact says of one version. */
export interface PackageVersionFacts {
  /** `Published`, `Unlisted`, `Archived`, `Disposed`, `Unfinished` or `Deleted`. */
  readonly status: string;
  /** Changes with every change of the files or the status. */
  readonly revision: string;
  readonly origin: PackageOrigin;
}

/** One file of a version. */
export interface PackageAsset {
  readonly name: string;
  readonly size: number;
  /** `sha256:<hex>`, `sha512:<hex>`, and weaker ones. */
  readonly hashes: readonly string[];
}

/** What may be added to a package of a repository. */
export interface OriginRestrictions {
  readonly publish: 'ALLOW' | 'BLOCK';
  readonly upstream: 'ALLOW' | 'BLOCK';
}

/** The package group that decides about a package: `/pypi//ml-*`, and whether a public index may add versions. */
export interface AssociatedGroup {
  readonly pattern: string;
  readonly externalUpstream: string;
}

/** Where a repository looks for what it does not have itself. */
export interface RepositorySources {
  /** Repositories of the same domain. */
  readonly upstreams: readonly string[];
  /** `public:pypi` and the like; at most one in practice. */
  readonly connections: readonly string[];
}

/** The facts of a version, or undefined where the repository does not have it. RESOURCE_MISSING: there is no such repository. */
export async function packageVersion(
  session: Session,
  at: PackageRepository,
  name: PackageName,
  version: string,
  options: CallOptions = {},
): Promise<PackageVersionFacts | undefined> {
  const { DescribePackageVersionCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const command = new DescribePackageVersionCommand({ ...whereIs(at, name), packageVersion: version });
  const reply = await client.send(command, sending(options)).catch(unlessPackageMissing);
  const found = reply?.packageVersion;
  if (found === undefined) return undefined;
  const { domainEntryPoint: entry, originType = 'UNKNOWN' } = found.origin ?? {};
  return {
    status: found.status ?? 'Unfinished',
    revision: found.revision ?? '',
    origin: { type: originType, entryPoint: entry?.externalConnectionName ?? entry?.repositoryName },
  };
}

/** The files of a version with their hashes, all pages; none where the repository does not have the version. */
export async function packageAssets(
  session: Session,
  at: PackageRepository,
  name: PackageName,
  version: string,
  options: CallOptions = {},
): Promise<readonly PackageAsset[]> {
  const { ListPackageVersionAssetsCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const assets: PackageAsset[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListPackageVersionAssetsCommand({
      ...whereIs(at, name),
      packageVersion: version,
      maxResults: 1_000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const reply = await client.send(command, sending(options)).catch(unlessPackageMissing);
    for (const { name = '', size = 0, hashes = {} } of reply?.assets ?? []) {
      const written = Object.entries(hashes).map(
        ([algorithm, hex]) => `${algorithm.replace('-', '').toLowerCase()}:${hex.toLowerCase()}`,
      );
      assets.push({ name, size, hashes: written });
    }
    nextToken = reply?.nextToken;
  } while (nextToken !== undefined);
  return assets;
}

/** What may be added to a package, or undefined where the repository does not have it. */
export async function packageRestrictions(
  session: Session,
  at: PackageRepository,
  name: PackageName,
  options: CallOptions = {},
): Promise<OriginRestrictions | undefined> {
  const { DescribePackageCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const command = new DescribePackageCommand(whereIs(at, name));
  const reply = await client.send(command, sending(options)).catch(unlessPackageMissing);
  const restrictions = reply?.package?.originConfiguration?.restrictions;
  if (restrictions === undefined) return undefined;
  const { publish = 'ALLOW', upstream = 'ALLOW' } = restrictions;
  return { publish, upstream };
}

/** The group that decides about a package; it answers for packages that do not exist as well. */
export async function associatedGroup(
  session: Session,
  { domain, owner }: Domain,
  { format, namespace, name }: PackageName,
  options: CallOptions = {},
): Promise<AssociatedGroup> {
  const { GetAssociatedPackageGroupCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const command = new GetAssociatedPackageGroupCommand({
    domain,
    format,
    package: name,
    ...(owner === undefined ? {} : { domainOwner: owner }),
    ...(namespace === undefined ? {} : { namespace }),
  });
  const { packageGroup } = await client.send(command, sending(options));
  const external = packageGroup?.originConfiguration?.restrictions?.EXTERNAL_UPSTREAM;
  return {
    pattern: packageGroup?.pattern ?? '/*',
    externalUpstream: external?.effectiveMode ?? external?.mode ?? 'ALLOW',
  };
}

/** Where a repository looks for what it does not have; RESOURCE_MISSING where there is none. */
export async function repositorySources(
  session: Session,
  { domain, owner, repository }: PackageRepository,
  options: CallOptions = {},
): Promise<RepositorySources> {
  const { DescribeRepositoryCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const command = new DescribeRepositoryCommand({
    domain,
    repository,
    ...(owner === undefined ? {} : { domainOwner: owner }),
  });
  const { repository: found } = await client.send(command, sending(options));
  return {
    upstreams: (found?.upstreams ?? []).flatMap(({ repositoryName }) => repositoryName ?? []),
    connections: (found?.externalConnections ?? []).flatMap(
      ({ externalConnectionName }) => externalConnectionName ?? [],
    ),
  };
}

function whereIs({ domain, owner, repository }: PackageRepository, { format, namespace, name }: PackageName) {
  return {
    domain,
    repository,
    format,
    package: name,
    ...(owner === undefined ? {} : { domainOwner: owner }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** CodeArtifact has one error for all that is missing; only for a package or a version of it there is no answer. */
function unlessPackageMissing(error: unknown): undefined {
  const cause = isAwsError(error, 'ResourceNotFoundException') ? (error as Error).cause : undefined;
  const kind = cause instanceof Error && 'resourceType' in cause ? cause.resourceType : undefined;
  if (kind === 'package' || kind === 'package-version') return undefined;
  throw error;
}
