import type { DeploymentInfo, DeploymentStatus } from '@aws-sdk/client-codedeploy';
import { StepError } from '@ml-ci/core';
import { type CallOptions, codeDeployClient, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** Statuses of a deployment that has not ended. */
export const activeStatuses = [
  'Created',
  'Queued',
  'InProgress',
  'Baking',
  'Ready',
] as const satisfies DeploymentStatus[];

/** A deployment as CodeDeploy describes it now. */
export interface DeploymentState {
  readonly id: string;
  readonly application: string;
  readonly group: string;
  readonly status: string;
  readonly configuration: string;
  readonly description: string;
  /** `user`, `autoscaling`, `codeDeployRollback`, … */
  readonly creator: string;
  readonly createdAt: Date | undefined;
  readonly completedAt: Date | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** The deployment that takes this one back, once there is one. */
  readonly rollbackId: string | undefined;
  readonly rollbackMessage: string | undefined;
  /** What this deployment takes back, where it is a rollback. */
  readonly rollbackOf: string | undefined;
}

/** The deployment of this id. */
export async function getDeployment(
  session: Session,
  deploymentId: string,
  options: CallOptions = {},
): Promise<DeploymentState> {
  const { GetDeploymentCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const reply = await client.send(new GetDeploymentCommand({ deploymentId }), sending(options));
  if (!reply.deploymentInfo?.status) {
    throw new StepError('AWS_FAILED', {
      message: `codedeploy:GetDeployment of "${deploymentId}" answered without a status`,
    });
  }
  return deploymentState(deploymentId, reply.deploymentInfo);
}

/** Ids of the deployments of a group that have not ended, newest first. */
export async function activeDeployments(
  session: Session,
  application: string,
  group: string,
  options: CallOptions = {},
): Promise<readonly string[]> {
  const { ListDeploymentsCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListDeploymentsCommand({
      applicationName: application,
      deploymentGroupName: group,
      includeOnlyStatuses: [...activeStatuses],
      nextToken,
    });
    const page = await client.send(command, sending(options));
    ids.push(...(page.deployments ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return ids;
}

/** What a deployment is started with. */
export interface NewDeployment {
  readonly application: string;
  readonly group: string;
  /** The AppSpec document and its SHA-256 in hex. */
  readonly appSpec: { readonly content: string; readonly sha256: string };
  /** The deployment configuration; the group's own where it is left out. */
  readonly configuration?: string | undefined;
  readonly description: string;
  /** Guards this deployment alone, instead of the group's alarms. */
  readonly overrideAlarms?: readonly string[] | undefined;
}

/** Starts a deployment and returns its id; DEPLOYMENT_ACTIVE where the group has one already. */
export async function createDeployment(
  session: Session,
  { application, group, appSpec, configuration, description, overrideAlarms }: NewDeployment,
  options: CallOptions = {},
): Promise<string> {
  const { CreateDeploymentCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const command = new CreateDeploymentCommand({
    applicationName: application,
    deploymentGroupName: group,
    revision: { revisionType: 'AppSpecContent', appSpecContent: appSpec },
    ...(configuration === undefined ? {} : { deploymentConfigName: configuration }),
    description,
    ...(overrideAlarms === undefined
      ? {}
      : { overrideAlarmConfiguration: alarmConfiguration(overrideAlarms) }),
  });
  const { deploymentId } = await client.send(command, sending(options)).catch((cause: unknown) => {
    if (!isAwsError(cause, 'DeploymentLimitExceededException')) throw cause;
    throw new StepError('DEPLOYMENT_ACTIVE', {
      message: `the deployment group "${group}" started another deployment in the meantime`,
      fix: ({ input }) => `run the step again and let it wait for the other: ${input('on-conflict', 'wait')}`,
      cause,
    });
  });
  if (!deploymentId)
    throw new StepError('AWS_FAILED', { message: 'codedeploy:CreateDeployment answered without an id' });
  return deploymentId;
}

function alarmConfiguration(names: readonly string[]) {
  return { enabled: names.length > 0, alarms: names.map((name) => ({ name })) };
}

/** Stops a deployment and has CodeDeploy go back to the version before it. False: it had ended already. */
export async function stopDeployment(
  session: Session,
  deploymentId: string,
  options: CallOptions = {},
): Promise<boolean> {
  const { StopDeploymentCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const command = new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
  try {
    await client.send(command, sending(options));
    return true;
  } catch (error) {
    if (isAwsError(error, 'DeploymentAlreadyCompletedException')) return false;
    throw error;
  }
}

/** Ends the time in which the old tasks are kept, so that the deployment can complete. False: it had ended already. */
export async function endTerminationWait(
  session: Session,
  deploymentId: string,
  options: CallOptions = {},
): Promise<boolean> {
  const { ContinueDeploymentCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const command = new ContinueDeploymentCommand({ deploymentId, deploymentWaitType: 'TERMINATION_WAIT' });
  try {
    await client.send(command, sending(options));
    return true;
  } catch (error) {
    if (isAwsError(error, 'DeploymentAlreadyCompletedException')) return false;
    throw error;
  }
}

function deploymentState(id: string, info: DeploymentInfo): DeploymentState {
  const { errorInformation, rollbackInfo } = info;
  return {
    id,
    application: info.applicationName ?? '',
    group: info.deploymentGroupName ?? '',
    status: info.status ?? '',
    configuration: info.deploymentConfigName ?? '',
    description: info.description ?? '',
    creator: info.creator ?? '',
    createdAt: info.createTime,
    completedAt: info.completeTime,
    error: errorInformation && { code: errorInformation.code ?? '', message: errorInformation.message ?? '' },
    rollbackId: rollbackInfo?.rollbackDeploymentId || undefined,
    rollbackMessage: rollbackInfo?.rollbackMessage || undefined,
    rollbackOf: rollbackInfo?.rollbackTriggeringDeploymentId || undefined,
  };
}
