import type { Fleet } from './fleet.ts';
import { type Cluster, isAlive, type Service, type Task, type TaskSet } from './model.ts';
import type { EcsRegion } from './region.ts';

export function describeCluster(cluster: Cluster, region: EcsRegion): object {
  const tasks = [...region.tasks.values()].filter((task) => task.cluster === cluster && isAlive(task));
  const running = tasks.filter(({ status }) => status === 'RUNNING').length;
  const isActive = (service: Service) => service.cluster === cluster && service.status === 'ACTIVE';
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: tasks.length - running,
    activeServicesCount: region.services.filter(isActive).length,
    statistics: [],
    tags: [],
    settings: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
  };
}

export function describeService(service: Service, region: EcsRegion): object {
  const counts = service.taskSets.map((set) => region.countsOf(set));
  const primary = service.taskSets.find(({ status }) => status === 'PRIMARY') ?? service.taskSets.at(-1);
  const { circuitBreaker, maximumPercent, minimumHealthyPercent } = service.rolling;
  const isRolling = service.controller === 'ECS';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: service.loadBalancing,
    serviceRegistries: [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: counts.reduce((total, { running }) => total + running, 0),
    pendingCount: counts.reduce((total, { pending }) => total + pending, 0),
    launchType: service.launchType,
    platformVersion: 'LATEST',
    taskDefinition: primary?.definition.arn,
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: circuitBreaker.isEnabled, rollback: circuitBreaker.rollsBack },
      maximumPercent,
      minimumHealthyPercent,
    },
    taskSets: isRolling ? [] : service.taskSets.map((set) => describeTaskSet(set, service, region)),
    deployments: isRolling
      ? service.taskSets.toReversed().map((set) => describeDeployment(set, service, region))
      : [],
    events: service.events.map(({ atMs, id, message }) => ({ id, createdAt: new Date(atMs), message })),
    createdAt: new Date(service.createdMs),
    placementConstraints: [],
    placementStrategy: [],
    networkConfiguration: service.networkConfiguration,
    healthCheckGracePeriodSeconds: service.graceSeconds,
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: service.controller },
    createdBy: `arn:aws:iam::${region.scope.account}:user/rehearsal`,
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
  };
}

export function describeTaskSet(set: TaskSet, service: Service, region: EcsRegion): object {
  const { pending, running } = region.countsOf(set);
  return {
    id: set.id,
    taskSetArn: set.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    startedBy: set.startedBy,
    externalId: set.externalId,
    status: set.status,
    taskDefinition: set.definition.arn,
    computedDesiredCount: set.desired,
    pendingCount: pending,
    runningCount: running,
    createdAt: new Date(set.createdMs),
    updatedAt: new Date(set.updatedMs),
    launchType: service.launchType,
    platformVersion: '1.4.0',
    networkConfiguration: service.networkConfiguration,
    loadBalancers: set.loadBalancing,
    serviceRegistries: [],
    scale: { value: set.scale, unit: 'PERCENT' },
    stabilityStatus: set.isStable ? 'STEADY_STATE' : 'STABILIZING',
    stabilityStatusAt: new Date(set.stableSinceMs),
    tags: [],
  };
}

function describeDeployment(set: TaskSet, service: Service, region: EcsRegion): object {
  const { pending, running } = region.countsOf(set);
  return {
    id: set.id,
    status: set === service.taskSets.at(-1) ? 'PRIMARY' : set.status === 'DRAINING' ? 'INACTIVE' : 'ACTIVE',
    taskDefinition: set.definition.arn,
    desiredCount: set === service.taskSets.at(-1) ? service.desiredCount : set.desired,
    pendingCount: pending,
    runningCount: running,
    failedTasks: set.failedTasks,
    createdAt: new Date(set.createdMs),
    updatedAt: new Date(set.updatedMs),
    launchType: service.launchType,
    platformVersion: '1.4.0',
    networkConfiguration: service.networkConfiguration,
    rolloutState: set.rollout.state,
    rolloutStateReason: set.rollout.reason,
  };
}

export function describeTask(task: Task, fleet: Fleet, region: EcsRegion): object {
  const { times } = task;
  return {
    taskArn: task.arn,
    clusterArn: task.cluster.arn,
    taskDefinitionArn: task.definition.arn,
    group: task.group,
    startedBy: task.startedBy,
    lastStatus: task.status,
    desiredStatus: task.stop ? 'STOPPED' : 'RUNNING',
    healthStatus: 'UNKNOWN',
    launchType: task.service?.launchType ?? 'FARGATE',
    cpu: task.definition.input.cpu,
    memory: task.definition.input.memory,
    version: 1,
    connectivity: fleet.isHealthy(region, task) || task.status === 'RUNNING' ? 'CONNECTED' : 'DISCONNECTED',
    attachments: [
      {
        id: task.id,
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [{ name: 'privateIPv4Address', value: task.ip }],
      },
    ],
    containers: task.containers.map((container) => ({
      containerArn: region.arnOf(`container/${task.cluster.name}/${task.id}/${container.name}`),
      taskArn: task.arn,
      name: container.name,
      image: container.image,
      imageDigest: container.digest,
      runtimeId: container.running?.id,
      lastStatus: task.status === 'STOPPED' ? 'STOPPED' : container.running ? 'RUNNING' : 'PENDING',
      exitCode: container.exitCode,
      reason: container.reason,
      networkInterfaces: [{ attachmentId: task.id, privateIpv4Address: task.ip }],
      healthStatus: 'UNKNOWN',
    })),
    stopCode: task.stop?.code,
    stoppedReason: task.stop?.reason,
    createdAt: new Date(task.createdMs),
    pullStartedAt: dateOf(times.pullStarted),
    pullStoppedAt: dateOf(times.pullStopped),
    startedAt: dateOf(times.started),
    stoppingAt: dateOf(times.stopping),
    executionStoppedAt: dateOf(times.executionStopped),
    stoppedAt: dateOf(times.stopped),
    tags: [],
  };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
