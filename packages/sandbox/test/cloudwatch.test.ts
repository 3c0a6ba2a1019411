import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { scaledClock } from '@ml-ci/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { signedRequest } from './sign.ts';
import { until } from './until.ts';

let sandbox: Sandbox;
let client: CloudWatchClient;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: scaledClock(Date.UTC(2026, 0, 1), 600) });
  client = new CloudWatchClient(seededClient(sandbox));
});

afterAll(() => sandbox.stop());

const base = {
  Namespace: 'Test',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
} satisfies Partial<PutMetricAlarmCommandInput>;

function put(name: string, more: Partial<PutMetricAlarmCommandInput> = {}) {
  return client.send(new PutMetricAlarmCommand({ ...base, AlarmName: name, MetricName: name, ...more }));
}

function publish(MetricName: string, Value: number) {
  return client.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData: [{ MetricName, Value }] }));
}

async function describe(AlarmName: string) {
  const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
  const found = await client.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName], AlarmTypes }));
  return found.MetricAlarms?.[0] ?? found.CompositeAlarms?.[0];
}

async function stateOf(name: string) {
  return (await describe(name))?.StateValue;
}

test('an alarm turns red on data, keeps its history, and a composite follows', async () => {
  await put('red', { TreatMissingData: 'notBreaching' });
  await client.send(new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule: 'ALARM("red") OR FALSE' }));
  expect(await stateOf('red')).toBe('OK');
  expect(await stateOf('both')).toBe('OK');
  await publish('red', 3);
  await until(async () => (await stateOf('red')) === 'ALARM');
  expect(await stateOf('both')).toBe('ALARM');
  const shown = await describe('red');
  expect(shown?.StateReason).toContain('was greater than the threshold (0)');
  expect(shown?.StateTransitionedTimestamp).toBeInstanceOf(Date);
  // the datapoint leaves the evaluation range after a while
  await until(async () => (await stateOf('red')) === 'OK');
  const history = await client.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: 'red',
      HistoryItemType: 'StateUpdate',
      ScanBy: 'TimestampAscending',
    }),
  );
  expect(history.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm updated from OK to ALARM',
    'Alarm updated from ALARM to OK',
  ]);
});

test('a metric without data leaves its alarm without a verdict', async () => {
  await put('nothing');
  await put('dims', { MetricName: 'other', Dimensions: [{ Name: 'a', Value: 'b' }] });
  await publish('other', 5);
  await sandbox.clock.sleep(130_000);
  expect(await stateOf('nothing')).toBe('INSUFFICIENT_DATA');
  expect(await stateOf('dims')).toBe('INSUFFICIENT_DATA');
});

test('without AlarmTypes a composite is not seen even when it is named; pages go on', async () => {
  await put('one');
  await put('two');
  await client.send(new PutCompositeAlarmCommand({ AlarmName: 'comp', AlarmRule: 'ALARM(one)' }));
  const named = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['comp', 'one'] }));
  expect(named.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['one']);
  expect(named.CompositeAlarms).toEqual([]);
  const page = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['one', 'two'], MaxRecords: 1 }));
  expect(page.MetricAlarms).toHaveLength(1);
  const rest = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: ['one', 'two'], MaxRecords: 1, NextToken: page.NextToken }),
  );
  expect(rest.MetricAlarms?.[0]?.AlarmName).toBe('two');
  expect(rest.NextToken).toBeUndefined();
});

test('a state that was set by hand holds until the next evaluation', async () => {
  await put('forced', { TreatMissingData: 'notBreaching' });
  await client.send(
    new SetAlarmStateCommand({ AlarmName: 'forced', StateValue: 'ALARM', StateReason: 'drill' }),
  );
  await until(async () => (await stateOf('forced')) === 'OK');
  const gone = client.send(
    new SetAlarmStateCommand({ AlarmName: 'gone', StateValue: 'OK', StateReason: 'x' }),
  );
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFound' });
  await client.send(new DeleteAlarmsCommand({ AlarmNames: ['forced'] }));
  expect(await describe('forced')).toBeUndefined();
});

