import { expect, test } from 'vitest';
import { type EndCause, endingOf } from './ending.ts';
import type { RollbackEvent } from './model.ts';

const failure: EndCause = { kind: 'failure', error: { code: 'TIMEOUT', message: 'too long' } };
const alarm: EndCause = { kind: 'alarm', names: ['a', 'b'] };

test.each<[string, EndCause, RollbackEvent[], string]>([
  ['an alarm with its event', alarm, ['DEPLOYMENT_STOP_ON_ALARM'], 'Stopped ALARM_ACTIVE rolls back'],
  ['an alarm without its event', alarm, ['DEPLOYMENT_FAILURE'], 'Stopped ALARM_ACTIVE stays'],
  ['a failure with its event', failure, ['DEPLOYMENT_FAILURE'], 'Failed TIMEOUT rolls back'],
  ['a failure without its event', failure, ['DEPLOYMENT_STOP_ON_ALARM'], 'Failed TIMEOUT stays'],
  ['a request that asks for it', { kind: 'request', rollsBack: true }, [], 'Stopped MANUAL_STOP rolls back'],
  [
    'a request that forbids it',
    { kind: 'request', rollsBack: false },
    ['DEPLOYMENT_STOP_ON_REQUEST'],
    'Stopped MANUAL_STOP stays',
  ],
  [
    'a request that leaves it open',
    { kind: 'request', rollsBack: undefined },
    ['DEPLOYMENT_STOP_ON_REQUEST'],
    'Stopped MANUAL_STOP rolls back',
  ],
])('%s', (_rule, cause, events, expected) => {
  const { error, rollsBack, status } = endingOf(cause, { isEnabled: true, events });
  expect(`${status} ${error?.code} ${rollsBack ? 'rolls back' : 'stays'}`).toBe(expected);
});

test('nothing is rolled back automatically where rollback is switched off', () => {
  expect(endingOf(alarm, { isEnabled: false, events: ['DEPLOYMENT_STOP_ON_ALARM'] }).rollsBack).toBe(false);
});

test('the message names the alarms in angle brackets, as users parse it', () => {
  expect(endingOf(alarm, { isEnabled: false, events: [] }).error?.message).toMatch(
    /Activated alarms: <a> <b>$/,
  );
});
