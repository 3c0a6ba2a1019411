import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '@ml-ci/aws';
import { execute, githubHost } from '@ml-ci/core';
import type { Identity } from '@ml-ci/sandbox';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pushImage } from '../../../oci/test/fixture.ts';
import { promote } from '../../src/image/promote/index.ts';
import { createImages } from '../../src/images.ts';
import { type EcrStage, startEcrStage } from './ecr-stage.ts';

const roles = {
  dev: 'arn:aws:iam::111111111111:role/ci/reader',
  prod: 'arn:aws:iam::222222222222:role/writer',
};
const configuration = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, repository: dev/m, role: "${roles.dev}" }
  prod: { account: "222222222222", region: us-east-1, repository: prod/m, role: "${roles.prod}" }
`;
const main: Identity = { sub: 'repo:octo/m:ref:refs/heads/main' };

let stage: EcrStage;
let folder: string;
beforeEach(async () => {
  // by the wall's speed: a token of minutes must not end because the machine is busy
  stage = await startEcrStage([], 1);
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-promote-oidc-'));
  await writeFile(join(folder, 'ml-ci.yml'), configuration);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

function trust(role: string, sub: string): void {
  const issuer = 'token.actions.githubusercontent.com';
  stage.sandbox.stores.sts.trust(role, {
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::${role.split(':')[4]}:oidc-provider/${issuer}` },
      Condition: { StringEquals: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
    },
  });
}

/** Runs the action as a runner does: no keys, but the right to ask for tokens. */
async function promoteOnGithub() {
  const {
    AWS_ACCESS_KEY_ID: _id,
    AWS_SECRET_ACCESS_KEY: _secret,
    ...env
  } = stage.sandbox.env('111111111111', 'eu-west-1');
  const request = stage.sandbox.stores.sts.issuer.env(main);
  // @actions/core reads the variables of the process, which on a runner are those of the host
  for (const [name, value] of Object.entries(request)) vi.stubEnv(name, value);
  const lines: string[] = [];
  const write = (text: string) => lines.push(...text.split('\n'));
  // what it prints goes to the process, not to the host
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => write(String(text)) > 0);
  const host = githubHost({
    env: {
      ...env,
      ...request,
      PATH: process.env.PATH,
      HOME: folder,
      GITHUB_ACTIONS: 'true',
      GITHUB_RUN_ID: '7',
      GITHUB_WORKSPACE: folder,
      INPUT_FROM: 'dev',
      INPUT_TO: 'prod',
      INPUT_TAG: '1.0',
    },
    cwd: folder,
    stdout: { write },
  });
  const outcome = await execute(promote, host, {
    services: (context) => {
      const aws = createAws({ ...context, allowEndpoints: [], run: context.run.id });
      const images = createImages({ ...context, aws });
      return {
        services: { aws, images },
        rehearsal: () => aws.rehearsal,
        dispose: () => images.dispose(),
      };
    },
  });
  return { outcome, lines };
}

it('promotes from one role to another with tokens of the job, which no line of the log shows', async () => {
  const image = await pushImage(stage.dev, 1, { tag: '1.0' });
  for (const role of Object.values(roles)) trust(role, main.sub);
  const { issuer } = stage.sandbox.stores.sts;
  const callsBefore = stage.sandbox.calls.length;
  const { outcome, lines } = await promoteOnGithub();
  expect(outcome.error).toBeUndefined();
  expect(outcome.exitCode).toBe(0);
  expect((await stage.stored('prod')).tags.get('1.0')).toBe(image.descriptor.digest);
  expect(issuer.issued.map(({ sub, aud }) => [sub, aud])).toEqual(
    Array.from({ length: 2 }, () => [main.sub, 'sts.amazonaws.com']),
  );
  const calls = stage.sandbox.calls.slice(callsBefore).filter(({ action }) => action.startsWith('ecr:'));
  const callers = new Set(calls.map(({ arn }) => arn.split('/')[1]));
  expect(callers).toEqual(new Set(['reader', 'writer']));
  const isToken = (line: string) => /eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(line);
  expect(lines.filter(isToken).every((line) => line.startsWith('::add-mask::'))).toBe(true);
  expect(lines.filter(isToken).length).toBeGreaterThanOrEqual(2);
});

it('stops where the role of the destination does not trust the job, and leaves no tag', async () => {
  await pushImage(stage.dev, 1, { tag: '1.0' });
  trust(roles.dev, main.sub);
  trust(roles.prod, 'repo:octo@1/m@2:ref:refs/heads/main');
  const { outcome, lines } = await promoteOnGithub();
  expect([outcome.exitCode, outcome.error?.code]).toEqual([3, 'OIDC_ROLE_REFUSED']);
  expect(lines.join('\n')).toContain(main.sub);
  expect((await stage.stored('prod')).tags.size).toBe(0);
});
