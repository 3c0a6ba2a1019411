import type { AlarmState } from '@ml-ci/aws';
import { expect, test } from 'vitest';
import { alarm } from '../deploy-ecs/fixture.ts';
import {
  bakeNeededMs,
  childNames,
  dataWaitMs,
  findingsOf,
  isAbout,
  refuse,
  type Subject,
} from './alarm-checks.ts';

const subject: Subject = {
  cluster: 'models',
  service: 'fraud',
  targetGroups: ['fraud-blue', 'fraud-green'],
  loadBalancers: ['app/fraud/50dc6c495c0c9188'],
};

const composite: AlarmState = {
  ...alarm,
  name: 'all',
  type: 'composite',
  dimensions: [],
  windowMs: 0,
  periodMs: 0,
  rule: 'ALARM("fraud-5xx") OR ALARM(other)',
};

test.each<[string, Partial<AlarmState>, string | undefined]>([
  ['quiet', {}, undefined],
  ['red', { state: 'ALARM' }, 'ALARM_RED'],
  ['without data', { state: 'INSUFFICIENT_DATA' }, 'ALARM_WITHOUT_DATA'],
  ['about another balancer', { dimensions: [{ LoadBalancer: 'app/churn/1' }] }, 'ALARM_FOREIGN'],
  ['without dimensions', { dimensions: [] }, 'ALARM_FOREIGN'],
  ['under another name', { name: 'x' }, 'ALARM_MISSING'],
])('an alarm that is %s', (_what, change, code) => {
  expect(findingsOf(['fraud-5xx'], [{ ...alarm, ...change }], subject, [])[0]?.code).toBe(code);
});

test('what is allowed may be red or foreign, but must exist', () => {
  const red: AlarmState = { ...alarm, state: 'ALARM', dimensions: [] };
  expect(findingsOf(['fraud-5xx'], [red], subject, ['fraud-5xx'])).toEqual([]);
  expect(findingsOf(['fraud-5xx'], [], subject, ['fraud-5xx'])).toMatchObject([{ code: 'ALARM_MISSING' }]);
});

test.each<[Readonly<Record<string, string>>, boolean]>([
  [{ LoadBalancer: 'app/fraud/50dc6c495c0c9188' }, true],
  [{ LoadBalancer: 'app/fraud/50dc6c495c0c9188', TargetGroup: 'targetgroup/fraud-blue/1' }, true],
  [{ LoadBalancer: 'app/fraud/50dc6c495c0c9188', TargetGroup: 'targetgroup/churn/1' }, false],
  [{ TargetGroup: 'targetgroup/fraud-green/1' }, true],
  [{ ServiceName: 'fraud', ClusterName: 'models' }, true],
  [{ ServiceName: 'fraud', ClusterName: 'other' }, false],
  [{ ClusterName: 'models' }, false],
  [{ Model: 'fraud' }, true],
  [{ Model: 'churn' }, false],
])('%o is about the service: %s', (dimensions, expected) => {
  expect(isAbout({ ...alarm, dimensions: [dimensions] }, subject, [])).toBe(expected);
});

test('a composite alarm is about what its children are about', () => {
  expect(isAbout(composite, subject, [composite, alarm])).toBe(true);
  expect(isAbout(composite, subject, [composite])).toBe(false);
  const itself = { ...composite, rule: 'ALARM(all)' };
  expect(isAbout(itself, subject, [itself])).toBe(false);
});

test.each([
  ['ALARM("a b") AND NOT OK(c)', ['a b', 'c']],
  ['(ALARM(a) OR INSUFFICIENT_DATA("b")) AND TRUE', ['a', 'b']],
  ['ALARM("arn:aws:cloudwatch:eu-west-1:111111111111:alarm:x")', ['x']],
  [undefined, []],
])('the children of %s', (rule, names) => expect(childNames(rule)).toEqual(names));

test('a bake must be long enough for the slowest alarm: its window, a period, and a minute', () => {
  const slow = { ...alarm, windowMs: 900_000, periodMs: 300_000 };
  expect(bakeNeededMs([alarm, slow, composite])).toBe(900_000 + 300_000 + 60_000);
  expect(bakeNeededMs([])).toBe(0);
  expect(dataWaitMs([alarm])).toBe(240_000);
});

test('of several findings the one to mend first gives the code, and all are told', () => {
  const red: AlarmState = { ...alarm, state: 'ALARM' };
  const findings = findingsOf(['fraud-5xx', 'typo'], [red], subject, []);
  expect(() => refuse(findings)).toThrow(
    expect.objectContaining({ code: 'ALARM_MISSING', message: expect.stringMatching(/typo.*fraud-5xx/) }),
  );
  expect(() => refuse([])).not.toThrow();
});
