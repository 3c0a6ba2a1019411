import type { RunInfo, RunRecord } from '@ml-ci/core';
import type { CopyPlan, CopyResult, Digest } from '@ml-ci/oci';
import type { Requirements } from './requirements.ts';

/** What stands in the record of a promotion: what was copied, from where to where, and what was looked at. */
export interface PromotionFacts {
  readonly from: { readonly environment: string; readonly repository: string };
  readonly to: { readonly environment: string; readonly repository: string };
  readonly digest: Digest;
  readonly tag: string;
  readonly alreadyPromoted: boolean;
  readonly required: Requirements;
  /** What the steps of this run left before the promotion. */
  readonly proved: readonly RunRecord[];
  readonly plan: CopyPlan;
  readonly result: CopyResult;
  readonly run: RunInfo;
  readonly startedMs: number;
  readonly finishedMs: number;
}

/** The name of the record of a promotion, below `.ml-ci/`. */
export function recordName(environment: string, digest: Digest): string {
  return `records/promote-${environment}-${digest.slice(digest.indexOf(':') + 1).slice(0, 12)}.json`;
}

/** The record as JSON. */
export function promotionRecord(facts: PromotionFacts): string {
  const { plan, result, startedMs, finishedMs, proved, ...rest } = facts;
  const content = {
    type: 'promotion',
    version: 1,
    ...rest,
    evidence: proved.map(evidenceOf),
    manifests: [plan.root, ...plan.children].map(({ descriptor }) => descriptor.digest),
    referrers: plan.referrers.map(({ descriptor }) => descriptor.digest),
    digestTags: plan.digestTags.map(({ tag }) => tag),
    foreignLayers: plan.foreign.map(({ digest }) => digest),
    blobs: {
      uploaded: result.blobsUploaded,
      mounted: result.blobsMounted,
      skipped: result.blobsSkipped,
      bytesMoved: result.bytesMoved,
    },
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(finishedMs).toISOString(),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** A step that ran before, with what it found: the digest of its report among it. */
function evidenceOf({ step, verdict, rehearsal, outputs, startedAt, finishedAt }: RunRecord) {
  return { step, verdict, ...(rehearsal !== undefined && { rehearsal }), outputs, startedAt, finishedAt };
}
