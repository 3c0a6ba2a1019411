import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, awsOf, environment } from './run.ts';

let sandbox: Sandbox;
let folder: string;
let files: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox({ accounts: [account, '222222222222'] });
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-credentials-'));
  files = {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONFIG_FILE: join(folder, 'config'),
  };
  const entry = (id: string) => {
    const key = sandbox.credentials.ofAccount(id);
    return `aws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`;
  };
  await writeFile(
    join(folder, 'credentials'),
    `[default]\n${entry('222222222222')}[team]\n${entry(account)}`,
  );
  // an endpoint that a file names is nobody's to choose: it must not be asked
  await writeFile(join(folder, 'config'), '[profile team]\nendpoint_url = http://127.0.0.1:1\n');
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

const principal = async (env: Record<string, string | undefined>, profile?: string) => {
  const { aws } = awsOf(sandbox, { env });
  return (await aws.session({ ...environment, ...(profile ? { profile } : {}) })).principal;
};

test('the profile of the environment is used, before that of AWS_PROFILE', async () => {
  expect(await principal({ ...files, AWS_PROFILE: 'default' }, 'team')).toContain(account);
  expect(await principal({ ...files, AWS_PROFILE: 'team' })).toContain(account);
});

test('a profile of another account is refused, and the message says which profile it was', async () => {
  await expect(principal(files)).rejects.toThrow(/profile "default".*222222222222/);
});

test('variables come before a profile', async () => {
  const { accessKeyId, secretAccessKey } = sandbox.credentials.ofAccount(account);
  const env = { ...files, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  expect(await principal(env)).toContain(account);
});

test('without any credentials the error says how to get some', async () => {
  const nothing = principal(files, 'nobody');
  await expect(nothing).rejects.toMatchObject({
    code: 'CREDENTIALS_MISSING',
    kind: 'input',
    fix: expect.stringContaining('aws sso login --profile nobody'),
  });
});

test('the credentials of a container are fetched with its token, and fetched again near their end', async () => {
  const tokens: unknown[] = [];
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } =
    sandbox.credentials.ofAccount(account);
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    const Expiration = new Date(sandbox.clock.now() + 1_000).toISOString();
    // the key is not a session's, so any token would be refused; ECS always sends one
    response.end(JSON.stringify({ AccessKeyId, SecretAccessKey, Token: '', Expiration }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    // a server that listens on an address has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const env = {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/role`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'container-token',
    };
    const session = await awsOf(sandbox, { env }).aws.session(environment);
    expect(session.principal).toContain(account);
    expect(tokens).toEqual(['container-token']);
    await sandbox.clock.sleep(600);
    await session.credentials();
    expect(tokens).toHaveLength(2);
  } finally {
    server.close();
  }
});
