import { Agent, createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { scaledClock } from '@ml-ci/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { until } from './until.ts';

let sandbox: Sandbox;
let elb: ElasticLoadBalancingV2Client;
const servers: Server[] = [];
const agent = new Agent({ keepAlive: true });
const where = { account: '111111111111', region: 'us-east-1' };

beforeAll(async () => {
  sandbox = await startSandbox({ clock: scaledClock(Date.UTC(2026, 0, 1), 300) });
  elb = new ElasticLoadBalancingV2Client(seededClient(sandbox));
});

afterAll(async () => {
  agent.destroy();
  for (const server of servers) server.close();
  await sandbox.stop();
});

/** A target that answers its name; `/fail` is a 500, `/break` closes the connection. */
async function startTarget(name: string): Promise<number> {
  const server = createServer((request, response) => {
    if (request.url === '/break') return request.socket.destroy();
    response.statusCode = request.url === '/fail' ? 500 : 200;
    response.end(name);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function createGroup(Name: string): Promise<string> {
  const made = await elb.send(
    new CreateTargetGroupCommand({ Name, TargetType: 'ip', HealthCheckIntervalSeconds: 5 }),
  );
  return made.TargetGroups?.[0]?.TargetGroupArn ?? '';
}

async function createListener(Name: string, weights: Record<string, number>) {
  const balancer = (
    await elb.send(new CreateLoadBalancerCommand({ Name, Subnets: ['subnet-a', 'subnet-b'] }))
  ).LoadBalancers?.[0];
  const made = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer?.LoadBalancerArn,
      Port: 80,
      DefaultActions: [forward(weights)],
    }),
  );
  return {
    arn: made.Listeners?.[0]?.ListenerArn ?? '',
    balancerArn: balancer?.LoadBalancerArn ?? '',
    url: `http://${balancer?.DNSName}`,
  };
}

function forward(weights: Record<string, number>) {
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
    TargetGroupArn,
    Weight,
  }));
  return { Type: 'forward' as const, ForwardConfig: { TargetGroups } };
}

function register(TargetGroupArn: string, port: number) {
  return elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '127.0.0.1', Port: port }] }));
}

async function healthOf(TargetGroupArn: string) {
  const found = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return found.TargetHealthDescriptions?.[0]?.TargetHealth;
}

function fetchText(url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).on('error', reject);
  });
}

async function tally(url: string, requests: number): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let request = 0; request < requests; request += 1) {
    const { body } = await fetchText(url);
    seen[body] = (seen[body] ?? 0) + 1;
  }
  return seen;
}

test('requests are split by weight, and a change of weights holds from the next request on', async () => {
  const [blue, green] = [await createGroup('blue'), await createGroup('green')];
  const listener = await createListener('split', { [blue]: 90, [green]: 10 });
  await register(blue, await startTarget('blue'));
  await register(green, await startTarget('green'));
  await until(
    async () => (await healthOf(blue))?.State === 'healthy' && (await healthOf(green))?.State === 'healthy',
  );
  expect(await tally(listener.url, 50)).toEqual({ blue: 45, green: 5 });
  await elb.send(
    new ModifyListenerCommand({ ListenerArn: listener.arn, DefaultActions: [forward({ [green]: 1 })] }),
  );
  expect(await tally(listener.url, 5)).toEqual({ green: 5 });
  const shown = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: listener.balancerArn }));
  expect(shown.Listeners?.[0]).toMatchObject({
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: green }],
  });
  const rules = await elb.send(new DescribeRulesCommand({ ListenerArn: listener.arn }));
  expect(rules.Rules?.[0]).toMatchObject({ IsDefault: true, Priority: 'default' });
  const groups = await elb.send(new DescribeTargetGroupsCommand({ Names: ['blue', 'green'] }));
  expect(groups.TargetGroups?.map(({ LoadBalancerArns }) => LoadBalancerArns)).toEqual([
    [],
    [listener.balancerArn],
  ]);
});

