import type { Asset } from '../asset.ts';
import { readTarEntry } from '../tarball.ts';
import { recordOf } from './packument.ts';

/** The package.json of a tarball; throws where it has none, or one without name and version. */
export async function packageJsonOf(asset: Asset) {
  const bytes = await readTarEntry(asset.open(), (name) => /^[^/]+\/package\.json$/.test(name));
  if (!bytes) throw new Error(`"${asset.name}" has no package.json`);
  const manifest = recordOf(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  const { name, version } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw new Error(`the package.json of "${asset.name}" has no name or no version`);
  }
  return { name, version, manifest };
}
