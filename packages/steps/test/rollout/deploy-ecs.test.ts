import { readFile } from 'node:fs/promises';
import type { AwsCall } from '@ml-ci/aws';
import type { Outcome } from '@ml-ci/core';
import type { Digest } from '@ml-ci/oci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
let first: Digest;
let good: Digest;
let bad: Digest;
let exiting: Digest;

beforeAll(async () => {
  stage = await startStage(80);
  [first, good, bad, exiting] = await Promise.all([
    stage.push('first', 'healthy'),
    stage.push('good', 'healthy'),
    stage.push('bad', 'failing'),
    stage.push('exiting', 'exiting'),
  ]);
}, 60_000);
afterAll(() => stage.stop());

/** The calls that change something. */
const changes = (calls: readonly AwsCall[]) =>
  calls
    .filter(({ action }) => /:(Create|Register|Stop|Continue|Put|Update|Delete)/.test(action))
    .map(({ action }) => action);

const revision = (outcome: Outcome) => String(outcome.outputs['task-definition']).split('/').at(-1);

describe.concurrent('a release', () => {
  test('is shifted, baked and proved; run again it is there already', async () => {
    const service = await stage.service('release', first);
    const stopTraffic = service.traffic();
    const run = service.deploy(good, { strategy: 'canary-10-percent-5-minutes', alarms: 'release-5xx' });
    const outcome = await run.outcome;
    await stopTraffic();
    expect(outcome).toMatchObject({ verdict: 'passed', exitCode: 0, rehearsal: stage.sandbox.endpoint });
    expect(outcome.outputs).toMatchObject({
      digest: good,
      outcome: 'deployed',
      'already-deployed': false,
      traffic: 100,
      'deployment-id': expect.stringMatching(/^d-/),
    });
    expect(await service.serves()).toBe(revision(outcome));
    expect(run.lines().join('\n')).toMatch(
      /\+\S+ AllowTraffic InProgress \| green 10% blue 90% \| tasks 2\/2.* \| alarms OK 1/,
    );
    const record = JSON.parse(await readFile(String(outcome.outputs.record), 'utf8'));
    const shares = record.samples.map(({ traffic }: { traffic: number }) => traffic);
    expect(shares).toEqual(expect.arrayContaining([0, 10, 100]));

    const again = service.deploy(good);
    expect(await again.outcome).toMatchObject({
      verdict: 'passed',
      outputs: { outcome: 'already-deployed', 'already-deployed': true, traffic: 100 },
    });
    expect(changes(again.calls)).toEqual([]);
  });

  test('can wait for the old tasks to end; what is there then is found without a deployment', async () => {
    const service = await stage.service('complete', first, { terminationWaitMinutes: 1 });
    const run = service.deploy(good, { strategy: 'all-at-once', bake: '10s', 'wait-for': 'complete' });
    const outcome = await run.outcome;
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { outcome: 'deployed', traffic: 100 } });
    expect(await stage.deployment(outcome)).toMatchObject({ status: 'Succeeded' });
    const again = service.deploy(good);
    expect(await again.outcome).toMatchObject({
      verdict: 'passed',
      outputs: { outcome: 'already-deployed' },
    });
    expect(again.lines().join()).toContain('already');
    expect(changes(again.calls)).toEqual([]);
  });

  test('is only told with --plan', async () => {
    const service = await stage.service('planned', first);
    const before = await service.serves();
    const run = service.deploy(good, { plan: 'true', strategy: 'all-at-once' });
    expect(await run.outcome).toMatchObject({
      verdict: 'passed',
      outputs: { outcome: 'planned' },
      plan: [{ call: 'ecs:RegisterTaskDefinition' }, { call: 'codedeploy:CreateDeployment' }],
    });
    expect(changes(run.calls)).toEqual([]);
    expect(await service.serves()).toBe(before);
  });
});

describe.concurrent('a bad release', () => {
  test('that fails its users trips the alarm, is rolled back and followed to the end of that', async () => {
    const service = await stage.service('broken', first);
    const before = await service.serves();
    const stopTraffic = service.traffic();
    const outcome = await service.deploy(bad, {
      strategy: 'canary-10-percent-5-minutes',
      alarms: 'broken-5xx',
    }).outcome;
    await stopTraffic();
    expect(outcome).toMatchObject({
      verdict: 'failed',
      exitCode: 1,
      reason: expect.stringContaining('alarm "broken-5xx"'),
      outputs: { outcome: 'rolled-back', traffic: 0 },
    });
    expect(await service.serves()).toBe(before);
    expect(await stage.deployment(outcome)).toMatchObject({
      status: 'Stopped',
      rollbackId: expect.any(String),
    });
  });

  test('that never starts is stopped after a few tries, with the words of its tasks', async () => {
    const service = await stage.service('crashing', first);
    const before = await service.serves();
    const run = service.deploy(exiting, { strategy: 'all-at-once' });
    const outcome = await run.outcome;
    const said = run.host.events.flatMap((event) => (event.type === 'output' ? [event.line] : []));
    expect(said).toContain('exiting: no model found');
    expect(outcome).toMatchObject({
      verdict: 'failed',
      exitCode: 1,
      reason: expect.stringContaining('server exit 3'),
      outputs: { outcome: expect.stringMatching(/^(rolled-back|stopped)$/) },
    });
    expect(await service.serves()).toBe(before);
  });

  test('that trips the alarm after its deployment is over is taken back by a deployment of ours', async () => {
    const service = await stage.service('late', first, { terminationWaitMinutes: 0 });
    const before = await service.serves();
    const run = service.deploy(bad, { strategy: 'all-at-once', bake: '20m' });
    await run.said('must stay quiet');
    const stopTraffic = service.traffic();
    const outcome = await run.outcome;
    await stopTraffic();
    expect(outcome).toMatchObject({ verdict: 'failed', outputs: { outcome: 'rolled-back' } });
    expect(await service.serves()).toBe(before);
  });

  test('whose alarm was red for a moment between two looks is taken back at the end of the bake', async () => {
    const service = await stage.service('flapping', first, { terminationWaitMinutes: 60 });
    const before = await service.serves();
    const run = service.deploy(good, { strategy: 'all-at-once', bake: '2m' });
    await run.said('must stay quiet');
    stage.flap('flapping-5xx');
    const outcome = await run.outcome;
    expect(outcome).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('alarm "flapping-5xx" for a moment'),
      outputs: { outcome: 'rolled-back' },
    });
    expect(await service.serves()).toBe(before);
  });
});
