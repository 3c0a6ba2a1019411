import type { Environment } from '@ml-ci/core';
import type { CopyResult } from '@ml-ci/oci';

/** Why layers went over the wire within one registry, and how that is mended; nothing where all is as it should be. */
export function mountingAdvice(
  result: Pick<CopyResult, 'blobsUploaded' | 'blobsMounted'>,
  isOneRegistry: boolean,
  to: Environment,
): string | undefined {
  if (!isOneRegistry || result.blobsUploaded === 0) return undefined;
  const count = `${result.blobsUploaded} of ${result.blobsUploaded + result.blobsMounted} blobs`;
  if (to.type !== 'ecr') return `${count} were uploaded although both repositories are in one registry`;
  const command = `aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED --region ${to.region}`;
  return `${count} were uploaded although both repositories are in one registry: blob mounting is off there, their encryption keys differ, or the source is a pull-through cache; to switch it on: ${command}`;
}
