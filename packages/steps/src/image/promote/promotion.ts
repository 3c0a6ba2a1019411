import type { RunRecord } from '@ml-ci/core';
import type { CopyPlan, Digest, Repository } from '@ml-ci/oci';
import type { PromoteContext } from './inputs.ts';
import type { Requirements } from './requirements.ts';

/** A promotion whose beginning was found in order. */
export interface Promotion {
  readonly context: PromoteContext;
  readonly source: Repository;
  readonly destination: Repository;
  readonly digest: Digest;
  readonly alreadyPromoted: boolean;
  readonly required: Requirements;
  /** What the steps of this run left before the promotion. */
  readonly proved: readonly RunRecord[];
  readonly plan: CopyPlan;
  readonly startedMs: number;
}
