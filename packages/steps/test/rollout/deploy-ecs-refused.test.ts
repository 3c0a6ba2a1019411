import { activeDeployments } from '@ml-ci/aws';
import type { Digest } from '@ml-ci/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServiceOptions, type Stage, type StagedService, startStage } from './stage.ts';

let stage: Stage;
let first: Digest;
let good: Digest;
let service: StagedService;

beforeAll(async () => {
  stage = await startStage(80);
  [first, good] = await Promise.all([stage.push('first', 'healthy'), stage.push('good', 'healthy')]);
  service = await stage.service('plain', first);
}, 60_000);
afterAll(() => stage.stop());

/** Nothing was started and nothing serves that did not serve before. */
async function expectUntouched({ name, serves }: StagedService): Promise<void> {
  expect(await activeDeployments(stage.session, name, name)).toEqual([]);
  expect(await serves()).toBe(`${name}:1`);
}

const nowhere = `sha256:${'0'.repeat(64)}`;

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['an environment that is no account', { env: 'elsewhere' }, 'INPUT_INVALID'],
  ['an environment that is not there', { env: 'production' }, 'INPUT_INVALID'],
  ['a tag for a digest', { digest: '1.0.0' }, 'INPUT_INVALID'],
  ['a port that is none', { port: '0' }, 'INPUT_INVALID'],
  ['a digest that was never promoted', { digest: nowhere }, 'IMAGE_MISSING'],
  ['a cluster that is not there', { cluster: 'nothing' }, 'RESOURCE_MISSING'],
  ['a service that is not there', { service: 'nothing' }, 'RESOURCE_MISSING'],
  ['an application that is not there', { application: 'nothing' }, 'RESOURCE_MISSING'],
  ['a group that is not there', { group: 'nothing' }, 'RESOURCE_MISSING'],
  ['a strategy that is not there', { strategy: 'canary-1-percent-1-minutes' }, 'STRATEGY_UNKNOWN'],
  ['a configuration that is not there', { strategy: 'Our.Own' }, 'STRATEGY_UNKNOWN'],
  ['a configuration for Lambda', { strategy: 'CodeDeployDefault.LambdaAllAtOnce' }, 'STRATEGY_UNKNOWN'],
  ['an alarm that the group does not watch', { alarms: 'typo' }, 'GROUP_UNSUITABLE'],
  ['a container that is not there', { container: 'web' }, 'SERVICE_UNSUITABLE'],
  ['a port that the container does not have', { port: '9' }, 'SERVICE_UNSUITABLE'],
])('%s is refused with exit 2, and nothing is changed', async (_what, inputs, code) => {
  const outcome = await service.deploy(good, inputs).outcome;
  expect(outcome).toMatchObject({
    verdict: 'error',
    exitCode: 2,
    error: { code, message: expect.stringMatching(/\w/) },
  });
  await expectUntouched(service);
});

test.concurrent.each<[string, string, ServiceOptions, string, number]>([
  [
    'about another balancer',
    'foreign',
    { alarm: { dimensions: { LoadBalancer: 'app/x/1' } } },
    'ALARM_FOREIGN',
    2,
  ],
  ['without data', 'blind', { alarm: { missingData: 'missing' } }, 'ALARM_WITHOUT_DATA', 3],
  ['that nobody acts on', 'unguarded', { rollsBack: false }, 'GROUP_UNSUITABLE', 2],
])('an alarm %s is refused, and nothing is changed', async (_what, name, options, code, exitCode) => {
  const guarded = await stage.service(name, first, options);
  const outcome = await guarded.deploy(good).outcome;
  expect(outcome).toMatchObject({
    verdict: 'error',
    exitCode,
    error: { code, fix: expect.stringMatching(/\w/) },
  });
  await expectUntouched(guarded);
});

test.concurrent('an alarm that is red at the start is refused; allowed by name, the deployment goes on without it', async () => {
  const guarded = await stage.service('red', first, { alarm: { missingData: 'breaching' } });
  await stage.alarmIs('red-5xx', 'ALARM');
  const refused = await guarded.deploy(good, { strategy: 'all-at-once' }).outcome;
  expect(refused).toMatchObject({
    exitCode: 3,
    error: { code: 'ALARM_RED', message: expect.stringContaining('red-5xx') },
  });
  await expectUntouched(guarded);
  const run = guarded.deploy(good, { strategy: 'all-at-once', bake: '10s', 'allow-alarm': 'red-5xx' });
  expect(await run.outcome).toMatchObject({ verdict: 'passed', outputs: { outcome: 'deployed' } });
});

test.concurrent('an alarm without data may pass where that is said', async () => {
  const guarded = await stage.service('silent', first, { alarm: { missingData: 'missing' } });
  const inputs = { strategy: 'all-at-once', bake: '10s', 'insufficient-data': 'pass' };
  expect(await guarded.deploy(good, inputs).outcome).toMatchObject({ verdict: 'passed' });
});
