import type {
  AlarmState,
  DeploymentGroup,
  DeploymentState,
  EcsTargetState,
  ServiceState,
  TaskState,
} from '@ml-ci/aws';

/** Values for the tables of the decisions: each is in order, and a case changes what it is about. */

export const service: ServiceState = {
  cluster: 'models',
  service: 'fraud',
  status: 'ACTIVE',
  controller: 'CODE_DEPLOY',
  desired: 2,
  running: 2,
  taskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/fraud:1',
  targetGroups: [
    'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/fraud-blue/0123456789abcdef',
  ],
  taskSets: [],
};

export const group: DeploymentGroup = {
  application: 'models',
  group: 'fraud',
  platform: 'ECS',
  configuration: 'CodeDeployDefault.ECSAllAtOnce',
  services: [{ cluster: 'models', service: 'fraud' }],
  alarms: { isEnabled: true, ignoresPollFailure: false, names: ['fraud-5xx'] },
  rollback: { isEnabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  targetGroups: ['fraud-blue', 'fraud-green'],
  listeners: [
    'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/fraud/50dc6c495c0c9188/f2f7dc8efc522ab2',
  ],
  terminationWaitMs: 300_000,
  waitsForApproval: false,
};

export const deployment: DeploymentState = {
  id: 'd-1',
  application: 'models',
  group: 'fraud',
  status: 'InProgress',
  configuration: 'CodeDeployDefault.ECSAllAtOnce',
  description: '',
  creator: 'user',
  createdAt: new Date(0),
  completedAt: undefined,
  error: undefined,
  rollbackId: undefined,
  rollbackMessage: undefined,
  rollbackOf: undefined,
};

/** A target whose events have these statuses, in the order of their life. */
export function target(green: number, ...statuses: readonly string[]): EcsTargetState {
  const names = [
    'BeforeInstall',
    'Install',
    'AfterInstall',
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ];
  return {
    events: names.map((name, index) => ({
      name,
      status: statuses[index] ?? 'Pending',
      startedAt: new Date(index * 1_000),
      endedAt: undefined,
      diagnostics: undefined,
    })),
    sides: [
      { label: 'Blue', desired: 2, running: 2, pending: 0, weight: 100 - green },
      { label: 'Green', desired: 3, running: 3, pending: 0, weight: green },
    ],
  };
}

export const alarm: AlarmState = {
  name: 'fraud-5xx',
  type: 'metric',
  state: 'OK',
  reason: '',
  since: undefined,
  windowMs: 120_000,
  periodMs: 60_000,
  dimensions: [{ LoadBalancer: 'app/fraud/50dc6c495c0c9188' }],
  rule: undefined,
};

/** A task that stopped. */
export const stoppedTask: TaskState = {
  arn: 't',
  taskDefinition: 'td/m:2',
  lastStatus: 'STOPPED',
  stoppedReason: 'Essential container in task exited',
  stopCode: 'EssentialContainerExited',
  stoppingAt: new Date(1_500),
  containers: [{ name: 'server', image: '', imageDigest: undefined, exitCode: 1, reason: undefined }],
};
