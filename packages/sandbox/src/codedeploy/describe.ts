import type { Fleet } from '../ecs/fleet.ts';
import type { TaskSet } from '../ecs/model.ts';
import type { EcsRegion } from '../ecs/region.ts';
import type { DeploymentConfig } from './configs.ts';
import type {
  AlarmConfiguration,
  Deployment,
  DeploymentGroup,
  Revision,
  RollbackConfiguration,
} from './model.ts';
import type { CodeDeployRegion } from './region.ts';

/** A revision as GetDeployment shows it: without its content, which only GetApplicationRevision gives. */
export function describeRevision(
  revision: Revision | undefined,
  content: string | null = null,
): object | undefined {
  if (!revision) return undefined;
  if (revision.location) return { revisionType: 'S3', s3Location: revision.location };
  return { revisionType: 'AppSpecContent', appSpecContent: { content, sha256: revision.sha256 } };
}

export function describeDeployment(deployment: Deployment): object {
  const { group } = deployment;
  return {
    applicationName: deployment.application,
    deploymentGroupName: group.name,
    deploymentConfigName: deployment.config.name,
    deploymentId: deployment.id,
    previousRevision: describeRevision(deployment.previousRevision),
    revision: describeRevision(deployment.revision),
    status: deployment.status,
    errorInformation: deployment.error,
    createTime: new Date(deployment.createdMs),
    startTime: dateOf(deployment.startMs),
    completeTime: dateOf(deployment.completeMs),
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: describeRollback(deployment.rollback),
    updateOutdatedInstancesOnly: false,
    rollbackInfo: deployment.rollbackInfo,
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    instanceTerminationWaitTimeStarted: deployment.isWaitingForTermination,
    blueGreenDeploymentConfiguration: group.described.blueGreenDeploymentConfiguration,
    loadBalancerInfo: group.described.loadBalancerInfo,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'ECS',
    overrideAlarmConfiguration:
      deployment.alarms === group.alarms ? undefined : describeAlarms(deployment.alarms),
  };
}

export function describeGroup(group: DeploymentGroup): object {
  return {
    applicationName: group.application,
    deploymentGroupId: group.id,
    deploymentGroupName: group.name,
    deploymentConfigName: group.configName,
    ec2TagFilters: [],
    onPremisesInstanceTagFilters: [],
    autoScalingGroups: [],
    serviceRoleArn: group.serviceRoleArn,
    targetRevision: describeRevision(group.lastAttempted?.revision),
    triggerConfigurations: [],
    alarmConfiguration: describeAlarms(group.alarms),
    autoRollbackConfiguration: describeRollback(group.rollback),
    ...group.described,
    lastSuccessfulDeployment: lastOf(group.lastSuccessful),
    lastAttemptedDeployment: lastOf(group.lastAttempted),
    computePlatform: 'ECS',
    terminationHookEnabled: false,
  };
}

export function describeConfig({ createdMs, id, name, platform, routing }: DeploymentConfig): object {
  const minutes = routing && 'intervalMinutes' in routing ? routing.intervalMinutes : undefined;
  return {
    deploymentConfigId: id,
    deploymentConfigName: name,
    createTime: new Date(createdMs),
    computePlatform: platform,
    trafficRoutingConfig: routing && {
      type: routing.type,
      timeBasedCanary:
        routing.type === 'TimeBasedCanary'
          ? { canaryPercentage: routing.percentage, canaryInterval: minutes }
          : undefined,
      timeBasedLinear:
        routing.type === 'TimeBasedLinear'
          ? { linearPercentage: routing.percentage, linearInterval: minutes }
          : undefined,
    },
  };
}

/** The only target of an ECS deployment. */
export function targetIdOf({ blueGreen }: Deployment): string {
  return `${blueGreen.cluster}:${blueGreen.service}`;
}

export function describeTarget(deployment: Deployment, region: CodeDeployRegion, fleet: Fleet): object {
  const ecs = fleet.of(region.scope);
  const { cluster, service } = deployment.blueGreen;
  const sets = ecs.services.flatMap(({ taskSets }) => taskSets);
  const blue = sets.find(({ id }) => id === deployment.blueId);
  const green = sets.find(({ id }) => id === deployment.greenId);
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: deployment.id,
      targetId: targetIdOf(deployment),
      targetArn: ecs.arnOf(`service/${cluster}/${service}`),
      lastUpdatedAt: new Date(deployment.updatedMs),
      lifecycleEvents: deployment.events.map(({ endMs, name, startMs, status }) => ({
        lifecycleEventName: name,
        status,
        startTime: dateOf(startMs),
        endTime: dateOf(endMs),
      })),
      status: targetStatusOf(deployment),
      taskSetsInfo: [
        ...(blue ? [describeTaskSet(blue, 'Blue', 100 - deployment.greenPercent, ecs)] : []),
        ...(green ? [describeTaskSet(green, 'Green', deployment.greenPercent, ecs)] : []),
      ],
    },
  };
}

function describeTaskSet(set: TaskSet, label: 'Blue' | 'Green', percent: number, ecs: EcsRegion): object {
  const { pending, running } = ecs.countsOf(set);
  const arn = set.loadBalancing[0]?.targetGroupArn ?? '';
  return {
    // the member's name really is spelt so
    identifer: set.id,
    desiredCount: set.desired,
    pendingCount: pending,
    runningCount: running,
    status: set.status,
    trafficWeight: percent,
    targetGroup: { name: arn.split('/')[1] },
    taskSetLabel: label,
  };
}

function targetStatusOf({ status }: Deployment): string {
  switch (status) {
    case 'Created':
    case 'Queued':
      return 'Pending';
    case 'InProgress':
    case 'Baking':
      return 'InProgress';
    case 'Stopped':
    case 'Failed':
      return 'Failed';
    case 'Ready':
    case 'Succeeded':
      return status;
  }
}

function describeAlarms({ ignorePollAlarmFailure, isEnabled, names }: AlarmConfiguration): object {
  return { enabled: isEnabled, ignorePollAlarmFailure, alarms: names.map((name) => ({ name })) };
}

function describeRollback({ events, isEnabled }: RollbackConfiguration): object {
  return { enabled: isEnabled, events };
}

function lastOf(deployment: Deployment | undefined): object | undefined {
  if (!deployment) return undefined;
  const { completeMs, createdMs, id, status } = deployment;
  return { deploymentId: id, status, endTime: dateOf(completeMs), createTime: new Date(createdMs) };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
