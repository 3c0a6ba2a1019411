import { hashOf } from '../asset.ts';
import { integrityOf } from '../hashes.ts';
import type { PackageVersion } from '../model.ts';
import { latestOf } from '../version-order.ts';
import type { PackageView } from '../view.ts';
import { npmAsset, npmName } from './name.ts';

/** The media type of the short form, which clients ask for when they install. */
export const abbreviatedType = 'application/vnd.npm.install-v1+json';

/** What the short form keeps of a package.json. */
const abbreviated = [
  'name',
  'version',
  'deprecated',
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'bundleDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'bin',
  'directories',
  'engines',
  'cpu',
  'os',
  'libc',
  'hasInstallScript',
] as const;

/** All that a client is told of a package: published versions only, tarballs on our host. */
export async function packument(view: PackageView, baseUrl: string, isAbbreviated: boolean): Promise<object> {
  const name = npmName(view);
  const shown = [...view.versions.values()].map(({ version }) => version).filter(isListed);
  const versions: Record<string, object> = {};
  for (const version of shown)
    versions[version.version] = await manifestOf(name, version, baseUrl, isAbbreviated);
  const tags = tagsOf(view, shown);
  const modified = new Date(Math.max(0, ...shown.map(({ publishedMs }) => publishedMs))).toISOString();
  if (isAbbreviated) return { name, modified, 'dist-tags': tags, versions };
  const time = Object.fromEntries(shown.map((version) => [version.version, timeOf(version)]));
  return { _id: name, name, 'dist-tags': tags, versions, time: { modified, ...time } };
}

/** What an unlisted version keeps is its tarball, for lock files that have it. */
function isListed(version: PackageVersion): boolean {
  return version.status === 'Published';
}

function tagsOf(view: PackageView, shown: readonly PackageVersion[]): Record<string, string> {
  const listed = new Set(shown.map(({ version }) => version));
  const tags = Object.fromEntries([...view.tags].filter(([, version]) => listed.has(version)));
  const latest = tags.latest ?? latestOf(shown);
  return latest === undefined ? tags : { ...tags, latest };
}

async function manifestOf(name: string, version: PackageVersion, baseUrl: string, isAbbreviated: boolean) {
  const { packageJson = {} } = await version.readManifest(version.assets);
  const asset = version.assets.get(npmAsset);
  const file = `${name.replace(/^@[^/]+\//, '')}-${version.version}.tgz`;
  const dist = {
    tarball: `${baseUrl}${name}/-/${file}`,
    ...(asset
      ? { shasum: await hashOf(asset, 'SHA-1'), integrity: integrityOf(await hashOf(asset, 'SHA-512')) }
      : {}),
  };
  const scripts = recordOf(packageJson.scripts);
  const full = {
    ...packageJson,
    ...(['preinstall', 'install', 'postinstall'].some((script) => script in scripts)
      ? { hasInstallScript: true }
      : {}),
  };
  const kept = isAbbreviated ? pick(full) : { ...full, _id: `${name}@${version.version}` };
  return { ...kept, name, version: version.version, dist };
}

function pick(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = abbreviated.map((field) => [field, manifest[field]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function timeOf(version: PackageVersion): string {
  return new Date(version.publishedMs).toISOString();
}

/** An object, or an empty one for anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  // An object that is no array: its keys are strings.
  return isRecord ? (value as Record<string, unknown>) : {};
}
