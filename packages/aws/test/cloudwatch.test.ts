import {
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { manualClock } from '@ml-ci/core';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudWatchClient } from '../src/clients.ts';
import { alarmHistory, describeAlarms, type Session } from '../src/index.ts';
import { sessionOf } from './run.ts';

const clock = manualClock(Date.UTC(2026, 0, 1));
let sandbox: Sandbox;
let session: Session;

async function put(AlarmName: string, EvaluationPeriods: number): Promise<void> {
  const client = await cloudWatchClient(session);
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Dimensions: [{ Name: 'LoadBalancer', Value: 'app/fraud/1' }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
}

async function set(AlarmName: string, StateValue: 'OK' | 'ALARM'): Promise<void> {
  const client = await cloudWatchClient(session);
  await client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'set by a test' }));
}

beforeAll(async () => {
  sandbox = await startSandbox({ clock });
  session = await sessionOf(sandbox);
  await put('fraud-5xx', 3);
  const client = await cloudWatchClient(session);
  await client.send(new PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule: 'ALARM("fraud-5xx")' }));
});
afterAll(() => sandbox.stop());

test('metric and composite alarms come back in one answer, what is not there is not in it', async () => {
  const alarms = await describeAlarms(session, ['fraud-5xx', 'all', 'typo']);
  expect(alarms.map(({ name }) => name).sort()).toEqual(['all', 'fraud-5xx']);
  expect(alarms.find(({ name }) => name === 'fraud-5xx')).toMatchObject({
    type: 'metric',
    state: 'INSUFFICIENT_DATA',
    periodMs: 60_000,
    windowMs: 180_000,
    dimensions: [{ LoadBalancer: 'app/fraud/1' }],
  });
  expect(alarms.find(({ name }) => name === 'all')).toMatchObject({
    type: 'composite',
    rule: 'ALARM("fraud-5xx")',
  });
});

test('more than a hundred names are asked for in portions', async () => {
  const names = Array.from({ length: 130 }, (_, index) => `many-${index}`);
  for (const name of names) await put(name, 1);
  expect(await describeAlarms(session, names)).toHaveLength(130);
});

test('the history has a flap between two looks, in order, and from the time that is asked for', async () => {
  await clock.advance(1_000);
  const from = new Date(clock.now());
  await set('fraud-5xx', 'ALARM');
  await clock.advance(1_000);
  await set('fraud-5xx', 'OK');
  const changes = await alarmHistory(session, 'fraud-5xx', from);
  expect(changes.map(({ to }) => to)).toEqual(['ALARM', 'OK']);
  expect(changes[0]).toMatchObject({ name: 'fraud-5xx', reason: 'set by a test' });
  expect(await alarmHistory(session, 'fraud-5xx', new Date(clock.now() + 1_000))).toEqual([]);
});
