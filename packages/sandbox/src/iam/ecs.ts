import { type Ask, type ImpliedTable, namedAll, type ResourceTable } from './demand.ts';

const lastOf = (nameOrArn: string) => nameOrArn.split('/').at(-1) ?? nameOrArn;
const clusterOf = (ask: Ask) => lastOf(ask.named('cluster') === '*' ? 'default' : ask.named('cluster'));

const inCluster = (type: string, member: string) => (ask: Ask) =>
  namedAll(ask, member).map((name) => ask.arn('ecs', `${type}/${clusterOf(ask)}/${lastOf(name)}`));

/** DescribeTaskDefinition has no resource (Service Authorization Reference, Amazon ECS). */
export const ecsResources: ResourceTable = {
  DescribeServices: inCluster('service', 'services'),
  DescribeTasks: inCluster('task', 'tasks'),
  ListTasks: (ask) => [ask.arn('ecs', `container-instance/${clusterOf(ask)}/*`)],
  RegisterTaskDefinition: (ask) => [ask.arn('ecs', `task-definition/${ask.named('family')}:*`)],
  UpdateService: (ask) => [ask.arn('ecs', `service/${clusterOf(ask)}/${lastOf(ask.named('service'))}`)],
};

/** A task definition hands its roles to ECS. */
export const ecsImplied: ImpliedTable = {
  RegisterTaskDefinition: ({ input, caller }) =>
    [input.taskRoleArn, input.executionRoleArn].flatMap((role) =>
      typeof role === 'string' && role !== ''
        ? [
            {
              action: 'iam:PassRole',
              resource: role.startsWith('arn:') ? role : `arn:aws:iam::${caller.account}:role/${role}`,
              context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
            },
          ]
        : [],
    ),
};
