import type { Asset } from './asset.ts';
import {
  type Domain,
  domainArn,
  externalConnections,
  type Package,
  type PackageName,
  type PackageVersion,
  type Repository,
  repositoryArn,
} from './model.ts';
import type { PackageView } from './view.ts';

/** A domain as the API describes it. */
export function describeDomain(domain: Domain): object {
  const assets = [...domain.repositories.values()].flatMap((repository) =>
    [...repository.packages.values()].flatMap((entry) =>
      [...entry.versions.values()].flatMap((version) => [...version.assets.values()]),
    ),
  );
  return {
    ...summarizeDomain(domain),
    repositoryCount: domain.repositories.size,
    // A version that a downstream repository retains is stored once.
    assetSizeBytes: [...new Set(assets)].reduce((sum, asset) => sum + (asset.size ?? 0), 0),
  };
}

export function summarizeDomain(domain: Domain): object {
  return {
    name: domain.name,
    owner: domain.owner,
    arn: domainArn(domain),
    status: 'Active',
    createdTime: new Date(domain.createdMs),
    encryptionKey: `arn:aws:kms:${domain.region}:${domain.owner}:key/00000000-0000-4000-8000-000000000000`,
  };
}

/** A repository as the API describes it. */
export function describeRepository(repository: Repository): object {
  return {
    ...summarizeRepository(repository),
    upstreams: repository.upstreams.map((repositoryName) => ({ repositoryName })),
    externalConnections: repository.externalConnections.map((externalConnectionName) => ({
      externalConnectionName,
      packageFormat: externalConnections.get(externalConnectionName),
      status: 'Available',
    })),
  };
}

export function summarizeRepository(repository: Repository): object {
  return {
    name: repository.name,
    administratorAccount: repository.domain.owner,
    domainName: repository.domain.name,
    domainOwner: repository.domain.owner,
    arn: repositoryArn(repository),
    description: repository.description,
    createdTime: new Date(repository.createdMs),
  };
}

/** A package as DescribePackage answers. */
export function describePackage({ format, namespace, name, restrictions }: Package): object {
  return { format, namespace, name, originConfiguration: { restrictions } };
}

/** A package in a list, where its name has another member. */
export function summarizePackage(entry: Package): object {
  return { ...describeName(entry), originConfiguration: { restrictions: entry.restrictions } };
}

/** The members that say which package is meant. */
export function describeName(name: PackageName): object {
  return { format: name.format, namespace: name.namespace, package: name.name };
}

export function summarizeVersion(version: PackageVersion): object {
  return {
    version: version.version,
    revision: version.revision,
    status: version.status,
    origin: version.origin,
  };
}

/** A version as DescribePackageVersion answers. */
export async function describeVersion(view: PackageView, version: PackageVersion): Promise<object> {
  const manifest = await version.readManifest(version.assets);
  return {
    format: view.format,
    namespace: view.namespace,
    packageName: view.name,
    displayName: manifest.displayName ?? view.name,
    version: version.version,
    summary: manifest.summary,
    homePage: manifest.homePage,
    sourceCodeRepository: manifest.sourceCodeRepository,
    publishedTime: new Date(version.publishedMs),
    licenses: manifest.licenses ?? [],
    revision: version.revision,
    status: version.status,
    origin: version.origin,
  };
}

export async function describeAsset(asset: Asset): Promise<object> {
  const hashes = await asset.hashes();
  return { name: asset.name, size: asset.size ?? (await asset.read()).length, hashes };
}
