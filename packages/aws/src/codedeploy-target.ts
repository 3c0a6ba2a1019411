import type { DeploymentTarget } from '@aws-sdk/client-codedeploy';
import { type CallOptions, codeDeployClient, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** One step of a deployment's life. */
export interface LifecycleEventState {
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly diagnostics:
    | { readonly code: string; readonly hook: string; readonly message: string; readonly logTail: string }
    | undefined;
}

/** One side of a blue/green deployment. */
export interface TrafficSide {
  readonly label: 'Blue' | 'Green' | '';
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** Percent of the production traffic. */
  readonly weight: number;
}

/** The ECS service that a deployment works on. */
export interface EcsTargetState {
  readonly events: readonly LifecycleEventState[];
  readonly sides: readonly TrafficSide[];
}

/** The ECS target of a deployment, or undefined while CodeDeploy has not made it. */
export async function ecsTarget(
  session: Session,
  deploymentId: string,
  options: CallOptions = {},
): Promise<EcsTargetState | undefined> {
  const { BatchGetDeploymentTargetsCommand, ListDeploymentTargetsCommand } = await import(
    '@aws-sdk/client-codedeploy'
  );
  const client = await codeDeployClient(session);
  try {
    const list = new ListDeploymentTargetsCommand({ deploymentId });
    const { targetIds = [] } = await client.send(list, sending(options));
    if (targetIds.length === 0) return undefined;
    const get = new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds: targetIds.slice(0, 25) });
    const { deploymentTargets = [] } = await client.send(get, sending(options));
    return targetState(deploymentTargets);
  } catch (error) {
    if (isAwsError(error, 'DeploymentNotStartedException')) return undefined;
    throw error;
  }
}

function targetState(targets: readonly DeploymentTarget[]): EcsTargetState | undefined {
  const target = targets.find(({ ecsTarget: found }) => found)?.ecsTarget;
  if (!target) return undefined;
  return {
    events: (target.lifecycleEvents ?? []).map(
      ({ lifecycleEventName, status, startTime, endTime, diagnostics }) => ({
        name: lifecycleEventName ?? '',
        status: status ?? '',
        startedAt: startTime,
        endedAt: endTime,
        diagnostics: diagnostics && {
          code: diagnostics.errorCode ?? '',
          hook: diagnostics.scriptName ?? '',
          message: diagnostics.message ?? '',
          logTail: diagnostics.logTail ?? '',
        },
      }),
    ),
    sides: (target.taskSetsInfo ?? []).map((set) => ({
      label: set.taskSetLabel ?? '',
      desired: set.desiredCount ?? 0,
      running: set.runningCount ?? 0,
      pending: set.pendingCount ?? 0,
      weight: set.trafficWeight ?? 0,
    })),
  };
}
