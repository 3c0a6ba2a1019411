import { createHash } from 'node:crypto';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  CreateDeploymentConfigCommand,
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { scaledClock } from '@ml-ci/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AlarmDescription, type Sandbox, type SeededEcsService, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { type Behaviour, pushImage, testRuntime } from './test-runtime.ts';
import { until } from './until.ts';

const account = '111111111111';
const region = 'us-east-1';
const cluster = 'models';
const runtime = testRuntime();
let sandbox: Sandbox;
let codedeploy: CodeDeployClient;
let ecs: ECSClient;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: scaledClock(Date.UTC(2026, 0, 1), 300), runtime });
  sandbox.stores.codedeploy.switches = { ...sandbox.stores.codedeploy.switches, installTimeoutMs: 300_000 };
  codedeploy = new CodeDeployClient(seededClient(sandbox));
  ecs = new ECSClient(seededClient(sandbox));
  cloudwatch = new CloudWatchClient(seededClient(sandbox));
  await codedeploy.send(
    new CreateDeploymentConfigCommand({
      deploymentConfigName: slow,
      computePlatform: 'ECS',
      trafficRoutingConfig: {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: 10, canaryInterval: 600 },
      },
    }),
  );
});

afterAll(async () => {
  await sandbox.stop();
  expect(runtime.running.size).toBe(0);
});

const fivexx: AlarmDescription = {
  namespace: 'AWS/ApplicationELB',
  metric: 'HTTPCode_Target_5XX_Count',
  statistic: 'Sum',
  period: 60,
  evaluationPeriods: 1,
  threshold: 0,
  comparison: 'GreaterThanThreshold',
  missingData: 'notBreaching',
};

async function seed(
  service: string,
  deploymentConfig = 'CodeDeployDefault.ECSAllAtOnce',
): Promise<SeededEcsService> {
  return sandbox.seedEcsService({
    account,
    region,
    cluster,
    service,
    container: 'server',
    port: 8080,
    application: service,
    group: 'prod',
    image: await pushImage(sandbox, account, region, 'blue'),
    tasks: 2,
    alarms: { [`${service}-5xx`]: fivexx },
    deploymentConfig,
    terminationWaitMinutes: 600,
  });
}

/** A canary that lasts for as long as a test needs it. */
const slow = 'TenPercentForTenHours';

async function register(family: string, image: string): Promise<string> {
  const made = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: 'server',
          image,
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': `/ecs/${family}` } },
        },
      ],
    }),
  );
  return made.taskDefinition?.taskDefinitionArn ?? '';
}

function appSpec(taskDefinition: string): { content: string; sha256: string } {
  const Properties = {
    TaskDefinition: taskDefinition,
    LoadBalancerInfo: { ContainerName: 'server', ContainerPort: 8080 },
  };
  const content = JSON.stringify({
    version: 0.0,
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties } }],
  });
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}

async function create(service: string, taskDefinition: string): Promise<string> {
  const revision = { revisionType: 'AppSpecContent' as const, appSpecContent: appSpec(taskDefinition) };
  const made = await codedeploy.send(
    new CreateDeploymentCommand({ applicationName: service, deploymentGroupName: 'prod', revision }),
  );
  return made.deploymentId ?? '';
}

async function deploy(service: string, name: string, behaviour: Behaviour = 'serves'): Promise<string> {
  return create(service, await register(service, await pushImage(sandbox, account, region, name, behaviour)));
}

async function infoOf(deploymentId: string) {
  const found = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
  return found.deploymentInfo ?? {};
}

async function targetOf(deploymentId: string) {
  const { targetIds } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
  const found = await codedeploy.send(new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }));
  return found.deploymentTargets?.[0]?.ecsTarget;
}

async function eventsOf(deploymentId: string): Promise<string> {
  const target = await targetOf(deploymentId);
  return (target?.lifecycleEvents ?? []).map(({ status }) => status?.[0] ?? '?').join('');
}

async function serviceOf(name: string) {
  const found = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
  return found.services?.[0];
}

