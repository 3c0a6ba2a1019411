import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { ServiceError } from '../service.ts';
import type { AlarmConfiguration, BlueGreen, RollbackConfiguration } from './model.ts';

const refused = (what: string) => z.undefined(`the sandbox does not serve ${what}`).optional();

export const alarmsSchema = z.object({
  enabled: wire.boolean.default(false),
  ignorePollAlarmFailure: wire.boolean.default(false),
  alarms: z.array(z.object({ name: wire.text })).default([]),
});

export const rollbackSchema = z.object({
  enabled: wire.boolean.default(false),
  events: z
    .array(z.enum(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST']))
    .default([]),
});

const routeSchema = z.object({ listenerArns: z.array(wire.text) });

/** What CreateDeploymentGroup and UpdateDeploymentGroup share. */
export const groupMembers = {
  deploymentConfigName: wire.text.optional(),
  alarmConfiguration: alarmsSchema.optional(),
  autoRollbackConfiguration: rollbackSchema.optional(),
  deploymentStyle: z
    .object({ deploymentType: wire.text.optional(), deploymentOption: wire.text.optional() })
    .optional(),
  blueGreenDeploymentConfiguration: z
    .object({
      terminateBlueInstancesOnDeploymentSuccess: z
        .object({
          action: z.enum(['TERMINATE', 'KEEP_ALIVE']).default('TERMINATE'),
          terminationWaitTimeInMinutes: wire.integerIn(0, 2_880).default(0),
        })
        .optional(),
      deploymentReadyOption: z
        .object({
          actionOnTimeout: z.enum(['CONTINUE_DEPLOYMENT', 'STOP_DEPLOYMENT']).default('CONTINUE_DEPLOYMENT'),
          waitTimeInMinutes: wire.integerIn(0, 2_880).default(0),
        })
        .optional(),
    })
    .optional(),
  loadBalancerInfo: z
    .object({
      targetGroupPairInfoList: z
        .array(
          z.object({
            targetGroups: z.array(z.object({ name: wire.text })),
            prodTrafficRoute: routeSchema,
            testTrafficRoute: routeSchema.optional(),
          }),
        )
        .default([]),
    })
    .optional(),
  ecsServices: z.array(z.object({ serviceName: wire.text, clusterName: wire.text })).optional(),
  triggerConfigurations: z.array(z.unknown()).max(0, 'the sandbox does not serve triggers').optional(),
  ec2TagFilters: z.array(z.unknown()).max(0, 'the sandbox deploys to ECS').optional(),
  autoScalingGroups: z.array(z.unknown()).max(0, 'the sandbox deploys to ECS').optional(),
  ec2TagSet: refused('EC2'),
};

const groupSchema = z.object(groupMembers);
type GroupInput = z.output<typeof groupSchema>;

/** The two sides of a group, from members that must all be there for ECS. */
export function blueGreenOf(input: GroupInput): BlueGreen {
  const { deploymentOption, deploymentType } = input.deploymentStyle ?? {};
  if (deploymentType !== 'BLUE_GREEN' || deploymentOption !== 'WITH_TRAFFIC_CONTROL') {
    throw new ServiceError(
      'InvalidDeploymentStyleException',
      'For ECS deployment group, deployment style must be BLUE_GREEN with WITH_TRAFFIC_CONTROL',
    );
  }
  const [service, ...moreServices] = input.ecsServices ?? [];
  if (!service || moreServices.length > 0) {
    throw new ServiceError(
      'InvalidECSServiceException',
      'An ECS deployment group needs exactly one ECS service',
    );
  }
  const bg = input.blueGreenDeploymentConfiguration;
  if (!bg?.terminateBlueInstancesOnDeploymentSuccess || !bg.deploymentReadyOption) {
    throw new ServiceError(
      'InvalidBlueGreenDeploymentConfigurationException',
      'terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption are required for ECS',
    );
  }
  const ready = bg.deploymentReadyOption;
  const blue = bg.terminateBlueInstancesOnDeploymentSuccess;
  return {
    ...pairOf(input),
    cluster: service.clusterName,
    service: service.serviceName,
    terminatesBlue: blue.action === 'TERMINATE',
    terminationWaitMinutes: blue.terminationWaitTimeInMinutes,
    readyWaitMinutes: ready.actionOnTimeout === 'STOP_DEPLOYMENT' ? ready.waitTimeInMinutes : undefined,
  };
}

function pairOf({
  loadBalancerInfo,
}: GroupInput): Pick<BlueGreen, 'targetGroups' | 'prodListenerArn' | 'testListenerArn'> {
  const [pair, ...morePairs] = loadBalancerInfo?.targetGroupPairInfoList ?? [];
  if (!pair || morePairs.length > 0) {
    throw new ServiceError(
      'InvalidLoadBalancerInfoException',
      'exactly one target group pair must be given for ECS',
    );
  }
  const [first, second, ...moreGroups] = pair.targetGroups;
  const [prodListenerArn, ...moreListeners] = pair.prodTrafficRoute.listenerArns;
  if (!first || !second || moreGroups.length > 0 || !prodListenerArn || moreListeners.length > 0) {
    throw new ServiceError(
      'InvalidTargetGroupPairException',
      'a target group pair must have two target groups and one production listener',
    );
  }
  const testListenerArn = pair.testTrafficRoute?.listenerArns[0];
  return { targetGroups: [first.name, second.name], prodListenerArn, testListenerArn };
}

/** Alarms as CodeDeploy accepts them: at most ten, at least one where enabled. */
export function alarmsOf(input: z.output<typeof alarmsSchema> | undefined): AlarmConfiguration {
  const names = (input?.alarms ?? []).map(({ name }) => name);
  if (names.length > 10) {
    throw new ServiceError(
      'AlarmsLimitExceededException',
      'The maximum number of alarms for a deployment group is 10',
    );
  }
  if (input?.enabled && names.length === 0) {
    throw new ServiceError(
      'InvalidAlarmConfigException',
      'Alarms must be given where the alarm configuration is enabled',
    );
  }
  return {
    isEnabled: input?.enabled ?? false,
    ignorePollAlarmFailure: input?.ignorePollAlarmFailure ?? false,
    names,
  };
}

export function rollbackOf(input: z.output<typeof rollbackSchema> | undefined): RollbackConfiguration {
  const events = input?.events ?? [];
  if (input?.enabled && events.length === 0) {
    throw new ServiceError(
      'InvalidAutoRollbackConfigException',
      'Events must be given where automatic rollback is enabled',
    );
  }
  return { isEnabled: input?.enabled ?? false, events };
}
