import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Asset, assetOfFile } from './asset.ts';
import type { Repository } from './model.ts';
import { npmAsset, parseNpmName } from './npm/name.ts';
import { packageJsonOf } from './npm/package-json.ts';
import { versionOfTarball } from './npm/publish.ts';
import { parseDistribution } from './pypi/file-name.ts';
import { metadataOf } from './pypi/metadata.ts';
import type { PackageStore } from './store.ts';

/** Adds the wheels and source distributions of a folder to a repository; returns how many there were. */
export async function seedPypi(store: PackageStore, repository: Repository, folder: string): Promise<number> {
  const files = await filesOf(folder, (name) => parseDistribution(name) !== undefined);
  for (const { name, path, size } of files) {
    const named = parseDistribution(name);
    if (!named) continue;
    const asset = assetOfFile(name, path, size);
    store.add(repository, {
      format: 'pypi',
      namespace: undefined,
      name: named.project,
      version: named.version,
      assets: [asset],
      origin: published(repository),
      readManifest: async () => (await metadataOf(asset)).manifest,
    });
  }
  return files.length;
}

/** Adds the npm tarballs of a folder to a repository, each under the name in its package.json. */
export async function seedNpm(store: PackageStore, repository: Repository, folder: string): Promise<number> {
  const files = await filesOf(folder, (name) => name.endsWith('.tgz'));
  for (const { path, size } of files) {
    const asset: Asset = assetOfFile(npmAsset, path, size);
    const { name, version, manifest } = await packageJsonOf(asset).catch((cause: unknown) => {
      throw new Error(`"${path}" is not an npm package`, { cause });
    });
    const parsed = parseNpmName(name);
    if (!parsed) throw new Error(`"${path}" has the name "${name}", which is not an npm name`);
    store.add(repository, versionOfTarball(repository, parsed, version, asset, manifest));
  }
  return files.length;
}

function published(repository: Repository) {
  return { originType: 'INTERNAL', domainEntryPoint: { repositoryName: repository.name } } as const;
}

async function filesOf(folder: string, fits: (name: string) => boolean) {
  const names = (await readdir(folder)).filter(fits).sort();
  return await Promise.all(
    names.map(async (name) => ({
      name,
      path: join(folder, name),
      size: (await stat(join(folder, name))).size,
    })),
  );
}