async function ended(deploymentId: string): Promise<string> {
  let status: string | undefined;
  await until(async () => {
    status = (await infoOf(deploymentId)).status;
    return ['Succeeded', 'Failed', 'Stopped'].includes(status ?? '');
  });
  return status ?? '';
}

async function tally(url: string, requests: number, path = '/'): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let request = 0; request < requests; request += 1) {
    const response = await fetch(`${url}${path}`);
    const name = `${await response.text()}${response.ok ? '' : ` ${response.status}`}`;
    seen[name] = (seen[name] ?? 0) + 1;
  }
  return seen;
}

/** The share of traffic that the replacement has. */
async function greenWeight(deploymentId: string): Promise<number> {
  const target = await targetOf(deploymentId).catch(() => undefined);
  return target?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green')?.trafficWeight ?? 0;
}

test('a canary gets one request in ten, then all, then the old tasks go', async () => {
  const { url, testUrl } = await seed('canary', 'CodeDeployDefault.ECSCanary10Percent5Minutes');
  expect(await tally(url, 4)).toEqual({ blue: 4 });
  const id = await deploy('canary', 'green');
  await expect(deploy('canary', 'other')).rejects.toMatchObject({ name: 'DeploymentLimitExceededException' });
  await until(async () => (await greenWeight(id)) >= 10);
  // on this fast clock the canary may end in between
  expect((await tally(url, 20)).green).toBeGreaterThanOrEqual(2);
  await until(async () => (await greenWeight(id)) === 100);
  expect(await tally(url, 5)).toEqual({ green: 5 });
  expect(await tally(testUrl, 2)).toEqual({ green: 2 });
  await until(async () => (await infoOf(id)).instanceTerminationWaitTimeStarted === true);
  expect((await infoOf(id)).status).toBe('InProgress');
  const waiting = await serviceOf('canary');
  expect(waiting?.taskSets?.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'PRIMARY']);
  expect(await eventsOf(id)).toBe('SSSSSSSS');
  await codedeploy.send(
    new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType: 'TERMINATION_WAIT' }),
  );
  expect(await ended(id)).toBe('Succeeded');
  await until(async () => (await serviceOf('canary'))?.taskSets?.length === 1);
  const after = await serviceOf('canary');
  expect(after).toMatchObject({ runningCount: 2, taskDefinition: expect.stringMatching(/canary:2$/) });
  expect(after?.taskSets?.[0]).toMatchObject({
    externalId: id,
    startedBy: 'CODE_DEPLOY',
    stabilityStatus: 'STEADY_STATE',
  });
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, serviceName: 'canary' }));
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  const digests = tasks?.map(({ containers }) => containers?.[0]?.imageDigest);
  expect(new Set(digests).size).toBe(1);
  expect(digests?.[0]).toBe(tasks?.[0]?.containers?.[0]?.image?.split('@')[1]);
});

test('errors of the canary turn the alarm red: stopped, weights restored, rolled back as a deployment of its own', async () => {
  const { url } = await seed('alarm', slow);
  const id = await deploy('alarm', 'bad', 'fails');
  await until(async () => (await greenWeight(id)) === 10);
  const seen = await tally(url, 20, '/predict');
  // the alarm may end it before the second error
  expect(seen['bad 500']).toBeGreaterThanOrEqual(1);
  expect(seen.blue).toBeGreaterThanOrEqual(18);
  expect(await ended(id)).toBe('Stopped');
  const stopped = await infoOf(id);
  expect(stopped.errorInformation?.code).toBe('ALARM_ACTIVE');
  expect(stopped.errorInformation?.message).toMatch(/Activated alarms: <alarm-5xx>$/);
  expect(await tally(url, 10, '/predict')).toEqual({ blue: 10 });
  expect(await eventsOf(id)).toBe('SSSSSSFS');
  const rollbackId = stopped.rollbackInfo?.rollbackDeploymentId ?? '';
  expect(await ended(rollbackId)).toBe('Succeeded');
  expect(await infoOf(rollbackId)).toMatchObject({
    creator: 'codeDeployRollback',
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    rollbackInfo: { rollbackTriggeringDeploymentId: id },
  });
  await until(async () => (await serviceOf('alarm'))?.taskSets?.length === 1);
  expect((await serviceOf('alarm'))?.taskSets?.[0]).toMatchObject({ status: 'PRIMARY', runningCount: 2 });
  expect((await serviceOf('alarm'))?.taskDefinition).toMatch(/alarm:1$/);
  const listed = await codedeploy.send(
    new ListDeploymentsCommand({ applicationName: 'alarm', deploymentGroupName: 'prod' }),
  );
  expect(listed.deployments).toEqual([rollbackId, id]);
});

