import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  PutAccountSettingCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { removeFolder, temporaryFolder } from './folders.ts';

const execute = promisify(execFile);
let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
  await removeFolder(folder);
});

test('boto3 understands every answer', async () => {
  const env = { ...process.env, ...sandbox.env('111111111111', 'us-east-1') };
  const { stdout } = await execute('python3', [join(import.meta.dirname, 'boto3-probe.py')], { env });
  expect(JSON.parse(stdout)).toEqual({
    account: '111111111111',
    role: 'arn:aws:sts::222222222222:assumed-role/a/probe',
    object: ['abc', { stage: 'dev' }, true],
    keys: ['a b/ü+~.txt'],
    presigned: 'abc',
    once: 'PreconditionFailed',
    'no key': 'NoSuchKey',
    'no bucket': 'NoSuchBucket',
    again: 'ImageAlreadyExistsException',
    tags: ['v1'],
    'no repository': 'RepositoryNotFoundException',
    token: true,
    alarms: [],
  });
});

test('crane pushes, mounts, copies, lists and validates', async () => {
  const ecr = new ECRClient(seededClient(sandbox));
  for (const repositoryName of ['model/dev', 'model/prod']) {
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  }
  await ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand());
  const { host } = await sandbox.stores.ecr.registry('111111111111', 'us-east-1');
  const auths = { [host]: { auth: authorizationData?.[0]?.authorizationToken } };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths }));
  const run = (...args: string[]) =>
    execute('crane', args, { env: { ...process.env, DOCKER_CONFIG: folder } });

  await writeFile(join(folder, 'weights'), randomBytes(3_000_000));
  await execute('tar', ['-C', folder, '-cf', join(folder, 'layer.tar'), 'weights']);
  const from = `${host}/model/dev:v1`;
  const to = `${host}/model/prod:v1`;
  await run('append', '--new_layer', join(folder, 'layer.tar'), '-t', from);
  expect((await run('copy', from, to)).stderr).toContain('mounted blob');
  expect((await run('digest', to)).stdout).toBe((await run('digest', from)).stdout);
  expect((await run('ls', `${host}/model/prod`)).stdout).toBe('v1\n');
  expect((await run('validate', '--remote', to)).stdout).toContain('PASS');
});
