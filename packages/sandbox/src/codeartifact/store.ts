import { createHash } from 'node:crypto';
import type { Clock } from '@ml-ci/core';
import type { Caller } from '../service.ts';
import type { Asset } from './asset.ts';
import type { Domain, Manifest, Origin, Package, PackageName, PackageVersion, Repository } from './model.ts';
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
  readonly manifest: () => Promise<Manifest>;
}

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
    const domain = { name, owner, region, createdMs, repositories: new Map(), sharedWith: new Set<string>() };
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
    const upstreams = [...(options.upstreams ?? [])];
    for (const upstream of upstreams) this.repository(domain, upstream);
    const repository: Repository = {
      name,
      domain,
      description: options.description,
      upstreams,
      externalConnections: [],
      createdMs: this.#clock.now(),
      packages: new Map(),
    };
    domain.repositories.set(name, repository);
    return repository;
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

  /**
   * Adds a version, or files to one that is there. The first way in decides which ways stay open: a package that was
   * published here takes nothing from upstream, one that came from upstream cannot be published to.
   */
  add(repository: Repository, entry: NewVersion): PackageVersion {
    const from = entry.origin.originType === 'INTERNAL' ? 'publish' : 'upstream';
    const found = this.#package(repository, entry, from);
    if (found.restrictions[from] === 'BLOCK') {
      throw conflict(
        'package',
        entry.name,
        `The package origin configuration of '${entry.name}' blocks ${from}.`,
      );
    }
    const version = found.versions.get(entry.version) ?? this.#newVersion(entry);
    for (const asset of entry.assets) {
      if (version.assets.has(asset.name)) {
        throw conflict('asset', asset.name, `The asset '${asset.name}' already exists.`);
      }
      version.assets.set(asset.name, asset);
    }
    found.versions.set(entry.version, version);
    repository.packages.set(packageKey(entry), found);
    this.touch(version);
    return version;
  }

  /** Keeps a version of an upstream in a repository that asked for it, as AWS does. */
  retain(repository: Repository, name: PackageName, version: PackageVersion): void {
    const found = this.#package(repository, name, 'upstream');
    if (found.versions.has(version.version)) return;
    found.versions.set(version.version, version);
    repository.packages.set(packageKey(name), found);
  }

  /** A new revision, because something of the version changed. */
  touch(version: PackageVersion): void {
    this.#changes += 1;
    const names = [...version.assets.keys()].join('\n');
    const text = `${this.#changes}\n${version.version}\n${version.status}\n${names}`;
    version.revision = createHash('sha256').update(text).digest('base64');
  }

  #package(repository: Repository, name: PackageName, from: 'publish' | 'upstream'): Package {
    const found = repository.packages.get(packageKey(name));
    if (found) return found;
    const restrictions =
      from === 'publish'
        ? ({ publish: 'ALLOW', upstream: 'BLOCK' } as const)
        : ({ publish: 'BLOCK', upstream: 'ALLOW' } as const);
    return {
      format: name.format,
      namespace: name.namespace,
      name: name.name,
      restrictions: { ...restrictions },
      versions: new Map(),
      tags: new Map(),
    };
  }

  #newVersion(entry: NewVersion): PackageVersion {
    return {
      version: entry.version,
      origin: entry.origin,
      publishedMs: this.#clock.now(),
      assets: new Map(),
      status: 'Published',
      revision: '',
      manifest: entry.manifest,
    };
  }
}

function domainKey(name: string, owner: string, region: string): string {
  return `${owner}/${region}/${name}`;
}
