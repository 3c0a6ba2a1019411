import { type Input, record } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, repositoryOf } from './control-plane.ts';
import { type Package, type PackageVersion, packageKey, type VersionStatus } from './model.ts';
import { invalid, notFound } from './refusal.ts';
import { packageOf, required, statusOf, versionNames } from './request.ts';

/** What becomes of a version that may be changed. */
type Change = (entry: Package, version: PackageVersion) => void;

export function updateStatus(plane: ControlPlane, input: Input, caller: Caller): object {
  const target = statusOf(input, 'targetStatus');
  if (target !== 'Published' && target !== 'Unlisted' && target !== 'Archived') {
    throw invalid('targetStatus must be Published, Unlisted or Archived');
  }
  return changeVersions(plane, input, caller, 'UpdatePackageVersionsStatus', (_entry, version) => {
    version.status = target;
    plane.store.touch(version);
  });
}

export function disposeVersions(plane: ControlPlane, input: Input, caller: Caller): object {
  return changeVersions(plane, input, caller, 'DisposePackageVersions', (_entry, version) => {
    version.status = 'Disposed';
    version.assets.clear();
    plane.store.touch(version);
  });
}

/** Takes versions out of the repository. Their package stays, and so does its origin configuration. */
export function deleteVersions(plane: ControlPlane, input: Input, caller: Caller): object {
  return changeVersions(plane, input, caller, 'DeletePackageVersions', (entry, version) => {
    entry.versions.delete(version.version);
    for (const [tag, tagged] of entry.tags) if (tagged === version.version) entry.tags.delete(tag);
    version.status = 'Deleted';
  });
}

function changeVersions(
  plane: ControlPlane,
  input: Input,
  caller: Caller,
  action: string,
  change: Change,
): object {
  const repository = repositoryOf(plane, input, caller, action);
  const entry = repository.packages.get(packageKey(packageOf(input)));
  if (!entry) throw notFound('package', required(input, 'package'));
  const expected = statusOf(input, 'expectedStatus');
  const revisions = record(input, 'versionRevisions') ?? {};
  const isDelete = action === 'DeletePackageVersions';
  const successfulVersions: Record<string, object> = {};
  const failedVersions: Record<string, object> = {};
  for (const name of versionNames(input)) {
    const version = entry.versions.get(name);
    const errorCode = obstacle(version, expected, revisions[name], isDelete);
    if (!version || errorCode) {
      failedVersions[name] = {
        errorCode: errorCode ?? 'NOT_FOUND',
        errorMessage: `version '${name}' was not changed`,
      };
      continue;
    }
    change(entry, version);
    successfulVersions[name] = { revision: version.revision, status: version.status };
  }
  return { successfulVersions, failedVersions };
}

function obstacle(
  version: PackageVersion | undefined,
  expected: VersionStatus | undefined,
  revision: unknown,
  isDelete: boolean,
) {
  if (!version) return 'NOT_FOUND';
  if (revision !== undefined && revision !== version.revision) return 'MISMATCHED_REVISION';
  if (expected !== undefined && expected !== version.status) return 'MISMATCHED_STATUS';
  return version.status === 'Disposed' && !isDelete ? 'NOT_ALLOWED' : undefined;
}
