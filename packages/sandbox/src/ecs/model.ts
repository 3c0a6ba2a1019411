import type { RunningContainer } from '@ml-ci/containers';
import type { TaskDefinition } from './task-definition.ts';

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
}

/** Where a service's tasks take requests from. */
export interface LoadBalancing {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
}

/** How a rolling deployment goes on. */
export interface RollingConfiguration {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: { readonly isEnabled: boolean; readonly rollsBack: boolean };
}

export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly cluster: Cluster;
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  readonly createdMs: number;
  /** As it was given, for DescribeServices. */
  readonly networkConfiguration: unknown;
  readonly launchType: string;
  loadBalancing: readonly LoadBalancing[];
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  graceSeconds: number;
  rolling: RollingConfiguration;
  /** Task sets; with the controller ECS each is a deployment. The newest is last. */
  taskSets: TaskSet[];
  /** Newest first. */
  readonly events: ServiceEvent[];
  /** Whether the last event said so, so that it is said once. */
  isSteady: boolean;
}

interface ServiceEvent {
  readonly id: string;
  readonly atMs: number;
  readonly message: string;
}

/** Tasks of one task definition within a service. */
export interface TaskSet {
  /** `ecs-svc/1234567890123456789`. */
  readonly id: string;
  readonly arn: string;
  readonly externalId: string | undefined;
  readonly startedBy: string | undefined;
  readonly definition: TaskDefinition;
  readonly loadBalancing: readonly LoadBalancing[];
  readonly createdMs: number;
  updatedMs: number;
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** Percent of the service's desired count. */
  scale: number;
  /** How many tasks it shall have now. */
  desired: number;
  /** Starts that failed since one succeeded; they slow the next one down. */
  failedInARow: number;
  failedTasks: number;
  notBeforeMs: number;
  isStable: boolean;
  stableSinceMs: number;
  rollout: { state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'; reason: string };
  /** Tags are resolved once for a deployment, and the digest is kept. */
  readonly digests: Map<string, string>;
}

type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated';

export interface Stop {
  readonly code: StopCode;
  readonly reason: string;
}

/** One container of a task. */
export interface TaskContainer {
  readonly name: string;
  readonly image: string;
  digest: string | undefined;
  running: RunningContainer | undefined;
  exitCode: number | undefined;
  reason: string | undefined;
}

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly service: Service | undefined;
  readonly taskSet: TaskSet | undefined;
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly createdMs: number;
  readonly ip: string;
  readonly containers: TaskContainer[];
  /** Environment of RunTask's overrides, by container. */
  readonly overrides: ReadonlyMap<
    string,
    { readonly env: Record<string, string>; readonly command?: readonly string[] }
  >;
  status: TaskStatus;
  stop: Stop | undefined;
  /** Aborted to stop it. */
  readonly stopping: AbortController;
  readonly times: {
    pullStarted?: number;
    pullStopped?: number;
    started?: number;
    stopping?: number;
    executionStopped?: number;
    stopped?: number;
  };
}

/** True until a task begins to end. */
export function isAlive(task: Task): boolean {
  return task.stop === undefined;
}

/** True while its containers run and it is not on its way out. */
export function isRunning(task: Task): boolean {
  return task.status === 'RUNNING' && task.stop === undefined;
}