test('an alarm that is red at the start stops the deployment during Install, before any request', async () => {
  const { url } = await seed('red');
  // nothing is published, which this alarm takes for the worst
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'red-5xx',
      Namespace: 'Nothing',
      MetricName: 'nothing',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'breaching',
    }),
  );
  const id = await deploy('red', 'unwanted');
  expect(await ended(id)).toBe('Stopped');
  expect((await infoOf(id)).errorInformation?.code).toBe('ALARM_ACTIVE');
  expect(await eventsOf(id)).toBe('SFSSSSSS');
  const { startTime, completeTime } = await infoOf(id);
  expect((completeTime?.getTime() ?? 0) - (startTime?.getTime() ?? 0)).toBeGreaterThanOrEqual(119_000);
  expect(await tally(url, 5)).toEqual({ blue: 5 });
});

test('tasks that never stay up fail the deployment in time, with the reasons in the tasks', async () => {
  const { url } = await seed('never');
  const id = await deploy('never', 'crash', 'exits');
  expect(await ended(id)).toBe('Failed');
  const info = await infoOf(id);
  expect(info.errorInformation?.code).toBe('TIMEOUT');
  expect(await eventsOf(id)).toBe('SFSSSSSS');
  expect(await ended(info.rollbackInfo?.rollbackDeploymentId ?? '')).toBe('Succeeded');
  expect(await tally(url, 3)).toEqual({ blue: 3 });
  const { taskArns } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName: 'never', desiredStatus: 'STOPPED' }),
  );
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  const crashed = tasks?.find(({ stopCode }) => stopCode === 'EssentialContainerExited');
  expect(crashed?.stoppedReason).toBe('Essential container in task exited');
  expect(crashed?.containers?.[0]?.exitCode).toBe(3);
});

test('a stop by request rolls back when it is asked to, and leaves the weights when not', async () => {
  const { url } = await seed('stop', slow);
  const first = await deploy('stop', 'one');
  await until(async () => (await greenWeight(first)) === 10);
  await codedeploy.send(new StopDeploymentCommand({ deploymentId: first, autoRollbackEnabled: true }));
  expect(await ended(first)).toBe('Stopped');
  expect(await ended((await infoOf(first)).rollbackInfo?.rollbackDeploymentId ?? '')).toBe('Succeeded');
  expect(await tally(url, 10)).toEqual({ blue: 10 });
  await expect(codedeploy.send(new StopDeploymentCommand({ deploymentId: first }))).rejects.toMatchObject({
    name: 'DeploymentAlreadyCompletedException',
  });
  const second = await deploy('stop', 'two');
  await until(async () => (await greenWeight(second)) === 10);
  await codedeploy.send(new StopDeploymentCommand({ deploymentId: second, autoRollbackEnabled: false }));
  expect(await ended(second)).toBe('Stopped');
  expect((await infoOf(second)).rollbackInfo).toBeUndefined();
  expect(await tally(url, 10)).toEqual({ blue: 9, two: 1 });
});

