import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, type Sandbox, startSandbox, type TokenIssuer } from '../src/index.ts';

const clock = manualClock(Date.now());
const roleArn = 'arn:aws:iam::222222222222:role/ml/deployer';
const main: Identity = { sub: 'repo:octo/model:ref:refs/heads/main' };
const audience = 'sts.amazonaws.com';
let sandbox: Sandbox;
let issuer: TokenIssuer;

beforeAll(async () => {
  sandbox = await startSandbox({ clock });
  issuer = sandbox.stores.sts.issuer;
  sandbox.stores.sts.trust(roleArn, {
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: {
        Federated: 'arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com',
      },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo/model:*' } },
    },
  });
});
afterAll(() => sandbox.stop());

/** No credentials at all: the token is what is shown. */
const anonymous = () =>
  new STSClient({
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: () => Promise.reject(new Error('nothing must be signed')),
  });
const assume = (WebIdentityToken: string, more: object = {}) =>
  anonymous().send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      RoleSessionName: 'promote',
      WebIdentityToken,
      ...more,
    }),
  );

describe('AssumeRoleWithWebIdentity', () => {
  test('gives a session of the role to a token that the role trusts, without a signature', async () => {
    const answer = await assume(await issuer.give(main, audience), { DurationSeconds: 900 });
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: main.sub,
      Audience: audience,
      Provider: 'arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com',
      AssumedRoleUser: { Arn: 'arn:aws:sts::222222222222:assumed-role/deployer/promote' },
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    expect(Expiration?.getTime()).toBe(clock.now() + 900_000);
    const session = new STSClient({
      endpoint: sandbox.endpoint,
      region: 'us-east-1',
      credentials: {
        accessKeyId: AccessKeyId ?? '',
        secretAccessKey: SecretAccessKey ?? '',
        sessionToken: SessionToken ?? '',
      },
    });
    const { Arn } = await session.send(new GetCallerIdentityCommand());
    expect(Arn).toBe('arn:aws:sts::222222222222:assumed-role/deployer/promote');
  });

  test.each([
    ['text that is no token', async () => 'not.a.token', 'InvalidIdentityTokenException'],
    ['another audience', () => issuer.give(main, 'x'), 'InvalidIdentityTokenException'],
    [
      'another issuer',
      () => issuer.give({ ...main, claims: { iss: 'https://x.example' } }, audience),
      'InvalidIdentityTokenException',
    ],
    [
      'a subject that was changed after it was signed',
      async () => withPayload(await issuer.give(main, audience), { sub: 'repo:octo/model:ref:refs/heads/x' }),
      'InvalidIdentityTokenException',
    ],
    [
      'no signature at all',
      async () => unsignedToken(await issuer.give(main, audience)),
      'InvalidIdentityTokenException',
    ],
    [
      'no end',
      () => issuer.give({ ...main, claims: { exp: undefined } }, audience),
      'InvalidIdentityTokenException',
    ],
    [
      'a subject that the role does not trust',
      () => issuer.give({ sub: 'repo:octo/x:y' }, audience),
      'AccessDenied',
    ],
  ])('refuses %s', async (_name, token, name) => {
    await expect(assume(await token())).rejects.toMatchObject({ name });
  });

  test('refuses a token after its end on the clock of the sandbox', async () => {
    const token = await issuer.give(main, audience);
    await clock.advance(299_000);
    await expect(assume(token)).resolves.toMatchObject({ Audience: audience });
    await clock.advance(2_000);
    await expect(assume(token)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  test('refuses a role without a trust policy by the words of one that does not trust', async () => {
    const RoleArn = 'arn:aws:iam::222222222222:role/unknown';
    await expect(assume(await issuer.give(main, audience), { RoleArn })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });

  test.each(['GetCallerIdentity', 'AssumeRole', 'constructor', 'Nonsense'])(
    'is all that is served unsigned: %s is not',
    async (action) => {
      const response = await fetch(sandbox.endpoint, {
        method: 'POST',
        body: new URLSearchParams({ Action: action, Version: '2011-06-15' }),
      });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    },
  );
});

describe('the issuer', () => {
  const ask = (env: Record<string, string>, token = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) =>
    fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent('a b')}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  test("speaks GitHub's form, and its token is verified by the published key", async () => {
    const before = issuer.issued.length;
    const env = issuer.env({ ...main, claims: { repository_id: '2' } });
    const answer: unknown = await (await ask(env)).json();
    expect(answer).toEqual({ count: expect.any(Number), value: expect.any(String) });
    const { value } = answer as { value: string };
    const claims = { sub: main.sub, aud: 'a b', repository_id: '2', iss: issuer.name };
    expect(payloadOf(value)).toMatchObject(claims);
    expect(issuer.issued.slice(before)).toMatchObject([claims]);
    const discovery = await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({ issuer: issuer.name });
    const published: unknown = await (await fetch((discovery as { jwks_uri: string }).jwks_uri)).json();
    const { keys } = published as { keys: [JsonWebKey] };
    const [head, payload, signature = ''] = value.split('.');
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    const content = Buffer.from(`${head}.${payload}`);
    expect(verify('RSA-SHA256', content, key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(keys[0]).not.toHaveProperty('d');
  });

  test('gives nothing for a request token that it does not know', async () => {
    const before = issuer.issued.length;
    expect((await ask(issuer.env(main), 'guess')).status).toBe(401);
    expect(issuer.issued).toHaveLength(before);
  });
});

function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function withPayload(token: string, change: object): string {
  const [head, , signature] = token.split('.');
  return [head, encode({ ...payloadOf(token), ...change }), signature].join('.');
}

function unsignedToken(token: string): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`;
}
