import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAws } from '@ml-ci/aws';
import { silentLog, wallClock } from '@ml-ci/core';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

const account = '222222222222';
const role = `arn:aws:iam::${account}:role/release`;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  const page = await readFile(join(import.meta.dirname, '../docs/credentials.md'), 'utf8');
  const [, policy = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  sandbox.stores.sts.trust(role, JSON.parse(policy));
});
afterAll(() => sandbox.stop());

const principalOf = async (sub: string) => {
  const aws = createAws({
    env: { AWS_ENDPOINT_URL: sandbox.endpoint },
    clock: wallClock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: '7',
    idToken: (audience) => sandbox.stores.sts.issuer.give({ sub }, audience),
  });
  const environment = {
    type: 'ecr',
    name: 'prod',
    account,
    region: 'eu-west-1',
    role,
    repository: 'm',
  } as const;
  return (await aws.session(environment)).principal;
};

test.each(['repo:octo/model:ref:refs/heads/main', 'repo:octo@1234/model@5678:ref:refs/heads/main'])(
  'the trust policy of docs/credentials.md accepts "%s"',
  async (sub) => {
    expect(await principalOf(sub)).toBe(`arn:aws:sts::${account}:assumed-role/release/ml-ci-7`);
  },
);

test.each([
  'repo:octo/model:ref:refs/heads/other',
  'repo:octo/model:pull_request',
  'repo:other/model:ref:refs/heads/main',
  'repo:octo@9/model@5678:ref:refs/heads/main',
])('it refuses "%s"', async (sub) => {
  await expect(principalOf(sub)).rejects.toMatchObject({ code: 'OIDC_ROLE_REFUSED' });
});
