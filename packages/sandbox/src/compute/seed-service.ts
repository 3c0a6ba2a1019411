import type { Clock } from '@ml-ci/core';
import type { Scope } from './scope.ts';
import type { EcsServiceDescription, Seeding } from './seed.ts';
import type { Ask, Front } from './seed-balancer.ts';

/** A task definition and the service that runs it. */
export async function seedService(
  ask: Ask,
  { clock, stores: { ecs, logs } }: Omit<Seeding, 'invoke'>,
  scope: Scope,
  description: EcsServiceDescription,
  targetGroupArn: string,
): Promise<string> {
  const { cluster, container, env = {}, image, port, service: serviceName, tasks } = description;
  const logGroup = `/ecs/${serviceName}`;
  if (!logs.of(scope).groups.has(logGroup)) await ask('logs', 'CreateLogGroup', { logGroupName: logGroup });
  await ask('ecs', 'CreateCluster', { clusterName: cluster });
  await ask('ecs', 'RegisterTaskDefinition', {
    family: serviceName,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${scope.account}:role/execution`,
    containerDefinitions: [
      {
        name: container,
        image,
        essential: true,
        portMappings: [{ containerPort: port, protocol: 'tcp' }],
        environment: Object.entries(env).map(([name, value]) => ({ name, value })),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': logGroup,
            'awslogs-region': scope.region,
            'awslogs-stream-prefix': 'ecs',
          },
        },
      },
    ],
  });
  await ask('ecs', 'CreateService', {
    cluster,
    serviceName,
    taskDefinition: serviceName,
    desiredCount: tasks,
    launchType: 'FARGATE',
    deploymentController: { type: 'CODE_DEPLOY' },
    healthCheckGracePeriodSeconds: Math.ceil(graceMs(clock) / 1_000),
    loadBalancers: [{ targetGroupArn, containerName: container, containerPort: port }],
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'], assignPublicIp: 'DISABLED' },
    },
  });
  return ecs.of(scope).usableDefinition(serviceName).arn;
}

/** The CodeDeploy application and group of the service. */
export async function seedDeployment(
  ask: Ask,
  description: EcsServiceDescription,
  front: Front,
): Promise<void> {
  const { account, application, cluster, group, service } = description;
  const alarms = Object.keys(description.alarms ?? {}).map((name) => ({ name }));
  const events = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'];
  await ask('codedeploy', 'CreateApplication', { applicationName: application, computePlatform: 'ECS' });
  await ask('codedeploy', 'CreateDeploymentGroup', {
    applicationName: application,
    deploymentGroupName: group,
    serviceRoleArn: `arn:aws:iam::${account}:role/codedeploy`,
    deploymentConfigName: description.deploymentConfig ?? 'CodeDeployDefault.ECSAllAtOnce',
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ serviceName: service, clusterName: cluster }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: front.groupNames.map((name) => ({ name })),
          prodTrafficRoute: { listenerArns: [front.listenerArn] },
          testTrafficRoute: { listenerArns: [front.testListenerArn] },
        },
      ],
    },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: {
        action: 'TERMINATE',
        terminationWaitTimeInMinutes: description.terminationWaitMinutes ?? 5,
      },
      deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
    },
    alarmConfiguration: { enabled: alarms.length > 0, ignorePollAlarmFailure: false, alarms },
    autoRollbackConfiguration: { enabled: description.rollsBack ?? true, events },
  });
}

/** Programs start on the wall, however fast the clock runs: half a minute of it, and at least five of the clock. */
function graceMs(clock: Clock): number {
  return Math.max(300_000, 30_000 * clock.speed);
}
