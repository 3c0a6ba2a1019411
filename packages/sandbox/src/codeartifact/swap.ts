import type { Asset } from './asset.ts';
import { assetOfBytes } from './asset.ts';
import type { Format, PackageVersion } from './model.ts';
import { normalizeProject } from './pypi/name.ts';
import type { PackageStore, RepositoryName } from './store.ts';
import { viewPackage } from './view.ts';

/** A package as a test names it. */
export interface PackageReference {
  readonly format: Format;
  /** The scope of npm without `@`, the groupId of Maven, the namespace of generic. */
  readonly namespace?: string;
  readonly name: string;
}

export interface SwapOptions {
  /**
   * `kept`, the default: index and API tell the digests that the file had before, and the bytes are other ones. `new`: they
   * tell those of the new bytes, in a new revision, so that only who wrote the old ones down can see it.
   */
  readonly hashes?: 'kept' | 'new';
}

/** Puts other bytes under the name of a file, in the repository that has the version. */
export function swapAsset(
  store: PackageStore,
  at: RepositoryName,
  reference: PackageReference,
  versionName: string,
  assetName: string,
  bytes: Uint8Array,
  { hashes = 'kept' }: SwapOptions = {},
): void {
  const { version, asset } = find(store, at, reference, versionName, assetName);
  const swapped = { ...assetOfBytes(assetName, Buffer.from(bytes)), original: asset.original ?? asset };
  if (hashes === 'new') {
    version.assets.set(assetName, swapped);
    store.touch(version);
    return;
  }
  version.assets.set(assetName, { ...swapped, known: asset.known, hashes: () => asset.hashes() });
}

function find(
  store: PackageStore,
  at: RepositoryName,
  { format, namespace, name }: PackageReference,
  versionName: string,
  assetName: string,
): { readonly version: PackageVersion; readonly asset: Asset } {
  const domain = store.domain(at.domain, at.owner, at.region);
  const wanted = { format, namespace, name: format === 'pypi' ? normalizeProject(name) : name };
  const view = viewPackage(store.repository(domain, at.repository), wanted);
  const version = view?.versions.get(versionName)?.version;
  const asset = version?.assets.get(assetName);
  if (version && asset) return { version, asset };
  const known = version ? [...version.assets.keys()].join(', ') : 'no such version';
  throw new Error(`there is no "${assetName}" in ${name} ${versionName} of "${at.repository}": ${known}`);
}
