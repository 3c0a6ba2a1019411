import type { AppSpec } from './app-spec.ts';
import type { DeploymentConfig } from './configs.ts';

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  /** By name. */
  readonly groups: Map<string, DeploymentGroup>;
  /** Revisions by the hash of their content, and of where it came from. */
  readonly revisions: Map<string, Revision>;
}

/** Where an AppSpec was read from. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
  readonly bundleType: 'YAML' | 'JSON';
  readonly version: string | undefined;
  readonly eTag: string | undefined;
}

/** An AppSpec as it was registered with a deployment. */
export interface Revision {
  /** Undefined where the content came with the request. */
  readonly location: S3Location | undefined;
  readonly content: string;
  readonly sha256: string;
  readonly appSpec: AppSpec;
  readonly firstUsedMs: number;
  lastUsedMs: number;
}

export interface AlarmConfiguration {
  readonly isEnabled: boolean;
  readonly ignorePollAlarmFailure: boolean;
  readonly names: readonly string[];
}

export type RollbackEvent = 'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST';

export interface RollbackConfiguration {
  readonly isEnabled: boolean;
  readonly events: readonly RollbackEvent[];
}

/** What a group and its deployments have in common, in our words. */
export interface BlueGreen {
  readonly cluster: string;
  readonly service: string;
  readonly prodListenerArn: string;
  readonly testListenerArn: string | undefined;
  /** Names of the two target groups. */
  readonly targetGroups: readonly [string, string];
  readonly terminationWaitMinutes: number;
  /** `KEEP_ALIVE` leaves the original task set. */
  readonly terminatesBlue: boolean;
  /** Undefined where traffic is shifted without waiting for a person. */
  readonly readyWaitMinutes: number | undefined;
}

export interface DeploymentGroup {
  readonly id: string;
  readonly application: string;
  readonly name: string;
  configName: string;
  serviceRoleArn: string;
  alarms: AlarmConfiguration;
  rollback: RollbackConfiguration;
  blueGreen: BlueGreen;
  /** Members as they were given, for GetDeploymentGroup. */
  described: Readonly<Record<string, unknown>>;
  lastSuccessful: Deployment | undefined;
  lastAttempted: Deployment | undefined;
}

export type DeploymentStatus =
  | 'Created'
  | 'Queued'
  | 'InProgress'
  | 'Baking'
  | 'Succeeded'
  | 'Failed'
  | 'Stopped'
  | 'Ready';

export const lifecycleEventNames = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;

export type LifecycleEventName = (typeof lifecycleEventNames)[number];

export interface LifecycleEvent {
  readonly name: LifecycleEventName;
  status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped';
  startMs: number | undefined;
  endMs: number | undefined;
}

export interface DeploymentError {
  readonly code:
    | 'ALARM_ACTIVE'
    | 'TIMEOUT'
    | 'ECS_UPDATE_ERROR'
    | 'INVALID_ECS_SERVICE'
    | 'MANUAL_STOP'
    | 'ELASTIC_LOAD_BALANCING_INVALID';
  readonly message: string;
}

export interface Deployment {
  readonly id: string;
  readonly application: string;
  readonly group: DeploymentGroup;
  readonly config: DeploymentConfig;
  readonly revision: Revision;
  readonly previousRevision: Revision | undefined;
  readonly creator: 'user' | 'codeDeployRollback';
  readonly description: string | undefined;
  readonly createdMs: number;
  readonly alarms: AlarmConfiguration;
  readonly rollback: RollbackConfiguration;
  readonly blueGreen: BlueGreen;
  readonly events: readonly LifecycleEvent[];
  status: DeploymentStatus;
  startMs: number | undefined;
  completeMs: number | undefined;
  error: DeploymentError | undefined;
  rollbackInfo:
    | { rollbackDeploymentId?: string; rollbackTriggeringDeploymentId?: string; rollbackMessage: string }
    | undefined;
  /** Ids of the task sets, once they are known. */
  blueId: string | undefined;
  greenId: string | undefined;
  greenPercent: number;
  isWaitingForTermination: boolean;
  updatedMs: number;
  /** Aborted with an `Interruption` to end it early. */
  readonly interruption: AbortController;
  /** Set by ContinueDeployment. */
  isContinued: boolean;
}

/** True while a deployment is under way. */
export function isActive({ status }: Deployment): boolean {
  return status !== 'Succeeded' && status !== 'Failed' && status !== 'Stopped';
}
