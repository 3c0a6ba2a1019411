import { expect, test } from 'vitest';
import { alarm, deployment, stoppedTask, target } from './fixture.ts';
import { hasTrafficMoved, isCrashing, since, watchLine } from './watch-line.ts';

const shifting = target(10, 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'InProgress');
const second = { ...alarm, name: 'latency' };

test('one line tells the event, the traffic, the tasks and the alarms', () => {
  const reading = { atMs: 0, deployment, target: shifting, alarms: [alarm, second], crashed: [] };
  expect(watchLine(reading)).toBe('AllowTraffic InProgress | green 10% blue 90% | tasks 3/3 | alarms OK 2');
});

test('alarms that are not quiet stand there by name', () => {
  const alarms = [{ ...alarm, state: 'ALARM' as const }, second];
  expect(watchLine({ atMs: 0, deployment, target: shifting, alarms, crashed: [] })).toContain(
    'alarms fraud-5xx ALARM, OK 1',
  );
});

test('before there is a target, the status of the deployment', () => {
  const created = { ...deployment, status: 'Created' };
  expect(watchLine({ atMs: 0, deployment: created, target: undefined, alarms: [], crashed: [] })).toBe(
    'Deployment Created',
  );
});

test('the end of a deployment stands behind its last event', () => {
  const failed = { ...deployment, status: 'Stopped' };
  const at = target(10, 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'Failed');
  expect(watchLine({ atMs: 0, deployment: failed, target: at, alarms: [], crashed: [] })).toContain(
    'AllowTraffic Failed, Stopped',
  );
});

test.each([
  [0, '+0s'],
  [118_400, '+118s'],
  [599_000, '+599s'],
  [610_000, '+10m10s'],
])('%d ms are %s', (ms, text) => expect(since(1_000, 1_000 + ms)).toBe(text));

test.each([
  ['at 10 %', shifting, false],
  [
    'at 100 % with an event left',
    target(100, 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded'),
    false,
  ],
  ['at 100 % with a hook that failed', target(100, ...Array(5).fill('Succeeded'), 'Failed'), false],
  ['at 100 % with all over', target(100, 'Skipped', ...Array(5).fill('Succeeded')), true],
  ['with all over at 90 %', target(90, ...Array(6).fill('Succeeded')), false],
  ['without a target', undefined, false],
])('the traffic %s: moved is %s', (_what, at, expected) => expect(hasTrafficMoved(at)).toBe(expected));

test.each([
  ['two have stopped', 2, target(0, 'Succeeded', 'InProgress'), false],
  ['three have stopped', 3, target(0, 'Succeeded', 'InProgress'), true],
  ['three have stopped, but that is over', 3, shifting, false],
])('new tasks crash when %s', (_what, count, at, expected) => {
  const crashed = Array(count).fill(stoppedTask);
  expect(isCrashing({ atMs: 0, deployment, target: at, alarms: [], crashed })).toBe(expected);
});

test('tasks that stopped stand in the line', () => {
  const reading = { atMs: 0, deployment, target: shifting, alarms: [], crashed: [stoppedTask] };
  expect(watchLine(reading)).toContain('tasks 3/3, 1 stopped');
});