test('an alarm on an expression, and queries with percentiles and missing periods', async () => {
  const Timestamp = new Date(sandbox.clock.now() - 120_000);
  const Dimensions = [{ Name: 'LoadBalancer', Value: 'x' }];
  await client.send(
    new PutMetricDataCommand({
      Namespace: 'Math',
      MetricData: [
        { MetricName: 'requests', Dimensions, Timestamp, Value: 200 },
        { MetricName: 'errors', Dimensions, Timestamp, Value: 10 },
        { MetricName: 'latency', Dimensions, Timestamp, Values: [1, 2, 100], Counts: [97, 2, 1] },
      ],
    }),
  );
  const stat = (Id: string, MetricName: string, Stat: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'Math', MetricName, Dimensions }, Period: 60, Stat },
    ReturnData: Id === 'p99',
  });
  const Metrics = [stat('m1', 'errors', 'Sum'), stat('m2', 'requests', 'Sum')];
  const rate = { Id: 'rate', Expression: 'm1 / m2 * 100', Label: 'error rate' };
  const StartTime = new Date(Timestamp.getTime() - 300_000);
  const data = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [rate, ...Metrics, stat('p99', 'latency', 'p99')],
      StartTime,
      EndTime: new Date(sandbox.clock.now() + 1_000),
    }),
  );
  expect(data.MetricDataResults?.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode])).toEqual([
    ['rate', [5], 'Complete'],
    ['p99', [2], 'Complete'],
  ]);
  const statistics = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Math',
      MetricName: 'requests',
      Dimensions,
      StartTime,
      EndTime: new Date(sandbox.clock.now()),
      Period: 60,
      Statistics: ['Sum', 'SampleCount'],
    }),
  );
  expect(statistics.Datapoints).toMatchObject([{ Sum: 200, SampleCount: 1 }]);
  const listed = await client.send(new ListMetricsCommand({ Namespace: 'Math' }));
  expect(listed.Metrics?.map(({ MetricName }) => MetricName)).toEqual(['requests', 'errors', 'latency']);
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName: 'rate',
      Metrics: [rate, ...Metrics],
      EvaluationPeriods: 5,
      DatapointsToAlarm: 1,
      Threshold: 4,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    }),
  );
  expect(await stateOf('rate')).toBe('ALARM');
});

test.each([
  ['a period of 45 s', { Period: 45 }, 'InvalidParameterValueException'],
  ['M greater than N', { DatapointsToAlarm: 2 }, 'InvalidParameterValueException'],
  ['two kinds of statistic', { ExtendedStatistic: 'p99' }, 'InvalidParameterCombinationException'],
  ['no metric', { MetricName: undefined }, 'InvalidParameterValueException'],
])('%s is refused', async (_what, more, name) => {
  const asked = client.send(
    new PutMetricAlarmCommand({ ...base, AlarmName: 'bad', MetricName: 'bad', ...more }),
  );
  await expect(asked).rejects.toMatchObject({ name });
  expect(await describe('bad')).toBeUndefined();
});

/** What clients that do not speak CBOR send: the AWS CLI and boto3. */
async function ask(headers: Record<string, string>, body: string) {
  const key = sandbox.credentials.ofAccount('111111111111');
  const { endpoint } = sandbox;
  const [url, request] = await signedRequest({
    endpoint,
    service: 'monitoring',
    path: '/',
    headers,
    body,
    key,
  });
  const response = await fetch(url, request);
  return { status: response.status, text: await response.text() };
}

test('Query and JSON are spoken as well, with the codes that they have', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const put = {
    Action: 'PutMetricAlarm',
    Version: '2010-08-01',
    AlarmName: 'query',
    Namespace: 'Test',
    MetricName: 'query',
    Statistic: 'Sum',
    Period: '60',
    EvaluationPeriods: '2',
    Threshold: '1.5',
    ComparisonOperator: 'GreaterThanThreshold',
    ActionsEnabled: 'false',
    'Dimensions.member.1.Name': 'a',
    'Dimensions.member.1.Value': 'b',
  };
  const query = (fields: Record<string, string>) => ask(form, new URLSearchParams(fields).toString());
  expect((await query(put)).status).toBe(200);
  const target = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
  };
  const described = JSON.parse((await ask(target, JSON.stringify({ AlarmNames: ['query'] }))).text);
  expect(described.MetricAlarms[0]).toMatchObject({
    Threshold: 1.5,
    EvaluationPeriods: 2,
    ActionsEnabled: false,
    Dimensions: [{ Name: 'a', Value: 'b' }],
  });
  expect(typeof described.MetricAlarms[0].StateUpdatedTimestamp).toBe('number');
  const refused = await query({ ...put, Period: '45' });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('<Code>InvalidParameterValue</Code>');
});
