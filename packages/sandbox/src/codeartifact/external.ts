import { type Asset, once } from './asset.ts';
import { createFetcher, type Fetcher } from './fetcher.ts';
import { mavenFiles, mavenVersions } from './maven/upstream.ts';
import {
  externalConnections,
  type Format,
  type PackageName,
  packageKey,
  type ReadManifest,
  type Repository,
} from './model.ts';
import { npmUpstream } from './npm/upstream.ts';
import { obstacleTo } from './origin-gate.ts';
import { pypiUpstream } from './pypi/upstream.ts';
import type { PackageStore } from './store.ts';
import { sourcesOf } from './view.ts';

/** The indexes behind external connections. Nothing is asked unless an address is given here. */
export interface UpstreamOptions {
  /** A registry, such as `npm config get registry` says; credentials may stand in the address. */
  readonly npm?: string;
  /** A simple index, such as `pip config get global.index-url` says. */
  readonly pypi?: string;
  /** A Maven repository with a `.sha1` beside every file, as Maven Central has it. */
  readonly maven?: string;
  /** Where fetched files are kept by digest; only for this run where unset. */
  readonly cache?: string;
}

/** Brings packages of the outside into repositories that have an external connection. */
export interface External {
  /** Makes the versions that the outside has known to the repository that is connected; asks once a package. */
  pull(repository: Repository, name: PackageName): Promise<void>;
  /** The versions that the outside has; brings nothing in. */
  versions(repository: Repository, name: PackageName): Promise<readonly string[]>;
  /** Maven: brings the files of a version in, the named one among them. Its index does not list files. */
  pullFile(repository: Repository, name: PackageName, version: string, file: string): Promise<void>;
}

/** A version at an external index. */
export interface OutsideVersion {
  readonly version: string;
  /** Empty where the index does not tell; such a version comes in file by file. */
  readonly assets: readonly Asset[];
  readonly readManifest: ReadManifest;
  readonly yanked?: string | undefined;
}

type ReadIndex = (fetcher: Fetcher, index: URL, name: PackageName) => Promise<readonly OutsideVersion[]>;
const readers: Partial<Record<Format, ReadIndex>> = {
  npm: npmUpstream,
  pypi: pypiUpstream,
  maven: mavenVersions,
};

/** The passthrough to the indexes of the user's machine. */
export function createExternal(store: PackageStore, options: UpstreamOptions): External {
  const fetcher = createFetcher(options.cache);
  const lists = oncePerKey<readonly OutsideVersion[]>();
  const files = oncePerKey<OutsideVersion>();
  const indexOf = ({ format }: PackageName): URL | undefined => {
    const address = format === 'generic' ? undefined : options[format];
    return address === undefined ? undefined : new URL(address.endsWith('/') ? address : `${address}/`);
  };
  const listed = async (name: PackageName): Promise<readonly OutsideVersion[]> => {
    const [index, read] = [indexOf(name), readers[name.format]];
    if (!index || !read) return [];
    return await lists(packageKey(name), () => read(fetcher, index, name));
  };
  return {
    async pull(repository, name) {
      for (const { holder, origin } of connectedSources(repository, name)) {
        const outside = await listed(name);
        // Asked after the wait: another request may have brought them in.
        const known = new Set(holder.packages.get(packageKey(name))?.versions.keys());
        for (const version of outside) {
          if (known.has(version.version) || version.assets.length === 0) continue;
          store.add(holder, { ...name, ...version, origin });
        }
      }
    },
    async versions(repository, name) {
      if (connectedSources(repository, name).length === 0) return [];
      return (await listed(name)).map(({ version }) => version);
    },
    async pullFile(repository, name, version, file) {
      const index = indexOf(name);
      for (const { holder, origin } of connectedSources(repository, name)) {
        const known = holder.packages.get(packageKey(name))?.versions.get(version);
        if (!index || known?.origin.originType === 'INTERNAL') continue;
        const found = await files([packageKey(name), version, file].join(' '), () =>
          mavenFiles(fetcher, index, name, version, file),
        );
        const here = holder.packages.get(packageKey(name))?.versions.get(version)?.assets;
        const assets = found.assets.filter((asset) => !here?.has(asset.name));
        if (assets.length > 0) store.add(holder, { ...name, ...found, assets, origin });
      }
    },
  };
}

/** Does the work of a key when it is first asked for, and keeps what came of it. */
function oncePerKey<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const made = new Map<string, () => Promise<T>>();
  return async (key, work) => {
    const known = made.get(key) ?? once(work);
    made.set(key, known);
    return await known();
  };
}

/** The repositories with a connection for the package's format from which it may come into a repository. */
function connectedSources(repository: Repository, name: PackageName) {
  return sourcesOf(repository, name).flatMap((holder) => {
    const connection = holder.externalConnections.find(
      (connected) => externalConnections.get(connected) === name.format,
    );
    if (connection === undefined || obstacleTo('EXTERNAL_UPSTREAM', holder, name) !== undefined) return [];
    const domainEntryPoint = { externalConnectionName: connection };
    return [{ holder, origin: { originType: 'EXTERNAL', domainEntryPoint } as const }];
  });
}
