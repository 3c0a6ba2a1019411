import { type Input, text } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, FileAnswer } from './control-plane.ts';
import { describeAsset } from './describe.ts';
import { isDownloadable } from './model.ts';
import { npmReadme } from './npm/manifest.ts';
import { notFound } from './refusal.ts';
import { page, required } from './request.ts';
import { describeCoordinates, versionOf } from './versions.ts';

export async function listAssets(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const found = versionOf(plane, input, caller, 'ListPackageVersionAssets');
  const { items, nextToken } = page(input, [...found.version.assets.values()]);
  return {
    ...describeCoordinates(found),
    assets: await Promise.all(items.map(describeAsset)),
    nextToken,
  };
}

export function getAsset(plane: ControlPlane, input: Input, caller: Caller): object {
  const { version } = versionOf(plane, input, caller, 'GetPackageVersionAsset');
  const revision = text(input, 'packageVersionRevision');
  if (revision !== undefined && revision !== version.revision) throw notFound('package-version', revision);
  const name = required(input, 'asset');
  const asset = version.assets.get(name);
  if (!asset || !isDownloadable(version)) throw notFound('asset', name);
  return new FileAnswer(asset.open(), asset.size, {
    'content-type': 'application/octet-stream',
    'x-assetname': asset.name,
    'x-packageversion': version.version,
    'x-packageversionrevision': version.revision,
  });
}

/** The direct dependencies, as the manifest of the version has them. */
export async function listDependencies(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const found = versionOf(plane, input, caller, 'ListPackageVersionDependencies');
  const { dependencies = [] } = await found.version.readManifest(found.version.assets);
  const { items, nextToken } = page(input, dependencies);
  return { ...describeCoordinates(found), dependencies: items, nextToken };
}

/** The readme of an npm package or the description of a Python one; without `readme` where there is none. */
export async function getReadme(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const found = versionOf(plane, input, caller, 'GetPackageVersionReadme');
  const { assets } = found.version;
  const { packageJson, readme } = await found.version.readManifest(assets);
  const said = readme ?? (packageJson && (await npmReadme(packageJson, assets)));
  return { ...describeCoordinates(found), readme: said };
}
