import type { Input } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, repositoryOf } from './control-plane.ts';
import { describeName, describeVersion, summarizeVersion } from './describe.ts';
import { type PackageVersion, packageKey } from './model.ts';
import { notFound } from './refusal.ts';
import { oneOf, packageOf, page, required, statusOf } from './request.ts';
import { latestOf, sortedVersions } from './version-order.ts';
import { type PackageView, viewPackage } from './view.ts';

/** The versions of a package that the repository itself holds. */
export function listVersions(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'ListPackageVersions');
  const name = packageOf(input);
  const entry = repository.packages.get(packageKey(name));
  if (!entry) throw notFound('package', name.name);
  const status = statusOf(input, 'status');
  const originType = oneOf(input, 'originType', ['INTERNAL', 'EXTERNAL', 'UNKNOWN']);
  const sortBy = oneOf(input, 'sortBy', ['PUBLISHED_TIME']);
  const all = [...entry.versions.values()]
    .filter((version) => status === undefined || version.status === status)
    .filter((version) => originType === undefined || version.origin.originType === originType);
  const sorted = sortBy === undefined ? sortedVersions(all).reverse() : byTime(all);
  const { items, nextToken } = page(input, sorted, 50);
  return {
    ...describeName(name),
    defaultDisplayVersion: entry.tags.get('latest') ?? newestOf([...entry.versions.values()]),
    versions: items.map(summarizeVersion),
    nextToken,
  };
}

export async function showVersion(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const { view, version } = versionOf(plane, input, caller, 'DescribePackageVersion');
  return { packageVersion: await describeVersion(view, version) };
}

/** The version that an input names, as a client of the repository sees it. */
export function versionOf(
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
  return { view, version: seen.version };
}

/** The members that say which version an answer is about. */
export function describeCoordinates({ view, version }: ReturnType<typeof versionOf>): object {
  return { ...describeName(view), version: version.version, versionRevision: version.revision };
}

/** Of what was published last, the newest version. */
function newestOf(versions: readonly PackageVersion[]): string | undefined {
  const published = versions.filter(({ status }) => status === 'Published');
  const last = Math.max(...published.map(({ publishedMs }) => publishedMs));
  return latestOf(published.filter(({ publishedMs }) => publishedMs === last));
}

function byTime(versions: PackageVersion[]): PackageVersion[] {
  return versions.sort((a, b) => b.publishedMs - a.publishedMs);
}
