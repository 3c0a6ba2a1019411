import type { IdTokenSource } from '@ml-ci/core';
import { manualClock } from '@ml-ci/core';
import { type Identity, type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callerIdentity } from '../src/sts.ts';
import { account, awsOf, environment } from './run.ts';

const clock = manualClock(Date.now());
const role = `arn:aws:iam::${account}:role/team/ml-ci`;
const onGithub = { ...environment, role };
const main: Identity = {
  sub: 'repo:octo/model:ref:refs/heads/main',
  claims: { repository_owner_id: '1', repository_id: '2' },
};
let sandbox: Sandbox;
let tokens: string[];

beforeAll(async () => {
  sandbox = await startSandbox({ clock });
  trust(role, main.sub);
});
beforeEach(() => {
  tokens = [];
});
afterAll(() => sandbox.stop());

function trust(roleArn: string, ...subjects: readonly string[]): void {
  const issuer = 'token.actions.githubusercontent.com';
  sandbox.stores.sts.trust(roleArn, {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::${roleArn.split(':')[4]}:oidc-provider/${issuer}` },
      Condition: {
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${issuer}:sub`]: subjects },
      },
    },
  });
}

const idTokenOf =
  (identity: Identity): IdTokenSource =>
  async (audience) => {
    const token = await sandbox.stores.sts.issuer.give(identity, audience);
    tokens.push(token);
    return token;
  };

function onHost(identity: Identity, env: Record<string, string | undefined> = {}) {
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_CONFIG_FILE: '/dev/null' };
  return awsOf(sandbox, {
    env: { AWS_ENDPOINT_URL: sandbox.endpoint, ...files, ...env },
    idToken: idTokenOf(identity),
  });
}

test('the role of the environment is assumed directly, with a token for STS and no key', async () => {
  const { aws, secrets } = onHost(main);
  const session = await aws.session(onGithub);
  expect(session.principal).toBe(`arn:aws:sts::${account}:assumed-role/ml-ci/ml-ci-4711-1-job`);
  // a call is noted when it is made; the identity is what needed the credentials
  expect(aws.calls.map(({ action }) => action)).toEqual([
    'sts:GetCallerIdentity',
    'sts:AssumeRoleWithWebIdentity',
  ]);
  const [token = ''] = tokens;
  expect(secrets).toEqual(expect.arrayContaining([token, token.split('.')[2]]));
  expect(JSON.stringify(aws.calls)).not.toContain(token);
});

test('a run that waits past the end of its session goes on with another token', async () => {
  const { issued } = sandbox.stores.sts.issuer;
  const before = issued.length;
  const session = await onHost(main).aws.session(onGithub);
  const { accessKeyId } = await session.credentials();
  expect(issued.length - before).toBe(1);
  await clock.advance(2 * 3_600_000);
  expect((await callerIdentity(session)).arn).toBe(session.principal);
  expect((await session.credentials()).accessKeyId).not.toBe(accessKeyId);
  expect(issued.length - before).toBe(2);
  expect(new Set(tokens).size).toBe(2);
});

test('each environment gets its own role, in its own account', async () => {
  const prod = {
    ...environment,
    name: 'prod',
    account: '222222222222',
    role: 'arn:aws:iam::222222222222:role/prod',
  };
  trust(prod.role, main.sub);
  const { aws } = onHost(main);
  const sessions = await Promise.all([aws.session(onGithub), aws.session(prod)]);
  expect(sessions.map(({ principal }) => principal.split('/')[1])).toEqual(['ml-ci', 'prod']);
  expect(tokens).toHaveLength(2);
});

test('variables come before OIDC, and OIDC before a container', async () => {
  const withVariables = onHost(main, sandbox.env(account, environment.region));
  await withVariables.aws.session(environment);
  expect(tokens).toHaveLength(0);
  await onHost(main, { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/' }).aws.session(onGithub);
  expect(tokens).toHaveLength(1);
});

test('an environment without a role goes on to the other sources', async () => {
  await expect(onHost(main).aws.session(environment)).rejects.toMatchObject({ code: 'CREDENTIALS_MISSING' });
  expect(tokens).toHaveLength(0);
});

test.each([
  ['a policy of the old form', 'repo:octo@1/model@2:ref:refs/heads/main'],
  ['a policy of the new form', 'repo:octo/model:ref:refs/heads/main'],
])('%s that does not fit is told with both forms, and never the token', async (_name, sub) => {
  const strict = `arn:aws:iam::${account}:role/strict`;
  const [plain, withIds] = [main.sub, 'repo:octo@1/model@2:ref:refs/heads/main'];
  trust(strict, sub === plain ? withIds : plain);
  const refused = onHost({ ...main, sub }).aws.session({ ...environment, role: strict });
  const error = await refused.catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'OIDC_ROLE_REFUSED',
    kind: 'remote',
    message: expect.stringContaining(`sub "${sub}", aud "sts.amazonaws.com" and iss "https://token.actions`),
    fix: expect.stringMatching(new RegExp(`"${plain}" or "${withIds}"`)),
  });
  const { message, fix } = error as { message: string; fix: string };
  const [token = ''] = tokens;
  for (const part of [token, ...token.split('.')]) expect(message + fix).not.toContain(part);
});

test.each([
  ['another audience', { ...main, aud: 'https://github.com/octo' }, /Incorrect token audience/],
  ['an end that has passed', { ...main, claims: { exp: 1 } }, /Token expired/],
  ['another issuer', { ...main, claims: { iss: 'https://issuer.example' } }, /issuer\.example/],
])('a token with %s is refused with the same code', async (_name, identity, words) => {
  const refused = onHost(identity).aws.session(onGithub);
  await expect(refused).rejects.toMatchObject({ code: 'OIDC_ROLE_REFUSED' });
  await expect(refused).rejects.toThrow(words);
});

const url = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/' };
const mayAsk = { ...url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token' };
test.each([
  ['a job that may not ask for tokens', role, {}, /^add "permissions: id-token: write" to the job:/],
  ['such a job without a role', undefined, {}, /^set role: of the environment "dev".*id-token: write/],
  ['a job that lacks the role alone', undefined, mayAsk, /^set role: of the environment "dev" in ml-ci.yml:/],
  ['a job with half of what asking takes', role, url, /^add "permissions: id-token: write" to the job:/],
])('%s is told what is missing', async (_name, given, env, fix) => {
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_CONFIG_FILE: '/dev/null' };
  const { aws } = awsOf(sandbox, {
    env: { AWS_ENDPOINT_URL: sandbox.endpoint, GITHUB_ACTIONS: 'true', ...files, ...env },
  });
  const nothing = aws.session({ ...environment, ...(given && { role: given }) });
  await expect(nothing).rejects.toMatchObject({
    code: 'CREDENTIALS_MISSING',
    fix: expect.stringMatching(fix),
  });
});
