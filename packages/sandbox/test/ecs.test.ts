import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  CreateTaskSetCommand,
  DeleteServiceCommand,
  DeleteTaskSetCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTaskSetsCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { scaledClock } from '@ml-ci/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { type Behaviour, pushImage, testRuntime } from './test-runtime.ts';
import { until } from './until.ts';

const account = '111111111111';
const region = 'us-east-1';
const cluster = 'main';
const runtime = testRuntime();
let sandbox: Sandbox;
let ecs: ECSClient;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: scaledClock(Date.UTC(2026, 0, 1), 300), runtime });
  ecs = new ECSClient(seededClient(sandbox));
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
});

afterAll(async () => {
  await sandbox.stop();
  expect(runtime.running.size).toBe(0);
});

async function register(family: string, name: string, behaviour: Behaviour = 'serves', logGroup?: string) {
  const options = { 'awslogs-group': logGroup ?? '', 'awslogs-stream-prefix': 'ecs' };
  const image = await pushImage(sandbox, account, region, name, behaviour);
  const made = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      containerDefinitions: [
        {
          name: 'main',
          image,
          portMappings: [{ containerPort: 8080 }],
          ...(logGroup === undefined ? {} : { logConfiguration: { logDriver: 'awslogs', options } }),
        },
      ],
    }),
  );
  return made.taskDefinition?.taskDefinitionArn ?? '';
}

function createService(input: Partial<CreateServiceCommandInput> & { serviceName: string }) {
  return ecs.send(new CreateServiceCommand({ cluster, desiredCount: 2, ...input }));
}

async function describe(name: string) {
  const found = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
  return found.services?.[0];
}

async function tasksOf(serviceName: string, desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING') {
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, serviceName, desiredStatus }));
  if (!taskArns?.length) return [];
  return (await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
}

async function steady(name: string): Promise<void> {
  await until(async () => {
    const service = await describe(name);
    const [deployment, ...others] = service?.deployments ?? [];
    return deployment?.rolloutState === 'COMPLETED' && others.length === 0 && service?.runningCount === 2;
  });
}

