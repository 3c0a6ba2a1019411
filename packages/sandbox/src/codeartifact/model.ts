import type { Asset } from './asset.ts';

/** The formats whose packages this CodeArtifact can hold. */
export const servedFormats = ['npm', 'pypi', 'generic'] as const;
export type Format = (typeof servedFormats)[number];

/** Every format of the API; the others have an endpoint and no packages. */
export const allFormats = ['cargo', 'generic', 'maven', 'npm', 'nuget', 'pypi', 'ruby', 'swift'] as const;

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
  /** The scope of npm without `@`, or the namespace of generic. */
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

/** What a manifest says that answers need; read from the files when first asked for. */
export interface Manifest {
  readonly summary?: string | undefined;
  readonly homePage?: string | undefined;
  readonly license?: string | undefined;
  /** npm: the whole package.json. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
}

/** One version; repositories that take it from an upstream share it. */
export interface PackageVersion {
  readonly version: string;
  readonly origin: Origin;
  readonly publishedMs: number;
  readonly assets: Map<string, Asset>;
  status: VersionStatus;
  /** Changes with every change of the assets or the status. */
  revision: string;
  manifest(): Promise<Manifest>;
}

/** What may still be added to a package of a repository: the guard against dependency confusion. */
interface OriginRestrictions {
  publish: 'ALLOW' | 'BLOCK';
  upstream: 'ALLOW' | 'BLOCK';
}

export interface Package extends PackageName {
  readonly restrictions: OriginRestrictions;
  readonly versions: Map<string, PackageVersion>;
  /** npm: `latest` and others. */
  readonly tags: Map<string, string>;
}

export interface Repository {
  readonly name: string;
  readonly domain: Domain;
  readonly description: string | undefined;
  readonly upstreams: string[];
  /** `public:pypi`, `public:npmjs`. */
  readonly externalConnections: string[];
  readonly createdMs: number;
  readonly packages: Map<string, Package>;
}

export interface Domain {
  readonly name: string;
  /** Twelve digits. */
  readonly owner: string;
  readonly region: string;
  readonly createdMs: number;
  readonly repositories: Map<string, Repository>;
  /** Accounts besides the owner that may use it: what a permissions policy says on AWS. */
  readonly sharedWith: Set<string>;
}

/** The key of a package in its repository. */
export function packageKey(name: PackageName): string {
  return `${name.format}/${name.namespace ?? ''}/${name.name}`;
}

export function domainArn(domain: Domain): string {
  return `arn:aws:codeartifact:${domain.region}:${domain.owner}:domain/${domain.name}`;
}

export function repositoryArn(repository: Repository): string {
  const { domain, name } = repository;
  return `arn:aws:codeartifact:${domain.region}:${domain.owner}:repository/${domain.name}/${name}`;
}
