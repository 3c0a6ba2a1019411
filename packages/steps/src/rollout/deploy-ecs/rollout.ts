import type { DeploymentGroup, ServiceAddress, Session } from '@ml-ci/aws';
import type { Timeline } from '../engine/timeline.ts';
import type { DeployEcsContext } from './inputs.ts';

/** What is known of a rollout once its preflight is over. */
export interface Rollout {
  readonly context: DeployEcsContext;
  readonly session: Session;
  readonly address: ServiceAddress;
  readonly group: DeploymentGroup;
  /** The image as the task definition names it: repository and digest. */
  readonly image: string;
  /** What ECS may report for a container of that image. */
  readonly digests: ReadonlySet<string>;
  /** Names of every alarm that guards, and of those that may be red. */
  readonly alarms: readonly string[];
  readonly allowed: readonly string[];
  /** The deployment configuration, where it is not the group's own. */
  readonly configuration: string | undefined;
  /** From the first shift of traffic to the last. */
  readonly shiftMs: number;
  readonly bakeMs: number;
  /** The alarms that CodeDeploy watches this time, where one of the group's may be red. */
  readonly overrideAlarms: readonly string[] | undefined;
  readonly timeline: Timeline;
}

/** A rollout that has a deployment. */
export interface Started extends Rollout {
  readonly deploymentId: string;
  /** Our task definition; undefined where another run registered it and it cannot be told. */
  readonly taskDefinition: string | undefined;
  /** What served before; undefined where we came too late to see it. */
  readonly previous: string | undefined;
  readonly startedMs: number;
  /** True where another run had moved all traffic before we came. */
  readonly wasMoved: boolean;
}

/** As much of a rollout as going back needs: what can be known again when the process that began it is dead. */
export interface Underway
  extends Pick<Started, 'session' | 'address' | 'image' | 'deploymentId' | 'previous'> {
  readonly context: Pick<DeployEcsContext, 'clock' | 'log'> & {
    readonly inputs: Pick<DeployEcsContext['inputs'], 'env' | 'digest' | 'container'>;
  };
}

/** Seconds between two looks at a deployment. */
export const lookEveryMs = 10_000;

/** The end of a deployment that nobody waits for any longer. */
export const deploymentLimitMs = (rollout: Rollout): number =>
  // Two lifecycle events of an hour at most, hooks of an hour each, the shift, and what a queue may take.
  rollout.shiftMs + rollout.group.terminationWaitMs + 8 * 3_600_000;

/** What to type to follow the deployment again. */
export function howToReattach({ context, deploymentId }: Pick<Underway, 'context' | 'deploymentId'>): string {
  const { env, digest } = context.inputs;
  return `to look again at "${deploymentId}": ml-ci deploy-ecs --env ${env.name} --digest ${digest}`;
}