test('a rolling update replaces the tasks, and a stopped task is replaced', async () => {
  const first = await register('roll', 'one');
  await createService({ serviceName: 'roll', taskDefinition: first });
  await steady('roll');
  const [victim] = await tasksOf('roll');
  await ecs.send(new StopTaskCommand({ cluster, task: victim?.taskArn, reason: 'drill' }));
  await until(async () => (await tasksOf('roll', 'STOPPED'))[0]?.lastStatus === 'STOPPED');
  expect((await tasksOf('roll', 'STOPPED'))[0]).toMatchObject({
    stopCode: 'UserInitiated',
    stoppedReason: 'drill',
  });
  await steady('roll');
  const second = await register('roll', 'two');
  await ecs.send(new UpdateServiceCommand({ cluster, service: 'roll', taskDefinition: second }));
  expect((await describe('roll'))?.deployments?.map(({ status }) => status)).toEqual(['PRIMARY', 'ACTIVE']);
  await steady('roll');
  expect((await tasksOf('roll')).every(({ taskDefinitionArn }) => taskDefinitionArn === second)).toBe(true);
  await expect(ecs.send(new DeleteServiceCommand({ cluster, service: 'roll' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await ecs.send(new DeleteServiceCommand({ cluster, service: 'roll', force: true }));
  await until(async () => (await describe('roll'))?.status === 'INACTIVE');
});

test('the circuit breaker ends a deployment whose tasks never stay up, and goes back', async () => {
  const good = await register('breaker', 'good');
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  await createService({ serviceName: 'breaker', taskDefinition: good, deploymentConfiguration });
  await steady('breaker');
  const bad = await register('breaker', 'bad', 'exits');
  await ecs.send(new UpdateServiceCommand({ cluster, service: 'breaker', taskDefinition: bad }));
  await until(
    async () =>
      (await describe('breaker'))?.events?.some(({ message }) => message?.includes('rolling back')) ?? false,
  );
  await steady('breaker');
  expect((await describe('breaker'))?.taskDefinition).toBe(good);
  const stopped = await tasksOf('breaker', 'STOPPED');
  const failed = stopped.find(({ stopCode }) => stopCode === 'EssentialContainerExited');
  expect(failed?.containers?.[0]?.exitCode).toBe(3);
});

test('task sets of an external controller run side by side', async () => {
  const definition = await register('external', 'one');
  await createService({ serviceName: 'external', deploymentController: { type: 'EXTERNAL' } });
  const add = (externalId: string) =>
    ecs.send(
      new CreateTaskSetCommand({
        cluster,
        service: 'external',
        taskDefinition: definition,
        externalId,
        scale: { value: 50, unit: 'PERCENT' },
      }),
    );
  const [a, b] = [(await add('a')).taskSet, (await add('b')).taskSet];
  await ecs.send(
    new UpdateServicePrimaryTaskSetCommand({ cluster, service: 'external', primaryTaskSet: a?.taskSetArn }),
  );
  const sets = async () =>
    (await ecs.send(new DescribeTaskSetsCommand({ cluster, service: 'external' }))).taskSets ?? [];
  await until(async () => (await sets()).every(({ stabilityStatus }) => stabilityStatus === 'STEADY_STATE'));
  expect(
    (await sets()).map(({ externalId, runningCount, status }) => [externalId, status, runningCount]),
  ).toEqual([
    ['a', 'PRIMARY', 1],
    ['b', 'ACTIVE', 1],
  ]);
  await ecs.send(new DeleteTaskSetCommand({ cluster, service: 'external', taskSet: b?.id, force: true }));
  await until(async () => (await sets()).length === 1);
});

test('what a task prints is in its log, and a missing log group keeps it from starting', async () => {
  const logs = new CloudWatchLogsClient(seededClient(sandbox));
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/batch' }));
  const run = async (taskDefinition: string) => {
    const started = await ecs.send(new RunTaskCommand({ cluster, taskDefinition }));
    const task = started.tasks?.[0]?.taskArn ?? '';
    const now = async () => (await ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }))).tasks?.[0];
    await until(async () => (await now())?.lastStatus === 'STOPPED');
    return { id: task.split('/').at(-1) ?? '', ended: await now() };
  };
  const { ended, id } = await run(await register('batch', 'job', 'exits', '/ecs/batch'));
  expect(ended?.stopCode).toBe('EssentialContainerExited');
  const logStreamName = `ecs/main/${id}`;
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/ecs/batch' }));
  expect(logStreams?.map((stream) => stream.logStreamName)).toEqual([logStreamName]);
  const { events } = await logs.send(
    new GetLogEventsCommand({ logGroupName: '/ecs/batch', logStreamName, startFromHead: true }),
  );
  expect(events?.map(({ message }) => message)).toEqual(['job starts']);
  const found = await logs.send(
    new FilterLogEventsCommand({ logGroupName: '/ecs/batch', filterPattern: 'starts -other' }),
  );
  expect(found.events).toHaveLength(1);
  const none = await logs.send(
    new FilterLogEventsCommand({ logGroupName: '/ecs/batch', filterPattern: '"starts other"' }),
  );
  expect(none.events).toEqual([]);
  const without = await run(await register('batch', 'job', 'exits', '/ecs/nowhere'));
  expect(without.ended?.stopCode).toBe('TaskFailedToStart');
  expect(without.ended?.stoppedReason).toContain('The specified log group does not exist');
});

test('a definition that was deregistered stays readable and starts nothing', async () => {
  const definition = await register('old', 'one');
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: definition }));
  const shown = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: definition }));
  expect(shown.taskDefinition?.status).toBe('INACTIVE');
  await expect(createService({ serviceName: 'old', taskDefinition: definition })).rejects.toMatchObject({
    name: 'ClientException',
  });
});

test.each([
  ['a cluster that is not there', { cluster: 'nowhere' }, 'ClusterNotFoundException'],
  ['a definition that is not there', { taskDefinition: 'nothing:1' }, 'ClientException'],
  [
    'native blue/green',
    { deploymentConfiguration: { strategy: 'BLUE_GREEN' as const } },
    'InvalidParameterException',
  ],
  [
    'CODE_DEPLOY without a load balancer',
    { deploymentController: { type: 'CODE_DEPLOY' as const } },
    'InvalidParameterException',
  ],
])('%s is refused', async (_what, more, name) => {
  const taskDefinition = await register('refused', 'one');
  await expect(createService({ serviceName: 'refused', taskDefinition, ...more })).rejects.toMatchObject({
    name,
  });
  const shown = await ecs.send(new DescribeServicesCommand({ cluster, services: ['refused'] }));
  expect(shown.failures?.[0]?.reason).toBe('MISSING');
});
