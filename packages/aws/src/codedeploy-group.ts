import type { DeploymentGroupInfo, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import { StepError } from '@ml-ci/core';
import { type CallOptions, codeDeployClient, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** A deployment group as far as a rollout depends on it. */
export interface DeploymentGroup {
  readonly application: string;
  readonly group: string;
  /** `ECS`, `Lambda` or `Server`. */
  readonly platform: string;
  readonly configuration: string;
  readonly services: readonly { readonly cluster: string; readonly service: string }[];
  readonly alarms: {
    readonly isEnabled: boolean;
    readonly ignoresPollFailure: boolean;
    readonly names: readonly string[];
  };
  readonly rollback: { readonly isEnabled: boolean; readonly events: readonly string[] };
  readonly targetGroups: readonly string[];
  readonly listeners: readonly string[];
  /** How long the old tasks are kept after the traffic has moved. */
  readonly terminationWaitMs: number;
  /** True where somebody must let the traffic move by hand. */
  readonly waitsForApproval: boolean;
}

/** The deployment group; RESOURCE_MISSING names what of application and group is not there. */
export async function getDeploymentGroup(
  session: Session,
  application: string,
  group: string,
  options: CallOptions = {},
): Promise<DeploymentGroup> {
  const { GetDeploymentGroupCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const command = new GetDeploymentGroupCommand({ applicationName: application, deploymentGroupName: group });
  const reply = await client.send(command, sending(options)).catch((cause: unknown) => {
    const what = isAwsError(cause, 'ApplicationDoesNotExistException')
      ? `CodeDeploy application "${application}"`
      : isAwsError(cause, 'DeploymentGroupDoesNotExistException')
        ? `deployment group "${group}" in the CodeDeploy application "${application}"`
        : undefined;
    if (what === undefined) throw cause;
    throw new StepError('RESOURCE_MISSING', {
      message: `no ${what} in account ${session.account}, ${session.region}`,
      fix: 'create it, or correct application: and group: under deploy in ml-ci.yml',
      cause,
    });
  });
  return groupOf(application, group, reply.deploymentGroupInfo ?? {});
}

function groupOf(application: string, group: string, info: DeploymentGroupInfo): DeploymentGroup {
  const pairs = info.loadBalancerInfo?.targetGroupPairInfoList ?? [];
  const blueGreen = info.blueGreenDeploymentConfiguration;
  return {
    application,
    group,
    platform: info.computePlatform ?? '',
    configuration: info.deploymentConfigName ?? '',
    services: (info.ecsServices ?? []).map(({ clusterName, serviceName }) => ({
      cluster: clusterName ?? '',
      service: serviceName ?? '',
    })),
    alarms: {
      isEnabled: info.alarmConfiguration?.enabled ?? false,
      ignoresPollFailure: info.alarmConfiguration?.ignorePollAlarmFailure ?? false,
      names: (info.alarmConfiguration?.alarms ?? []).map(({ name }) => name ?? ''),
    },
    rollback: {
      isEnabled: info.autoRollbackConfiguration?.enabled ?? false,
      events: info.autoRollbackConfiguration?.events ?? [],
    },
    targetGroups: pairs.flatMap(({ targetGroups }) => targetGroups ?? []).map(({ name }) => name ?? ''),
    listeners: pairs.flatMap(({ prodTrafficRoute }) => prodTrafficRoute?.listenerArns ?? []),
    terminationWaitMs:
      (blueGreen?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0) * 60_000,
    waitsForApproval: blueGreen?.deploymentReadyOption?.actionOnTimeout === 'STOP_DEPLOYMENT',
  };
}

/** How a deployment configuration moves traffic. */
export interface DeploymentConfiguration {
  readonly name: string;
  readonly platform: string;
  /** From the first shift to 100 %. */
  readonly shiftMs: number;
}

/** The deployment configuration of this name, or undefined where there is none. */
export async function getDeploymentConfiguration(
  session: Session,
  name: string,
  options: CallOptions = {},
): Promise<DeploymentConfiguration | undefined> {
  const { GetDeploymentConfigCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const command = new GetDeploymentConfigCommand({ deploymentConfigName: name });
  const reply = await client.send(command, sending(options)).catch((error: unknown) => {
    if (isAwsError(error, 'DeploymentConfigDoesNotExistException')) return undefined;
    throw error;
  });
  const found = reply?.deploymentConfigInfo;
  return (
    found && { name, platform: found.computePlatform ?? '', shiftMs: shiftMs(found.trafficRoutingConfig) }
  );
}

function shiftMs(routing: TrafficRoutingConfig | undefined): number {
  const { timeBasedCanary: canary, timeBasedLinear: linear } = routing ?? {};
  if (routing?.type === 'TimeBasedCanary') return (canary?.canaryInterval ?? 0) * 60_000;
  if (routing?.type !== 'TimeBasedLinear') return 0;
  // A first share at once, then one each interval: 10 % every minute is nine waits.
  const shares = Math.ceil(100 / (linear?.linearPercentage || 100));
  return (shares - 1) * (linear?.linearInterval ?? 0) * 60_000;
}
