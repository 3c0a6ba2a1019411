import type { External } from './external.ts';
import { type PackageVersion, packageKey, type Repository } from './model.ts';
import { obstacleTo } from './origin-gate.ts';
import { conflict } from './refusal.ts';
import type { NewVersion, PackageStore } from './store.ts';
import { viewPackage } from './view.ts';

/** What publishing works with. */
export interface Publishing {
  readonly store: PackageStore;
  readonly external: External | undefined;
}

/**
 * Adds what a client publishes. It is refused where the origin controls say so, where the version is closed, and where
 * an upstream or the outside has the version; the same file again changes nothing.
 */
export async function publish(
  { store, external }: Publishing,
  repository: Repository,
  entry: NewVersion,
): Promise<PackageVersion> {
  const obstacle = obstacleTo('PUBLISH', repository, entry);
  if (obstacle) throw conflict('package', entry.name, `'${entry.name}' cannot be published: ${obstacle}.`);
  const existing = repository.packages.get(packageKey(entry))?.versions.get(entry.version);
  if (existing) {
    const assets = await newAssets(existing, entry);
    return assets.length === 0 ? existing : store.add(repository, { ...entry, assets });
  }
  if (
    viewPackage(repository, entry)?.versions.has(entry.version) ||
    (await isOutside(external, repository, entry))
  ) {
    throw conflict('package-version', entry.version, `An upstream has the version '${entry.version}'.`);
  }
  return store.add(repository, entry);
}

async function isOutside(
  external: External | undefined,
  repository: Repository,
  entry: NewVersion,
): Promise<boolean> {
  return (await external?.versions(repository, entry))?.includes(entry.version) === true;
}

async function newAssets(existing: PackageVersion, entry: NewVersion) {
  const { status, version } = existing;
  if (status === 'Archived' || status === 'Disposed') {
    throw conflict('package-version', version, `The version '${version}' is ${status}.`);
  }
  const fresh = [];
  for (const asset of entry.assets) {
    const same = existing.assets.get(asset.name);
    if (!same) fresh.push(asset);
    else if ((await same.hashes())['SHA-256'] !== (await asset.hashes())['SHA-256']) {
      throw conflict('asset', asset.name, `The asset '${asset.name}' already exists with another content.`);
    }
  }
  return fresh;
}