test('no target is 503, a dead one 502; metrics say whose error it was and leave out what did not happen', async () => {
  const group = await createGroup('errors');
  const listener = await createListener('errors', { [group]: 1 });
  expect((await fetchText(listener.url)).status).toBe(503);
  await register(group, await startTarget('up'));
  await until(async () => (await healthOf(group))?.State === 'healthy');
  expect((await fetchText(`${listener.url}/fail`)).status).toBe(500);
  expect((await fetchText(`${listener.url}/break`)).status).toBe(502);
  expect((await fetchText(`${listener.url}/fine`)).status).toBe(200);
  await sandbox.clock.sleep(130_000);
  const dimension = (arn: string, mark: string) => arn.slice(arn.indexOf(mark));
  const Dimensions = [
    { Name: 'TargetGroup', Value: dimension(group, 'targetgroup/') },
    { Name: 'LoadBalancer', Value: dimension(listener.balancerArn, 'app/') },
  ];
  const names = [
    'RequestCount',
    'HTTPCode_Target_5XX_Count',
    'HTTPCode_Target_4XX_Count',
    'HTTPCode_ELB_5XX_Count',
  ];
  const cloudwatch = new CloudWatchClient(seededClient(sandbox));
  const data = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(sandbox.clock.now() - 3_600_000),
      EndTime: new Date(sandbox.clock.now()),
      MetricDataQueries: names.map((MetricName, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ApplicationELB',
            MetricName,
            // what the balancer answers itself is not counted by target group
            Dimensions: MetricName.includes('_ELB_') ? Dimensions.slice(1) : Dimensions,
          },
          Period: 60,
          Stat: 'Sum',
        },
      })),
    }),
  );
  const sums = data.MetricDataResults?.map(({ Values = [] }) =>
    Values.reduce((total, value) => total + value, 0),
  );
  expect(sums).toEqual([3, 1, 0, 2]);
  expect(data.MetricDataResults?.[2]?.Values).toEqual([]);
  const timeline = sandbox.stores.elb.timelineOf(where, listener.balancerArn);
  expect(timeline.reduce((total, second) => total + second.requests, 0)).toBe(4);
  expect(timeline.reduce((total, second) => total + second.errors, 0)).toBe(3);
});

test('a target that stops answering becomes unhealthy, and leaves when it is deregistered', async () => {
  const group = await createGroup('sick');
  await createListener('sick', { [group]: 1 });
  const port = await startTarget('sick');
  await register(group, port);
  await until(async () => (await healthOf(group))?.State === 'healthy');
  const server = servers.at(-1);
  server?.closeAllConnections();
  server?.close();
  await until(async () => (await healthOf(group))?.State === 'unhealthy');
  expect((await healthOf(group))?.Reason).toBe('Target.FailedHealthChecks');
  await elb.send(
    new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: '127.0.0.1', Port: port }] }),
  );
  await until(async () => (await healthOf(group)) === undefined);
});

test('what does not exist, exists already or is in use is refused with its code', async () => {
  const group = await createGroup('codes');
  await createListener('codes', { [group]: 1 });
  const missing = `${group}0`;
  await expect(createGroup('codes')).rejects.toMatchObject({ name: 'DuplicateTargetGroupNameException' });
  await expect(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  await expect(healthOf(missing)).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
  await expect(elb.send(new DescribeLoadBalancersCommand({ Names: ['nowhere'] }))).rejects.toMatchObject({
    name: 'LoadBalancerNotFoundException',
  });
});

test('bodies pass in both directions, small ones and large ones', async () => {
  const server = createServer((request, response) => request.pipe(response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const group = await createGroup('echo');
  const { url } = await createListener('echo', { [group]: 1 });
  await register(group, (server.address() as AddressInfo).port);
  await until(async () => (await healthOf(group))?.State === 'healthy');
  for (const bytes of [10, 3_000_000]) {
    const body = Buffer.alloc(bytes, 7);
    const echoed = await fetch(url, { method: 'POST', body });
    expect(Buffer.from(await echoed.arrayBuffer()).equals(body)).toBe(true);
  }
});
