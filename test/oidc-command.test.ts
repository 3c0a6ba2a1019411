import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Identity } from '@ml-ci/sandbox';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pushImage } from '../packages/oci/test/fixture.ts';
import { type EcrStage, startEcrStage } from '../packages/steps/test/image/ecr-stage.ts';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
const job: Identity = { sub: 'repo:octo/m:ref:refs/heads/main' };
const roles = [
  'arn:aws:iam::111111111111:role/ml-ci',
  'arn:aws:iam::111111111111:role/ml-ci-staging',
  'arn:aws:iam::222222222222:role/ml-ci',
];

let stage: EcrStage;
beforeEach(async () => {
  // by the wall's speed: a token of minutes must not end because the machine is busy
  stage = await startEcrStage([], 1);
  const issuer = 'token.actions.githubusercontent.com';
  for (const role of roles) {
    stage.sandbox.stores.sts.trust(role, {
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${role.split(':')[4]}:oidc-provider/${issuer}` },
        Condition: { StringEquals: { [`${issuer}:sub`]: job.sub, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
      },
    });
  }
  await pushImage(stage.dev, 1, { tag: '1.0' });
});
afterEach(() => stage.stop());

/** `ml-ci …` in a `run:` step: a job's variables and no key of AWS; with `id-token: write` it may ask for tokens. */
function inRunStep(args: readonly string[], { mayAsk }: { readonly mayAsk: boolean }) {
  const request = mayAsk ? stage.sandbox.stores.sts.issuer.env(job) : {};
  const env = {
    PATH: process.env.PATH,
    HOME: stage.folder,
    AWS_ENDPOINT_URL: stage.sandbox.endpoint,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    GITHUB_ACTIONS: 'true',
    ...request,
  };
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: stage.folder, env }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const promote = ['promote', '--from', 'dev', '--to', 'prod', '--tag', '1.0', '--json'];

it('a command in a job takes the roles with tokens of the job; they are on neither stream', async () => {
  const { exitCode, stdout, stderr } = await inRunStep(promote, { mayAsk: true });
  expect(stderr).not.toContain('CREDENTIALS_MISSING');
  expect(JSON.parse(stdout)).toMatchObject({ step: 'promote', verdict: 'passed' });
  expect(exitCode).toBe(0);
  expect((await stage.stored('prod')).tags.has('1.0')).toBe(true);
  expect(stage.sandbox.stores.sts.issuer.issued.map(({ sub }) => sub)).toEqual([job.sub, job.sub]);
  expect(stdout + stderr).not.toMatch(/eyJ[\w-]+\./);
});

it('so does a command that is no step', async () => {
  const { exitCode, stdout } = await inRunStep(['status', '--json'], { mayAsk: true });
  const { environments } = JSON.parse(stdout);
  expect(environments).toMatchObject([{ name: 'dev' }, { name: 'staging' }, { name: 'prod' }]);
  expect([exitCode, environments.map(({ problem }: { problem?: string }) => problem)]).toEqual([
    0,
    [undefined, undefined, undefined],
  ]);
});

it('a job without the permission is told so', async () => {
  const { exitCode, stdout } = await inRunStep(promote, { mayAsk: false });
  const fix = expect.stringMatching(/^add "permissions: id-token: write" to the job/);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CREDENTIALS_MISSING', fix } });
  expect(exitCode).toBe(2);
});
