import { formatBytes, plural } from '@ml-ci/core';
import type { Descriptor } from '@ml-ci/oci';
import type { PromoteOutputs } from './inputs.ts';
import type { Promotion } from './promotion.ts';

/** `--plan`: looks for what the destination lacks, notes what would be written, and changes nothing. */
export async function planned(promotion: Promotion): Promise<PromoteOutputs> {
  const { context, source, destination, digest, alreadyPromoted, plan } = promotion;
  const { inputs, signal } = context;
  const missing: Descriptor[] = [];
  for (const blob of plan.blobs) if (!(await destination.hasBlob(blob.digest, signal))) missing.push(blob);
  const isOneRegistry = source.mountScope !== undefined && source.mountScope === destination.mountScope;
  if (missing.length > 0) {
    const size = formatBytes(missing.reduce((sum, blob) => sum + blob.size, 0));
    const change = `${isOneRegistry ? 'mount' : 'copy'} ${plural(missing.length, 'blob')} (${size}) to ${destination.name}`;
    const call = isOneRegistry ? 'POST /v2/…/blobs/uploads/?mount=&from=' : 'PUT /v2/…/blobs/uploads/…';
    context.plan.would(change, destination.mountScope === undefined ? 'write file' : call);
  }
  for (const { descriptor } of [...plan.children, plan.root, ...plan.referrers]) {
    if ((await destination.head(descriptor.digest, signal)) !== undefined) continue;
    context.plan.would(`write the manifest ${descriptor.digest}`, 'PUT /v2/…/manifests/<digest>');
  }
  if (!alreadyPromoted) {
    const change = `let the tag "${inputs.tag}" name ${digest} in ${destination.name}`;
    context.plan.would(change, 'PUT /v2/…/manifests/<tag>');
  }
  return {
    digest,
    image: `${destination.name}@${digest}`,
    tag: inputs.tag,
    bytesMoved: 0,
    blobsMounted: 0,
    blobsSkipped: plan.blobs.length - missing.length,
    alreadyPromoted,
  };
}
