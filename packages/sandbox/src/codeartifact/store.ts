import { createHash } from 'node:crypto';
import type { Clock } from '@ml-ci/core';
import type { Caller } from '../service.ts';
import type { Asset } from './asset.ts';
import { newGroup, rootPattern } from './groups/group.ts';
import type {
  Domain,
  Origin,
  OriginRestrictions,
  Package,
  PackageName,
  PackageVersion,
  ReadManifest,
  Repository,
  VersionStatus,
} from './model.ts';
import { domainArn, packageKey } from './model.ts';
import { conflict, denied, invalid, notFound } from './refusal.ts';

/** A repository by name, as a user writes it. */
export interface RepositoryName {
  /** Twelve digits. */
  readonly owner: string;
  readonly region: string;
  readonly domain: string;
  readonly repository: string;
}

/** A version that enters a repository. */
export interface NewVersion extends PackageName {
  readonly version: string;
  readonly assets: readonly Asset[];
  readonly origin: Origin;
  readonly readManifest: ReadManifest;
  /** Published where unset; only for a version that is not there yet. */
  readonly status?: VersionStatus;
  readonly yanked?: string | undefined;
}

/** Of a package that is published first: nothing of its name comes from elsewhere. */
export const publishedFirst: OriginRestrictions = { publish: 'ALLOW', upstream: 'BLOCK' };
/** Of a package that comes from an upstream or the outside first. */
export const takenFirst: OriginRestrictions = { publish: 'BLOCK', upstream: 'ALLOW' };

/** Everything that the CodeArtifact of one sandbox holds. */
export class PackageStore {
  readonly #domains = new Map<string, Domain>();
  readonly #clock: Clock;
  #changes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  domains(owner: string, region: string): Domain[] {
    return [...this.#domains.values()].filter(
      (domain) => domain.region === region && (domain.owner === owner || domain.sharedWith.has(owner)),
    );
  }

  createDomain(name: string, owner: string, region: string): Domain {
    if (!/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/.test(name)) throw invalid(`'${name}' is not a domain name`);
    const key = domainKey(name, owner, region);
    if (this.#domains.has(key)) throw conflict('domain', name, `Domain '${name}' already exists.`);
    const createdMs = this.#clock.now();
    const domain: Domain = {
      name,
      owner,
      region,
      createdMs,
      repositories: new Map(),
      groups: new Map([[rootPattern, newGroup(rootPattern, 'ALLOW', createdMs)]]),
      sharedWith: new Set(),
    };
    this.#domains.set(key, domain);
    return domain;
  }

  domain(name: string, owner: string, region: string): Domain {
    const domain = this.#domains.get(domainKey(name, owner, region));
    if (!domain) throw notFound('domain', name);
    return domain;
  }

  /** The domain when the caller may use it. */
  domainFor(caller: Caller, action: string, name: string, owner = caller.account): Domain {
    const domain = this.domain(name, owner, caller.region);
    if (domain.owner === caller.account || domain.sharedWith.has(caller.account)) return domain;
    throw denied(caller.arn, action, domainArn(domain));
  }

  createRepository(
    domain: Domain,
    name: string,
    options: { readonly description?: string | undefined; readonly upstreams?: readonly string[] } = {},
  ): Repository {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/.test(name)) throw invalid(`'${name}' is not a repository name`);
    if (domain.repositories.has(name)) {
      throw conflict('repository', name, `Repository '${name}' already exists.`);
    }
    const repository: Repository = {
      name,
      domain,
      description: options.description,
      upstreams: [],
      externalConnections: [],
      createdMs: this.#clock.now(),
      packages: new Map(),
    };
    this.setUpstreams(repository, options.upstreams ?? []);
    domain.repositories.set(name, repository);
    return repository;
  }

  /** Says which repositories of the domain are asked for what this one does not have, in order. */
  setUpstreams(repository: Repository, upstreams: readonly string[]): void {
    if (upstreams.length > 10) throw invalid('a repository has at most 10 direct upstream repositories');
    if (upstreams.includes(repository.name)) throw invalid('a repository cannot be upstream of itself');
    for (const upstream of upstreams) this.repository(repository.domain, upstream);
    repository.upstreams = [...upstreams];
  }

  repository(domain: Domain, name: string): Repository {
    const repository = domain.repositories.get(name);
    if (!repository) throw notFound('repository', name);
    return repository;
  }

  /** The repository that a seed names, made where it is not there yet. */
  ensureRepository(at: RepositoryName): Repository {
    const domain =
      this.#domains.get(domainKey(at.domain, at.owner, at.region)) ??
      this.createDomain(at.domain, at.owner, at.region);
    return domain.repositories.get(at.repository) ?? this.createRepository(domain, at.repository);
  }

  /** Adds a version, or files to one that is there. Whether it may come in is the caller's question. */
  add(repository: Repository, entry: NewVersion): PackageVersion {
    const isPublished = entry.origin.originType === 'INTERNAL';
    const found = this.ensurePackage(repository, entry, isPublished ? publishedFirst : takenFirst);
    const version = found.versions.get(entry.version) ?? this.#newVersion(entry);
    for (const asset of entry.assets) {
      if (version.assets.has(asset.name)) {
        throw conflict('asset', asset.name, `The asset '${asset.name}' already exists.`);
      }
      version.assets.set(asset.name, asset);
    }
    found.versions.set(entry.version, version);
    this.touch(version);
    return version;
  }

  /** Keeps a version of an upstream in a repository that asked for it, as it is now, as AWS does. */
  retain(repository: Repository, name: PackageName, version: PackageVersion): void {
    if (repository.packages.get(packageKey(name))?.versions.has(version.version)) return;
    this.place(this.ensurePackage(repository, name, takenFirst), version);
  }

  /** Puts a version as it is elsewhere into a package, in the place of one that is there. */
  place(into: Package, version: PackageVersion): void {
    into.versions.set(version.version, { ...version, assets: new Map(version.assets) });
  }

  /** The package of a repository, made with these restrictions where it is not there yet. */
  ensurePackage(repository: Repository, name: PackageName, restrictions: OriginRestrictions): Package {
    const found = repository.packages.get(packageKey(name));
    if (found) return found;
    const made: Package = {
      format: name.format,
      namespace: name.namespace,
      name: name.name,
      restrictions,
      versions: new Map(),
      tags: new Map(),
    };
    repository.packages.set(packageKey(name), made);
    return made;
  }

  /** A new revision, because something of the version changed. */
  touch(version: PackageVersion): void {
    this.#changes += 1;
    const names = [...version.assets.keys()].join('\n');
    const text = `${this.#changes}\n${version.version}\n${version.status}\n${names}`;
    version.revision = createHash('sha256').update(text).digest('base64');
  }

  #newVersion(entry: NewVersion): PackageVersion {
    return {
      version: entry.version,
      origin: entry.origin,
      publishedMs: this.#clock.now(),
      assets: new Map(),
      status: entry.status ?? 'Published',
      revision: '',
      readManifest: entry.readManifest,
      yanked: entry.yanked,
    };
  }
}

function domainKey(name: string, owner: string, region: string): string {
  return `${owner}/${region}/${name}`;
}
