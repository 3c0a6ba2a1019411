import { type Input, record, text, textList } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, FileAnswer, repositoryOf } from './control-plane.ts';
import { describeAsset, describeName, describeVersion, summarizeVersion } from './describe.ts';
import { type PackageVersion, packageKey, type VersionStatus } from './model.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import { packageOf, page, required, statusOf } from './request.ts';
import { latestOf, sortedVersions } from './version-order.ts';
import { type PackageView, viewPackage } from './view.ts';

/** The packages that a repository itself holds. */
export function listPackages(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'ListPackages');
  const format = text(input, 'format');
  const namespace = text(input, 'namespace');
  const prefix = text(input, 'packagePrefix') ?? '';
  const matching = [...repository.packages.values()]
    .filter((entry) => format === undefined || entry.format === format)
    .filter((entry) => namespace === undefined || entry.namespace === namespace)
    .filter((entry) => entry.name.startsWith(prefix))
    .sort((a, b) => (packageKey(a) < packageKey(b) ? -1 : 1));
  const { items, nextToken } = page(input, matching);
  const packages = items.map((entry) => ({
    ...describeName(entry),
    originConfiguration: { restrictions: { ...entry.restrictions } },
  }));
  return { packages, nextToken };
}

/** The versions of a package that the repository itself holds, newest published first. */
export function listVersions(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'ListPackageVersions');
  const name = packageOf(input);
  const entry = repository.packages.get(packageKey(name));
  if (!entry) throw notFound('package', name.name);
  const status = statusOf(input, 'status');
  const originType = text(input, 'originType');
  const all = [...entry.versions.values()]
    .filter((version) => status === undefined || version.status === status)
    .filter((version) => originType === undefined || version.origin.originType === originType);
  const sorted = text(input, 'sortBy') === 'PUBLISHED_TIME' ? byTime(all) : sortedVersions(all).reverse();
  const { items, nextToken } = page(input, sorted);
  return {
    ...describeName(name),
    defaultDisplayVersion: entry.tags.get('latest') ?? latestOf([...entry.versions.values()]),
    versions: items.map(summarizeVersion),
    nextToken,
  };
}

export async function showVersion(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const { view, version } = versionOf(plane, input, caller, 'DescribePackageVersion');
  return { packageVersion: await describeVersion(view, version) };
}

export async function listAssets(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const { view, version } = versionOf(plane, input, caller, 'ListPackageVersionAssets');
  const { items, nextToken } = page(input, [...version.assets.values()]);
  return {
    ...describeName(view),
    version: version.version,
    versionRevision: version.revision,
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

/** Whether a client may still fetch the files: what is archived or disposed stays in the books only. */
export function isDownloadable(version: PackageVersion): boolean {
  return version.status === 'Published' || version.status === 'Unlisted' || version.status === 'Unfinished';
}

export function updateStatus(plane: ControlPlane, input: Input, caller: Caller): object {
  const target = statusOf(input, 'targetStatus');
  if (target !== 'Published' && target !== 'Unlisted' && target !== 'Archived') {
    throw invalid('targetStatus must be Published, Unlisted or Archived');
  }
  return changeVersions(plane, input, caller, 'UpdatePackageVersionsStatus', target);
}

export function disposeVersions(plane: ControlPlane, input: Input, caller: Caller): object {
  return changeVersions(plane, input, caller, 'DisposePackageVersions', 'Disposed');
}

function changeVersions(
  plane: ControlPlane,
  input: Input,
  caller: Caller,
  action: string,
  target: VersionStatus,
): object {
  const repository = repositoryOf(plane, input, caller, action);
  const entry = repository.packages.get(packageKey(packageOf(input)));
  if (!entry) throw notFound('package', required(input, 'package'));
  const expected = statusOf(input, 'expectedStatus');
  const revisions = record(input, 'versionRevisions') ?? {};
  const successfulVersions: Record<string, object> = {};
  const failedVersions: Record<string, object> = {};
  for (const name of textList(input, 'versions')) {
    const version = entry.versions.get(name);
    const errorCode = obstacle(version, expected, revisions[name]);
    if (!version || errorCode) {
      failedVersions[name] = {
        errorCode: errorCode ?? 'NOT_FOUND',
        errorMessage: `version '${name}' was not changed`,
      };
      continue;
    }
    version.status = target;
    if (target === 'Disposed') version.assets.clear();
    plane.store.touch(version);
    successfulVersions[name] = { revision: version.revision, status: version.status };
  }
  return { successfulVersions, failedVersions };
}

function obstacle(
  version: PackageVersion | undefined,
  expected: VersionStatus | undefined,
  revision: unknown,
) {
  if (!version) return 'NOT_FOUND';
  if (revision !== undefined && revision !== version.revision) return 'MISMATCHED_REVISION';
  if (expected !== undefined && expected !== version.status) return 'MISMATCHED_STATUS';
  return version.status === 'Disposed' ? 'NOT_ALLOWED' : undefined;
}

function versionOf(
  plane: ControlPlane,
  input: Input,
  caller: Caller,
  action: string,
): { view: PackageView; version: PackageVersion } {
  const repository = repositoryOf(plane, input, caller, action);
  const name = packageOf(input);
  const view = viewPackage(repository, name);
  if (!view) throw notFound('package', name.name);
  const wanted = required(input, 'packageVersion');
  const seen = view.versions.get(wanted);
  if (!seen) throw notFound('package-version', wanted);
  if (seen.version.status === 'Deleted')
    throw conflict('package-version', wanted, 'The version was deleted.');
  return { view, version: seen.version };
}

function byTime(versions: PackageVersion[]): PackageVersion[] {
  return versions.sort((a, b) => b.publishedMs - a.publishedMs);
}
