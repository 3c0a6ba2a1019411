import type { Scope } from '../compute/scope.ts';
import type { Fleet } from '../ecs/fleet.ts';
import type { Service, TaskSet } from '../ecs/model.ts';
import type { EcsRegion } from '../ecs/region.ts';
import type { Balancing } from '../elb/balancing.ts';
import type { TargetGroup } from '../elb/model.ts';
import type { ElbRegion } from '../elb/region.ts';
import type { BlueGreen, DeploymentError } from './model.ts';

/** Where a deployment happens: the service, its two sides, and the listeners. */
export interface Place {
  readonly ecs: EcsRegion;
  readonly elb: ElbRegion;
  readonly service: Service;
  /** The task set that serves now. */
  readonly blue: TaskSet;
  readonly blueGroup: TargetGroup;
  readonly greenGroup: TargetGroup;
}

/** What the deployments of all accounts steer. */
export interface Steered {
  readonly fleet: Fleet;
  readonly balancing: Balancing;
}

/** Finds the place, or says what is wrong with it. */
export function locate(steered: Steered, scope: Scope, blueGreen: BlueGreen): Place | DeploymentError {
  const ecs = steered.fleet.of(scope);
  const elb = steered.balancing.of(scope);
  const cluster = ecs.clusters.get(blueGreen.cluster);
  const service = cluster && ecs.findService(cluster, blueGreen.service);
  if (service?.status !== 'ACTIVE' || service.controller !== 'CODE_DEPLOY') {
    const message = `The ECS service ${blueGreen.service} in the cluster ${blueGreen.cluster} is not active with the deployment controller CODE_DEPLOY.`;
    return { code: 'INVALID_ECS_SERVICE', message };
  }
  const blue = service.taskSets.find(({ status }) => status === 'PRIMARY');
  const groups = blueGreen.targetGroups.map((name) =>
    [...elb.groups.values()].find((group) => group.name === name),
  );
  const blueGroup = groups.find((group) => group?.arn === blue?.loadBalancing[0]?.targetGroupArn);
  const greenGroup = groups.find((group) => group !== blueGroup);
  if (!blue || !blueGroup || !greenGroup || !elb.listeners.has(blueGreen.prodListenerArn)) {
    const message =
      'The primary task set of the ECS service must be behind one of the two target groups and the production listener.';
    return { code: 'ELASTIC_LOAD_BALANCING_INVALID', message };
  }
  return { ecs, elb, service, blue, blueGroup, greenGroup };
}

/** Gives `greenPercent` of the production traffic to the new version, and the rest to the one that serves. */
export function shiftTraffic(
  { balancing }: Steered,
  { blueGroup, elb, greenGroup }: Pick<Place, 'elb' | 'blueGroup' | 'greenGroup'>,
  listenerArn: string,
  greenPercent: number,
): void {
  const groups = [
    { arn: blueGroup.arn, weight: 100 - greenPercent },
    { arn: greenGroup.arn, weight: greenPercent },
  ].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  balancing.route(elb.listener(listenerArn), { type: 'forward', groups });
}
