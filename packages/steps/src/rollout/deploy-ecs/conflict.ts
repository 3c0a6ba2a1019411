import type { DeploymentState, EcsTargetState } from '@ml-ci/aws';
import { StepError } from '@ml-ci/core';
import { isRollbackDescription, markerOf } from './description.ts';
import { hasTrafficMoved } from './watch-line.ts';

/** A deployment of the group that has not ended, and how far it is. */
export interface ActiveDeployment {
  readonly deployment: DeploymentState;
  readonly target: EcsTargetState | undefined;
}

/** What to do about deployments that are running. */
export type ConflictDecision =
  | { readonly do: 'start' }
  /** It deploys the same digest: a run before this one started it. */
  | { readonly do: 'attach'; readonly id: string }
  | { readonly do: 'wait'; readonly id: string }
  | { readonly do: 'stop'; readonly id: string }
  /** Its traffic has moved; only its old tasks are kept. */
  | { readonly do: 'complete'; readonly id: string };

/** Decides for the newest of the running deployments; the caller asks again when that one has ended. */
export function decideConflict(
  active: readonly ActiveDeployment[],
  digest: string,
  policy: 'fail' | 'wait' | 'stop-previous',
): ConflictDecision {
  const same = active.find(
    ({ deployment }) => !isRollback(deployment) && markerOf(deployment.description)?.digest === digest,
  );
  if (same) return { do: 'attach', id: same.deployment.id };
  const [other] = active;
  if (!other) return { do: 'start' };
  const { id } = other.deployment;
  if (policy === 'fail') throw conflict(other);
  if (policy === 'wait') return { do: 'wait', id };
  // A rollback is what brings the service into order; it is waited for, never stopped.
  if (isRollback(other.deployment)) return { do: 'wait', id };
  return hasTrafficMoved(other.target) ? { do: 'complete', id } : { do: 'stop', id };
}

/** True for deployments that take another one back, made by CodeDeploy or by us. */
function isRollback({ creator, rollbackOf, description }: DeploymentState): boolean {
  return creator === 'codeDeployRollback' || rollbackOf !== undefined || isRollbackDescription(description);
}

function conflict({ deployment, target }: ActiveDeployment): StepError {
  const what = markerOf(deployment.description);
  const of = isRollback(deployment) ? ' (a rollback)' : what ? ` (of ${what.digest}, run ${what.run})` : '';
  const moved = hasTrafficMoved(target);
  return new StepError('DEPLOYMENT_ACTIVE', {
    message: `the deployment group "${deployment.group}" is busy: ${deployment.id}${of} is ${deployment.status}${
      moved ? '; its traffic has moved and only its old tasks are kept' : ''
    }`,
    fix: ({ input }) => {
      const [wait, stop] = [input('on-conflict', 'wait'), input('on-conflict', 'stop-previous')];
      return moved
        ? `use ${stop} to end its old tasks now, or ${wait}`
        : `use ${wait} to wait for its end, or ${stop} to take it back`;
    },
  });
}
