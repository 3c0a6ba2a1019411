import { expect, test } from 'vitest';
import { activatedAlarms, causalTasks, causeOf, failedEvent, stopReasons } from './cause.ts';
import { alarm, deployment, stoppedTask, target } from './fixture.ts';

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
  const exited = { ...stoppedTask, stoppedReason: 'Essential container exited' };
  const [container] = stoppedTask.containers;
  const pulling = {
    ...stoppedTask,
    stoppedReason: 'CannotPullContainerError: no such image',
    containers: container ? [{ ...container, exitCode: undefined }] : [],
  };
  expect(stopReasons([pulling, exited, exited])).toEqual([
    '2 × Essential container exited | server exit 1',
    'CannotPullContainerError: no such image',
  ]);
});

test('tasks that the service ended once all was over are no cause', () => {
  const at = { ...byAlarm, completedAt: new Date(5_000) };
  const reading = { atMs: 0, deployment: at, target: undefined, alarms: [], crashed: [] };
  const scaledIn = { ...stoppedTask, stopCode: 'ServiceSchedulerInitiated', stoppingAt: new Date(6_000) };
  const unhealthy = { ...scaledIn, stoppingAt: new Date(4_000) };
  expect(causalTasks([scaledIn, unhealthy, stoppedTask], reading)).toEqual([unhealthy, stoppedTask]);
});

test.each([
  [{ deployment: byAlarm, alarms: [{ ...alarm, name: 'latency' }] }, [], [], 'alarm "latency"'],
  [{ alarms: [] }, [{ name: 'fraud-5xx', reason: 'x' }], ['noise'], 'alarm "fraud-5xx"'],
  [{ target: target(10, 'Failed') }, [{ name: 'fraud-5xx', reason: 'x' }], [], 'alarm "fraud-5xx"'],
  [{ target: target(0, 'Failed') }, [], ['exit 1'], 'BeforeInstall failed; tasks stopped: exit 1'],
  [{}, [], [], 'CodeDeploy gave no reason'],
])('the cause in one line (%#)', (change, red, stopped, expected) => {
  const reading = { atMs: 0, deployment, target: undefined, alarms: [], crashed: [], ...change };
  expect(causeOf(reading, red, stopped)).toBe(expected);
});