test('what cannot be deployed is refused, and an image that is not there fails with its reason', async () => {
  await seed('refusals');
  const created = (appSpecContent: object) =>
    codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'refusals',
        deploymentGroupName: 'prod',
        revision: { revisionType: 'AppSpecContent', appSpecContent },
      }),
    );
  const good = appSpec('refusals:1');
  const wrong = { name: 'InvalidRevisionException' };
  await expect(created({ ...good, sha256: '0'.repeat(64) })).rejects.toMatchObject(wrong);
  const hooks = JSON.stringify({ ...JSON.parse(good.content), Hooks: [{ BeforeInstall: 'fn' }] });
  await expect(created({ content: hooks })).rejects.toMatchObject(wrong);
  await expect(
    ecs.send(new UpdateServiceCommand({ cluster, service: 'refusals', taskDefinition: 'refusals:1' })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('CODE_DEPLOY'),
  });
  const { host } = await sandbox.stores.ecr.registry(account, region);
  const missing = await register('refusals', `${host}/models@sha256:${'0'.repeat(64)}`);
  const id = await create('refusals', missing);
  await until(async () =>
    (await stoppedReasons('refusals')).some((reason) => reason.startsWith('CannotPullContainerError')),
  );
  const revision = {
    revisionType: 'AppSpecContent' as const,
    appSpecContent: { sha256: appSpec(missing).sha256 },
  };
  const registered = await codedeploy.send(
    new GetApplicationRevisionCommand({ applicationName: 'refusals', revision }),
  );
  expect(registered.revision?.appSpecContent?.content).toBe(appSpec(missing).content);
  expect((await infoOf(id)).revision?.appSpecContent?.content ?? null).toBeNull();
  await codedeploy.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }));
  expect(await ended(id)).toBe('Stopped');
});

test('traffic waits for a word, and so does the end of the old tasks', async () => {
  await seed('waits');
  await codedeploy.send(
    new UpdateDeploymentGroupCommand({
      applicationName: 'waits',
      currentDeploymentGroupName: 'prod',
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: 2_880,
        },
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
      },
    }),
  );
  const id = await deploy('waits', 'patient');
  const go = (deploymentWaitType: 'READY_WAIT' | 'TERMINATION_WAIT') =>
    codedeploy.send(new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType }));
  await expect(go('READY_WAIT')).rejects.toMatchObject({ name: 'DeploymentIsNotInReadyStateException' });
  await until(async () => (await infoOf(id)).status === 'Ready');
  expect(await greenWeight(id)).toBe(0);
  await go('READY_WAIT');
  await until(async () => (await infoOf(id)).instanceTerminationWaitTimeStarted === true);
  await go('TERMINATION_WAIT');
  expect(await ended(id)).toBe('Succeeded');
});

test('an AppSpec may lie in S3, and must be the one that was meant', async () => {
  await seed('from-s3');
  sandbox.stores.s3.createBucket('specs', account, region);
  const taskDefinition = await register('from-s3', await pushImage(sandbox, account, region, 'stored'));
  const s3 = new S3Client({ ...seededClient(sandbox), forcePathStyle: true });
  const Body = appSpec(taskDefinition).content;
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket: 'specs', Key: 'app.json', Body }));
  const start = (eTag: string | undefined) =>
    codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'from-s3',
        deploymentGroupName: 'prod',
        revision: {
          revisionType: 'S3',
          s3Location: { bucket: 'specs', key: 'app.json', bundleType: 'JSON', eTag },
        },
      }),
    );
  await expect(start('"other"')).rejects.toMatchObject({ name: 'InvalidRevisionException' });
  const { deploymentId = '' } = await start(ETag);
  // it is still under way when the sandbox stops: everything must end with it
  await until(async () => (await greenWeight(deploymentId)) === 100);
  expect((await infoOf(deploymentId)).revision?.s3Location).toMatchObject({
    bucket: 'specs',
    key: 'app.json',
  });
});

async function stoppedReasons(serviceName: string): Promise<string[]> {
  const { taskArns } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName, desiredStatus: 'STOPPED' }),
  );
  if (!taskArns?.length) return [];
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return (tasks ?? []).map(({ stoppedReason }) => stoppedReason ?? '');
}
