import { activeDeployments } from '@ml-ci/aws';
import type { Digest } from '@ml-ci/oci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
let first: Digest;
let good: Digest;
let other: Digest;

beforeAll(async () => {
  stage = await startStage(80);
  [first, good, other] = await Promise.all([
    stage.push('first', 'healthy'),
    stage.push('good', 'healthy'),
    stage.push('other', 'healthy'),
  ]);
}, 60_000);
afterAll(() => stage.stop());

const canary = { strategy: 'canary-10-percent-15-minutes' };
const atOnce = { strategy: 'all-at-once', bake: '10s' };
/** Stays in its bake, with the deployment still going on, until something is done about it. */
const endless = { strategy: 'all-at-once', bake: '100h' };
const keepsOldTasks = { terminationWaitMinutes: 2_880 };
const active = (name: string) => activeDeployments(stage.session, name, name);

describe.concurrent('a run that is cancelled', () => {
  test('stops its deployment and sees the version before serve again', async () => {
    const service = await stage.service('cancelled', first);
    const before = await service.serves();
    const run = service.deploy(good, canary);
    await run.said('green 10%');
    run.host.signal('SIGINT');
    const outcome = await run.outcome;
    expect(outcome).toMatchObject({ exitCode: 130, error: { code: 'CANCELLED' } });
    expect(outcome.error?.message).toMatch(/was stopped, (rolled-back|stopped)/);
    expect(await service.serves()).toBe(before);
    expect(await active('cancelled')).toEqual([]);
    const id = run.host.state.get('deployment') ?? '';
    expect(await stage.deploymentOf(id)).toMatchObject({ status: 'Stopped' });
  });

  test('before anything was started leaves nothing', async () => {
    const service = await stage.service('early', first);
    const run = service.deploy(good, canary);
    await run.called('ecs:DescribeServices');
    run.host.signal('SIGTERM');
    expect(await run.outcome).toMatchObject({ exitCode: 143 });
    expect(await active('early')).toEqual([]);
  });

  test('can leave its deployment running; a later run of the digest follows it to the end', async () => {
    const service = await stage.service('detached', first, keepsOldTasks);
    const run = service.deploy(good, { ...endless, 'on-cancel': 'detach' });
    await run.said('must stay quiet');
    run.host.signal('SIGTERM');
    const outcome = await run.outcome;
    expect(outcome).toMatchObject({ exitCode: 143 });
    expect(outcome.error?.message).toContain(`ml-ci deploy-ecs --env prod --digest ${good}`);
    const [id] = await active('detached');
    const later = service.deploy(good, atOnce);
    expect(await later.outcome).toMatchObject({
      verdict: 'passed',
      outputs: { 'deployment-id': id, outcome: 'already-deployed', 'already-deployed': true, traffic: 100 },
    });
    expect(later.calls.map(({ action }) => action)).not.toContain('codedeploy:CreateDeployment');
  });

  test('by its time limit stops its deployment as well', async () => {
    const service = await stage.service('late', first, keepsOldTasks);
    const before = await service.serves();
    const run = service.deploy(good, { ...endless, timeout: '12345m' });
    await run.said('must stay quiet');
    run.expire();
    const outcome = await run.outcome;
    expect(outcome).toMatchObject({ exitCode: 3, error: { code: 'TIMEOUT' } });
    expect(outcome.error?.message).toContain('was stopped');
    expect(await service.serves()).toBe(before);
    expect(await active('late')).toEqual([]);
  });
});

describe.concurrent('a deployment of another digest that is running', () => {
  test('is refused by default and left alone; whose traffic has moved is completed, not taken back', async () => {
    const service = await stage.service('moved', first, keepsOldTasks);
    const one = service.deploy(good, endless);
    await one.said('must stay quiet');
    const [id = ''] = await active('moved');
    const refused = await service.deploy(other, atOnce).outcome;
    expect(refused).toMatchObject({
      exitCode: 2,
      error: {
        code: 'DEPLOYMENT_ACTIVE',
        message: expect.stringContaining(id),
        fix: expect.stringContaining('stop-previous'),
      },
    });
    expect(await active('moved')).toEqual([id]);
    const two = await service.deploy(other, { ...atOnce, 'on-conflict': 'stop-previous' }).outcome;
    expect(two).toMatchObject({ verdict: 'passed', outputs: { outcome: 'deployed' } });
    expect(await stage.deploymentOf(id)).toMatchObject({ status: 'Succeeded' });
    one.host.signal('SIGINT');
    expect(await one.outcome).toMatchObject({ exitCode: 130 });
    expect(await service.serves()).toBe(String(two.outputs['task-definition']).split('/').at(-1));
  });

  test('in the middle of its shift is taken back where that is asked for, and its own run fails', async () => {
    const service = await stage.service('busy', first);
    const one = service.deploy(good, canary);
    await one.said('green 10%');
    const two = await service.deploy(other, { ...atOnce, 'on-conflict': 'stop-previous' }).outcome;
    expect(two).toMatchObject({ verdict: 'passed', outputs: { outcome: 'deployed' } });
    expect(await one.outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(await service.serves()).toBe(String(two.outputs['task-definition']).split('/').at(-1));
  });

  test('can be waited for', async () => {
    const service = await stage.service('queued', first, { terminationWaitMinutes: 1 });
    const one = service.deploy(good, atOnce);
    await one.said('started');
    const two = service.deploy(other, { ...atOnce, 'on-conflict': 'wait' });
    expect(await two.outcome).toMatchObject({
      verdict: 'passed',
      outputs: { digest: other, outcome: 'deployed' },
    });
    expect(two.lines().join()).toContain('waiting for');
    await one.outcome;
  });
});
