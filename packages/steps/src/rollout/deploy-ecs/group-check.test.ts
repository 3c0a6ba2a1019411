import type { DeploymentGroup, ServiceState } from '@ml-ci/aws';
import { expect, test } from 'vitest';
import { group, service } from './fixture.ts';
import { checkGroup, checkService } from './group-check.ts';

test('a service and a group that fit pass', () => {
  expect(() => checkService(service)).not.toThrow();
  expect(() => checkGroup(group, service, ['fraud-5xx'])).not.toThrow();
  const byArn = { ...service, cluster: 'arn:aws:ecs:eu-west-1:111111111111:cluster/models' };
  expect(() => checkGroup(group, byArn, [])).not.toThrow();
});

test.each<[string, Partial<ServiceState>]>([
  ['is draining', { status: 'DRAINING' }],
  ['is deployed by ECS itself', { controller: 'ECS' }],
  ['wants no tasks', { desired: 0 }],
])('a service that %s is refused', (_what, change) => {
  expect(() => checkService({ ...service, ...change })).toThrow(
    expect.objectContaining({ code: 'SERVICE_UNSUITABLE', kind: 'input' }),
  );
});

test.each<[string, Partial<DeploymentGroup>, readonly string[]]>([
  ['is for Lambda', { platform: 'Lambda' }, []],
  ['deploys to another service', { services: [{ cluster: 'models', service: 'churn' }] }, []],
  ['deploys to another cluster', { services: [{ cluster: 'other', service: 'fraud' }] }, []],
  ['deploys to nothing', { services: [] }, []],
  ['lacks an alarm that must guard', {}, ['fraud-5xx', 'fraud-latency']],
  ['has its alarms switched off', { alarms: { ...group.alarms, isEnabled: false } }, ['fraud-5xx']],
  ['has its own alarms switched off', { alarms: { ...group.alarms, isEnabled: false } }, []],
  ['does not roll back', { rollback: { ...group.rollback, isEnabled: false } }, []],
  ['does not roll back on alarms', { rollback: { isEnabled: true, events: ['DEPLOYMENT_FAILURE'] } }, []],
  [
    'does not roll back on failures',
    { rollback: { isEnabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] } },
    [],
  ],
])('a group that %s is refused, with a fix', (_what, change, alarms) => {
  expect(() => checkGroup({ ...group, ...change }, service, alarms)).toThrow(
    expect.objectContaining({ code: 'GROUP_UNSUITABLE', kind: 'input', fix: expect.stringMatching(/\w/) }),
  );
});

test('without alarms the group need not roll back on them', () => {
  const plain = {
    ...group,
    alarms: { isEnabled: false, ignoresPollFailure: false, names: [] },
    rollback: { isEnabled: true, events: ['DEPLOYMENT_FAILURE'] },
  };
  expect(() => checkGroup(plain, service, [])).not.toThrow();
});
