import type { Asset } from './asset.ts';
import type { PackageGroup } from './groups/group.ts';

/** The formats whose packages this CodeArtifact can hold. */
export const servedFormats = ['npm', 'pypi', 'maven', 'generic'] as const;
export type Format = (typeof servedFormats)[number];

/** Every format of the API; the others have an endpoint, package groups, and no packages. */
export const allFormats = ['cargo', 'generic', 'maven', 'npm', 'nuget', 'pypi', 'ruby', 'swift'] as const;

/** The public repositories that one can connect to here, and the format of each. */
export const externalConnections: ReadonlyMap<string, Format> = new Map([
  ['public:npmjs', 'npm'],
  ['public:pypi', 'pypi'],
  ['public:maven-central', 'maven'],
]);

export const versionStatuses = [
  'Published',
  'Unfinished',
  'Unlisted',
  'Archived',
  'Disposed',
  'Deleted',
] as const;
export type VersionStatus = (typeof versionStatuses)[number];

/** Where a package is, in any repository of a domain. */
export interface PackageName {
  readonly format: Format;
  /** The scope of npm without `@`, the groupId of Maven, or the namespace of generic. */
  readonly namespace: string | undefined;
  /** As it is looked up: PyPI names are normalised. */
  readonly name: string;
}

/** How a version came into the domain. */
export interface Origin {
  readonly originType: 'INTERNAL' | 'EXTERNAL';
  readonly domainEntryPoint: {
    readonly repositoryName?: string;
    readonly externalConnectionName?: string;
  };
}

/** One direct dependency, with the members of the API. */
export interface Dependency {
  readonly namespace?: string | undefined;
  readonly package: string;
  readonly dependencyType: string;
  readonly versionRequirement?: string | undefined;
}

/** What a manifest says that answers need; read from the files when first asked for. */
export interface Manifest {
  readonly displayName?: string | undefined;
  readonly summary?: string | undefined;
  readonly homePage?: string | undefined;
  readonly sourceCodeRepository?: string | undefined;
  readonly licenses?: readonly { readonly name?: string | undefined; readonly url?: string | undefined }[];
  readonly dependencies?: readonly Dependency[];
  readonly readme?: string | undefined;
  /** npm: the whole package.json. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
}

/** Reads the manifest out of the files of a version. */
export type ReadManifest = (assets: ReadonlyMap<string, Asset>) => Promise<Manifest>;

/** One version in one repository. A repository that took it from another one has its own: later changes stay apart. */
export interface PackageVersion {
  readonly version: string;
  readonly origin: Origin;
  readonly publishedMs: number;
  readonly assets: Map<string, Asset>;
  readonly readManifest: ReadManifest;
  /** Why an external index has yanked it, maybe empty; undefined where it has not. */
  readonly yanked?: string | undefined;
  status: VersionStatus;
  /** Changes with every change of the assets or the status. */
  revision: string;
}

/** What may still be added to a package of a repository: the guard against dependency confusion. */
export interface OriginRestrictions {
  readonly publish: 'ALLOW' | 'BLOCK';
  readonly upstream: 'ALLOW' | 'BLOCK';
}

export interface Package extends PackageName {
  restrictions: OriginRestrictions;
  readonly versions: Map<string, PackageVersion>;
  /** npm: `latest` and others. */
  readonly tags: Map<string, string>;
}

export interface Repository {
  readonly name: string;
  readonly domain: Domain;
  readonly createdMs: number;
  description: string | undefined;
  /** In the order in which they are asked. */
  upstreams: readonly string[];
  /** Names of `externalConnections`. */
  readonly externalConnections: string[];
  readonly packages: Map<string, Package>;
}

export interface Domain {
  readonly name: string;
  /** Twelve digits. */
  readonly owner: string;
  readonly region: string;
  readonly createdMs: number;
  readonly repositories: Map<string, Repository>;
  /** By pattern, the root group `/*` among them. */
  readonly groups: Map<string, PackageGroup>;
  /** Accounts besides the owner that may use it: what a permissions policy says on AWS. */
  readonly sharedWith: Set<string>;
}

/** The key of a package in its repository. */
export function packageKey(name: PackageName): string {
  return `${name.format}/${name.namespace ?? ''}/${name.name}`;
}

/** Whether a package manager may still fetch the files: what is archived or disposed stays in the books only. */
export function isDownloadable({ status }: Pick<PackageVersion, 'status'>): boolean {
  return status === 'Published' || status === 'Unlisted' || status === 'Unfinished';
}

export function domainArn(domain: Domain): string {
  return `arn:aws:codeartifact:${domain.region}:${domain.owner}:domain/${domain.name}`;
}

export function repositoryArn(repository: Repository): string {
  const { domain, name } = repository;
  return `arn:aws:codeartifact:${domain.region}:${domain.owner}:repository/${domain.name}/${name}`;
}
