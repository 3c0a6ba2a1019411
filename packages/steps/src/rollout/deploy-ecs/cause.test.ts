import { expect, test } from 'vitest';
import { activatedAlarms, causeOf, failedEvent, stopReasons } from './cause.ts';
import { alarm, deployment, target } from './fixture.ts';

const byAlarm = {
  ...deployment,
  status: 'Stopped',
  error: {
    code: 'ALARM_ACTIVE',
    message: 'One or more alarms have been activated. Activated alarms: <fraud 5xx> latency',
  },
};

test.each([
  [byAlarm, ['fraud 5xx', 'latency', '5xx'], ['fraud 5xx', 'latency']],
  [{ ...deployment, error: { code: 'X', message: 'Activated alarms: a, b.' } }, ['a', 'b', 'c'], ['a', 'b']],
  [{ ...deployment, error: { code: 'X', message: 'latency of the hook' } }, ['latency'], []],
  [deployment, ['a'], []],
])('the alarms that stopped it', (of, known, expected) =>
  expect(activatedAlarms(of, known)).toEqual(expected),
);

test('the event that failed first is the one that is told', () => {
  const both = target(0, 'Succeeded', 'Failed', 'Failed');
  expect(failedEvent(both)?.name).toBe('Install');
  expect(failedEvent(target(0, 'Succeeded'))).toBeUndefined();
});

test('stopped tasks are told once each, with how often, the most frequent first', () => {
  const stopped = (stoppedReason: string, exitCode?: number) => ({
    arn: '',
    taskDefinition: '',
    lastStatus: 'STOPPED',
    stoppedReason,
    stoppedAt: undefined,
    containers: [{ name: 'server', image: '', imageDigest: undefined, exitCode, reason: undefined }],
  });
  const tasks = [
    stopped('Scaling activity', 0),
    stopped('Essential container exited', 1),
    stopped('Essential container exited', 1),
  ];
  expect(stopReasons(tasks)).toEqual(['2 × Essential container exited | server exit 1', 'Scaling activity']);
});

test.each([
  [{ deployment: byAlarm, alarms: [{ ...alarm, name: 'latency' }] }, [], [], 'alarm "latency"'],
  [{ alarms: [] }, [{ name: 'fraud-5xx', reason: 'x' }], ['noise'], 'alarm "fraud-5xx"'],
  [{ target: target(0, 'Failed') }, [], ['exit 1'], 'BeforeInstall failed; tasks stopped: exit 1'],
  [{}, [], [], 'CodeDeploy gave no reason'],
])('the cause in one line (%#)', (change, red, stopped, expected) => {
  const reading = { atMs: 0, deployment, target: undefined, alarms: [], ...change };
  expect(causeOf(reading, red, stopped)).toBe(expected);
});
