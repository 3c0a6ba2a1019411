import type { ContainerDefinition, RegisterTaskDefinitionRequest, Task } from '@aws-sdk/client-ecs';
import { StepError } from '@ml-ci/core';
import { type CallOptions, ecsClient, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** Where a service is. */
export interface ServiceAddress {
  readonly cluster: string;
  readonly service: string;
}

/** One of the sets of tasks that CodeDeploy runs for a service. */
export interface TaskSetState {
  readonly id: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly desired: number;
  readonly running: number;
  readonly targetGroups: readonly string[];
}

/** A service as ECS describes it now. */
export interface ServiceState extends ServiceAddress {
  readonly status: string;
  /** `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
  readonly controller: string;
  readonly desired: number;
  readonly running: number;
  /** What the service was created or last updated with; under CodeDeploy the primary task set counts. */
  readonly taskDefinition: string;
  readonly taskSets: readonly TaskSetState[];
  readonly targetGroups: readonly string[];
}

/** The service, or undefined where the cluster has none of this name (an inactive one counts as none). */
export async function describeService(
  session: Session,
  { cluster, service }: ServiceAddress,
  options: CallOptions = {},
): Promise<ServiceState | undefined> {
  const { DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const client = await ecsClient(session);
  const reply = await client
    .send(new DescribeServicesCommand({ cluster, services: [service] }), sending(options))
    .catch((error: unknown) => {
      throw isAwsError(error, 'ClusterNotFoundException') ? missingCluster(session, cluster, error) : error;
    });
  const [found] = reply.services ?? [];
  if (!found || found.status === 'INACTIVE') return undefined;
  return {
    cluster,
    service,
    status: found.status ?? '',
    controller: found.deploymentController?.type ?? 'ECS',
    desired: found.desiredCount ?? 0,
    running: found.runningCount ?? 0,
    taskDefinition: found.taskDefinition ?? '',
    targetGroups: targetGroupsOf(found.loadBalancers),
    taskSets: (found.taskSets ?? []).map((set) => ({
      id: set.id ?? '',
      status: set.status ?? '',
      taskDefinition: set.taskDefinition ?? '',
      desired: set.computedDesiredCount ?? 0,
      running: set.runningCount ?? 0,
      targetGroups: targetGroupsOf(set.loadBalancers),
    })),
  };
}

/** What a task definition is made of, without what ECS adds when it is registered. */
export type TaskDefinitionInput = RegisterTaskDefinitionRequest & {
  containerDefinitions: ContainerDefinition[];
};

/** A registered task definition. */
export interface TaskDefinitionState {
  readonly arn: string;
  readonly input: TaskDefinitionInput;
}

/** The task definition of an ARN, or the latest active revision of a family. */
export async function describeTaskDefinition(
  session: Session,
  arnOrFamily: string,
  options: CallOptions = {},
): Promise<TaskDefinitionState> {
  const { DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
  const client = await ecsClient(session);
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: arnOrFamily, include: ['TAGS'] });
  const { taskDefinition, tags } = await client.send(command, sending(options));
  if (!taskDefinition?.taskDefinitionArn || !taskDefinition.family) {
    throw new StepError('AWS_FAILED', {
      message: `ecs:DescribeTaskDefinition of "${arnOrFamily}" answered without one`,
    });
  }
  const {
    taskDefinitionArn,
    revision: _revision,
    status: _status,
    requiresAttributes: _requiresAttributes,
    compatibilities: _compatibilities,
    registeredAt: _registeredAt,
    registeredBy: _registeredBy,
    deregisteredAt: _deregisteredAt,
    deleteRequestedAt: _deleteRequestedAt,
    ...kept
  } = taskDefinition;
  return {
    arn: taskDefinitionArn,
    input: {
      ...kept,
      family: taskDefinition.family,
      containerDefinitions: taskDefinition.containerDefinitions ?? [],
      ...(tags && tags.length > 0 ? { tags } : {}),
    },
  };
}

/** Registers a new revision and returns its ARN. */
export async function registerTaskDefinition(
  session: Session,
  input: TaskDefinitionInput,
  options: CallOptions = {},
): Promise<string> {
  const { RegisterTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
  const client = await ecsClient(session);
  const { taskDefinition } = await client.send(new RegisterTaskDefinitionCommand(input), sending(options));
  if (!taskDefinition?.taskDefinitionArn) {
    throw new StepError('AWS_FAILED', {
      message: `ecs:RegisterTaskDefinition of "${input.family}" answered without an ARN`,
    });
  }
  return taskDefinition.taskDefinitionArn;
}

/** One task of a service. */
export interface TaskState {
  readonly arn: string;
  readonly taskDefinition: string;
  readonly lastStatus: string;
  readonly stoppedReason: string | undefined;
  /** `EssentialContainerExited`, `TaskFailedToStart`, `ServiceSchedulerInitiated`, … */
  readonly stopCode: string | undefined;
  readonly stoppingAt: Date | undefined;
  readonly containers: readonly ContainerState[];
}

/** One container of a task. */
export interface ContainerState {
  readonly name: string;
  readonly image: string;
  /** What really runs; ECS leaves it out until the image is pulled. */
  readonly imageDigest: string | undefined;
  readonly exitCode: number | undefined;
  readonly reason: string | undefined;
}

/** The tasks of a service that run, or those that stopped in the last hour. */
export async function serviceTasks(
  session: Session,
  { cluster, service }: ServiceAddress,
  desiredStatus: 'RUNNING' | 'STOPPED',
  options: CallOptions = {},
): Promise<readonly TaskState[]> {
  const { DescribeTasksCommand, ListTasksCommand } = await import('@aws-sdk/client-ecs');
  const client = await ecsClient(session);
  const states: TaskState[] = [];
  let nextToken: string | undefined;
  do {
    const list = new ListTasksCommand({ cluster, serviceName: service, desiredStatus, nextToken });
    const page = await client.send(list, sending(options));
    const tasks = page.taskArns ?? []; // a page has at most 100, which is what DescribeTasks takes
    if (tasks.length > 0) {
      const reply = await client.send(new DescribeTasksCommand({ cluster, tasks }), sending(options));
      states.push(...(reply.tasks ?? []).map(taskState));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return states;
}

function taskState(task: Task): TaskState {
  return {
    arn: task.taskArn ?? '',
    taskDefinition: task.taskDefinitionArn ?? '',
    lastStatus: task.lastStatus ?? '',
    stoppedReason: task.stoppedReason,
    stopCode: task.stopCode,
    stoppingAt: task.stoppingAt ?? task.stoppedAt,
    containers: (task.containers ?? []).map((container) => ({
      name: container.name ?? '',
      image: container.image ?? '',
      imageDigest: container.imageDigest,
      exitCode: container.exitCode,
      reason: container.reason,
    })),
  };
}

function targetGroupsOf(balancers: readonly { targetGroupArn?: string | undefined }[] | undefined) {
  return (balancers ?? []).map(({ targetGroupArn }) => targetGroupArn).filter((arn) => arn !== undefined);
}

function missingCluster(session: Session, cluster: string, cause: unknown): StepError {
  return new StepError('RESOURCE_MISSING', {
    message: `no ECS cluster "${cluster}" in account ${session.account}, ${session.region}`,
    fix: 'correct cluster: under deploy in ml-ci.yml',
    cause,
  });
}
