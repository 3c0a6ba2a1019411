import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { assetOfFile } from '../asset.ts';
import type { Repository } from '../model.ts';
import type { PackageStore } from '../store.ts';
import { type MavenPath, parseMavenPath } from './path.ts';
import { pomOf } from './pom.ts';

/** Adds the files of a folder in the layout of a Maven repository; returns how many there were. */
export async function seedMaven(
  store: PackageStore,
  repository: Repository,
  folder: string,
): Promise<number> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  let count = 0;
  for (const path of paths.sort()) {
    const parsed = parseMavenPath(relative(folder, path).split(sep));
    if (!parsed?.file || parsed.checksum || parsed.isSnapshot) continue;
    await addFile(store, repository, parsed, parsed.file, path);
    count += 1;
  }
  return count;
}

async function addFile(
  store: PackageStore,
  repository: Repository,
  { name }: MavenPath,
  file: { readonly version: string; readonly name: string },
  path: string,
): Promise<void> {
  const { size } = await stat(path);
  store.add(repository, {
    ...name,
    version: file.version,
    assets: [assetOfFile(file.name, path, size)],
    origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: repository.name } },
    readManifest: pomOf(name.name, file.version),
  });
}
