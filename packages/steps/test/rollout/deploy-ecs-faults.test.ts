import type { Digest } from '@ml-ci/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
let first: Digest;
let good: Digest;
let bad: Digest;

// a tenth of all requests is broken in one way or another
const broken = ['ecs', 'codedeploy', 'monitoring', 'ecr', 'sts'].flatMap((service) => [
  `${service}:throttle:0.05`,
  `${service}:500:0.03`,
  `${service}:reset:0.03`,
]);

beforeAll(async () => {
  stage = await startStage(60, broken);
  [first, good, bad] = await Promise.all([
    stage.push('first', 'healthy'),
    stage.push('good', 'healthy'),
    stage.push('bad', 'exiting'),
  ]);
}, 60_000);
afterAll(() => stage.stop());

test.concurrent('a release comes through all the same, and starts one deployment', async () => {
  const service = await stage.service('tried', first);
  const run = service.deploy(good, { strategy: 'all-at-once', bake: '10s' });
  expect(await run.outcome).toMatchObject({
    verdict: 'passed',
    outputs: { outcome: 'deployed', traffic: 100 },
  });
  const deployments = stage.sandbox.stores.codedeploy.of({
    account: '111111111111',
    region: 'eu-west-1',
  }).deployments;
  expect([...deployments.values()].filter(({ group }) => group.name === 'tried')).toHaveLength(1);
});

test.concurrent('a bad one is taken back all the same', async () => {
  const service = await stage.service('taken', first);
  const before = await service.serves();
  const outcome = await service.deploy(bad, { strategy: 'all-at-once', bake: '10s' }).outcome;
  expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1, outputs: { outcome: 'rolled-back' } });
  expect(await service.serves()).toBe(before);
});

test('a way back that fails is told as such, never as a rollback', async () => {
  const service = await stage.service('stuck', first);
  const { codedeploy } = stage.sandbox.stores;
  codedeploy.switches = { ...codedeploy.switches, failRollbacks: true };
  const outcome = await service.deploy(bad, { strategy: 'all-at-once' }).outcome;
  expect(outcome).toMatchObject({
    verdict: 'failed',
    exitCode: 1,
    reason: expect.stringContaining('the rollback failed'),
    outputs: { outcome: 'rollback-failed' },
  });
});
