import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activeDeployments } from '@ml-ci/aws';
import type { Digest } from '@ml-ci/oci';
import { afterAll, beforeAll } from 'vitest';
import { deployEcs } from '../packages/steps/src/rollout/deploy-ecs/index.ts';
import {
  type Run,
  type ServiceOptions,
  type Stage,
  type StagedService,
  startStage,
} from '../packages/steps/test/rollout/stage.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

let stage: Stage;
let first: Digest;
let good: Digest;
let other: Digest;
let exiting: Digest;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-permissions-'));
  stage = await startStage(80);
  [first, good, other, exiting] = await Promise.all([
    stage.push('first', 'healthy'),
    stage.push('good', 'healthy'),
    stage.push('other', 'healthy'),
    stage.push('exiting', 'exiting'),
  ]);
}, 60_000);
afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

const atOnce = { strategy: 'all-at-once', bake: '10s' };
let count = 0;

interface Part {
  readonly options?: ServiceOptions;
  readonly image?: () => Digest;
  readonly inputs: (name: string) => Readonly<Record<string, string>>;
  /** Happens before the step runs, as somebody whom no policy binds; the function that comes back ends it. */
  readonly before?: (service: StagedService) => Promise<() => Promise<unknown>>;
  /** Happens while the step runs. */
  readonly during?: (run: Run, name: string) => Promise<unknown>;
}

/** A service, a role and a project of its own, so that scenarios do not meet. */
function scenario(name: string, ending: object, part: Part): Scenario {
  const whole = { code: undefined, active: 0, unread: 0, words: 0, ...ending };
  return {
    name,
    ending: whole,
    async run(policy) {
      count += 1;
      const id = `service-${count}`;
      const place = await mkdtemp(join(folder, 'project-'));
      await writeFile(join(place, 'ml-ci.yml'), configOf(id));
      const service = await stage.service(id, first, { tasks: 1, ...part.options });
      const after = await part.before?.(service);
      const names = { taskRole: 'task', executionRole: 'execution', logGroup: `/ecs/${id}` };
      const roles = await attachFor(stage.sandbox, place, policy, ['prod'], names);
      const run = service.deploy((part.image ?? (() => good))(), part.inputs(id), place);
      // a run that ends early is judged by how it ended
      await part.during?.(run, id).catch(() => undefined);
      const { verdict, exitCode, error, outputs } = await run.outcome;
      const active = await activeDeployments(stage.session, id, id);
      await after?.();
      service.retire();
      const said = run.host.events.flatMap((event) => (event.type === 'output' ? [event.line] : []));
      return {
        ending: {
          code: error?.code,
          active: active.length,
          unread: run.lines().filter((line) => line.includes('could not')).length,
          words: said.filter((line) => line.includes('no model found')).length,
          verdict,
          exitCode,
          // whether a deployment was stopped before it had anything to take back is a matter of moments
          outcome: outputs.outcome === 'stopped' ? 'rolled-back' : outputs.outcome,
        },
        judged: judgedOf(stage.sandbox, roles),
      };
    },
  };
}

const configOf = (id: string) => `version: 1
model: model
environments:
  prod:
    account: "111111111111"
    region: eu-west-1
    role: arn:aws:iam::111111111111:role/${id}
    repository: prod/model
deploy:
  prod: { target: ecs, cluster: models, service: ${id}, container: server, port: 8080, application: ${id}, group: ${id} }
`;

const deployed = { verdict: 'passed', exitCode: 0, outcome: 'deployed' };

provePermissions(
  deployEcs,
  [
    scenario('a release', deployed, { options: { terminationWaitMinutes: 0 }, inputs: () => atOnce }),
    scenario(
      'a release of what never starts',
      { verdict: 'failed', exitCode: 1, outcome: 'rolled-back', words: 1 },
      { image: () => exiting, inputs: () => ({ strategy: 'all-at-once' }) },
    ),
    scenario(
      'a release that is cancelled',
      { verdict: 'error', exitCode: 130, code: 'CANCELLED' },
      {
        inputs: () => ({ strategy: 'canary-10-percent-15-minutes' }),
        async during(run) {
          await run.said('green 10%');
          run.host.signal('SIGINT');
        },
      },
    ),
    scenario(
      'the end of a deployment in the way',
      { ...deployed, active: 1 },
      {
        options: { terminationWaitMinutes: 2_880 },
        inputs: () => ({ ...atOnce, 'on-conflict': 'stop-previous' }),
        async before(service) {
          const run = service.deploy(other, { strategy: 'all-at-once', bake: '100h' });
          await run.said('must stay quiet');
          return async () => {
            run.host.signal('SIGINT');
            await run.outcome;
          };
        },
      },
    ),
    scenario('a release in spite of a red alarm', deployed, {
      options: { alarm: { missingData: 'breaching' }, terminationWaitMinutes: 0 },
      inputs: (name) => ({ ...atOnce, 'allow-alarm': `${name}-5xx` }),
      before: async ({ name }) => {
        await stage.alarmIs(`${name}-5xx`, 'ALARM');
        return async () => undefined;
      },
    }),
    scenario(
      'an alarm that is red for a moment',
      { verdict: 'failed', exitCode: 1, outcome: 'rolled-back' },
      {
        options: { terminationWaitMinutes: 60 },
        inputs: () => ({ strategy: 'all-at-once', bake: '2m' }),
        async during(run, name) {
          await run.said('must stay quiet');
          stage.flap(`${name}-5xx`);
        },
      },
    ),
  ],
  { isConcurrent: true },
);
