import type { Environment } from '@ml-ci/core';
import { plural } from '@ml-ci/core';
import type { CopyResult } from '@ml-ci/oci';

/** Why layers went over the wire within one registry, and how that is mended; nothing where all is as it should be. */
export function mountingAdvice(
  result: Pick<CopyResult, 'blobsUploaded' | 'blobsMounted'>,
  isOneRegistry: boolean,
  to: Environment,
): string | undefined {
  if (!isOneRegistry || result.blobsUploaded === 0) return undefined;
  const all = plural(result.blobsUploaded + result.blobsMounted, 'blob');
  const what = `uploaded ${result.blobsUploaded} of ${all} although both repositories are in one registry`;
  if (to.type !== 'ecr') return what;
  const command = `aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED --region ${to.region}`;
  return `${what}: blob mounting is off there, their encryption keys differ, or the source is a pull-through cache; to switch it on: ${command}`;
}
