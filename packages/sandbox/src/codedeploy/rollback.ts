import { runEvent, skipRest } from './lifecycle.ts';
import { type Deployment, lifecycleEventNames } from './model.ts';
import { shiftTraffic } from './place.ts';
import type { CodeDeployRegion } from './region.ts';
import type { RolloutWorld } from './rollout.ts';

/**
 * The deployment that takes another one back: the original task set gets all traffic and the replacement goes away. It
 * is a deployment of its own, all at once, and looks at no alarm: the one that caused it is still red.
 */
export async function runRollback(
  world: RolloutWorld,
  region: CodeDeployRegion,
  deployment: Deployment,
  failed: Deployment,
  sandbox: AbortSignal,
): Promise<void> {
  const { clock, switches } = world;
  const signal = AbortSignal.any([sandbox, deployment.interruption.signal]);
  const end = (status: 'Succeeded' | 'Failed' | 'Stopped') => {
    skipRest(deployment, clock.now());
    deployment.status = status;
    deployment.completeMs = clock.now();
    deployment.updatedMs = clock.now();
  };
  try {
    await clock.sleep(switches.queueMs, signal);
    deployment.status = 'InProgress';
    deployment.startMs = clock.now();
    for (const name of lifecycleEventNames) {
      await runEvent(deployment, name, { clock, lengthMs: switches.eventMs, signal }, async () => {
        if (name === 'AllowTraffic' && !switches.failRollbacks) goBack(world, region, failed);
      });
      if (name === 'AllowTraffic' && switches.failRollbacks) break;
    }
  } catch (error) {
    if (sandbox.aborted) throw sandbox.reason;
    if (!deployment.interruption.signal.aborted) throw error;
    end('Stopped');
    return;
  }
  if (switches.failRollbacks) {
    deployment.error = {
      code: 'ECS_UPDATE_ERROR',
      message: 'The ECS service cannot be updated: the rollback was told to fail.',
    };
    end('Failed');
  } else {
    end('Succeeded');
    deployment.group.lastSuccessful = deployment;
  }
}

function goBack(
  world: RolloutWorld,
  region: CodeDeployRegion,
  { blueGreen, blueId, greenId }: Deployment,
): void {
  const ecs = world.fleet.of(region.scope);
  const cluster = ecs.clusters.get(blueGreen.cluster);
  const service = cluster && ecs.findService(cluster, blueGreen.service);
  const blue = service?.taskSets.find(({ id }) => id === blueId);
  // it ended before it had touched anything
  if (!service || !blue) return;
  const elb = world.balancing.of(region.scope);
  const groups = blueGreen.targetGroups.flatMap((name) =>
    [...elb.groups.values()].filter((group) => group.name === name),
  );
  const blueGroup = groups.find(({ arn }) => arn === blue.loadBalancing[0]?.targetGroupArn);
  const greenGroup = groups.find((group) => group !== blueGroup);
  if (blueGroup && greenGroup)
    shiftTraffic(world, { elb, blueGroup, greenGroup }, blueGreen.prodListenerArn, 0);
  world.fleet.setPrimary(service, blue);
  const green = service.taskSets.find(({ id }) => id === greenId);
  if (green) world.fleet.removeTaskSet(green);
}
