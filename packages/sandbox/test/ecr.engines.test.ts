import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { removeFolder, temporaryFolder } from './folders.ts';

const execute = promisify(execFile);
const layerBytes = 20_000_000;
let folder: string;
let sandbox: Sandbox;
let host: string;
let local: string;
let password: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox();
  const ecr = new ECRClient(seededClient(sandbox));
  for (const repositoryName of ['model/dev', 'model/prod', 'fixed']) {
    const imageTagMutability = repositoryName === 'fixed' ? 'IMMUTABLE' : 'MUTABLE';
    await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }));
  }
  ({ host } = await sandbox.stores.ecr.registry('111111111111', 'us-east-1'));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand());
  const token = authorizationData?.[0]?.authorizationToken ?? '';
  password = Buffer.from(token, 'base64').toString().replace(/^AWS:/, '');
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { auth: token } } }));
  local = `${host}/model/dev:v1`;
  await writeFile(join(folder, 'weights'), randomBytes(layerBytes));
  await execute('tar', ['-C', folder, '-cf', join(folder, 'image.tar'), 'weights']);
  await docker('import', join(folder, 'image.tar'), local);
});

afterAll(async () => {
  await docker('rmi', '--force', local);
  await sandbox.stop();
  await removeFolder(folder);
});

const docker = (...args: string[]) => execute('docker', ['--config', folder, ...args]);
const skopeo = (...args: string[]) => execute('skopeo', args);
const authfile = () => `--authfile=${join(folder, 'config.json')}`;
const digestOf = (output: string) => /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
const image = async (repository: string, tag: string) => {
  const { repositories } = await sandbox.stores.ecr.registry('111111111111', 'us-east-1');
  return repositories.get(repository)?.tags.get(tag);
};

describe('docker', () => {
  test('logs in, pushes, and pulls what it pushed', async () => {
    const login = docker('login', '--username', 'AWS', '--password-stdin', host);
    login.child.stdin?.end(password);
    expect((await login).stdout).toContain('Login Succeeded');
    const digest = digestOf((await docker('push', local)).stdout);
    expect(digest).toBe(await image('model/dev', 'v1'));
    await docker('rmi', local);
    const pulled = await docker('pull', local);
    expect(pulled.stdout).toContain(`Digest: ${digest}`);
    const { stdout } = await docker('image', 'inspect', '--format', '{{.Size}}', local);
    expect(Number(stdout)).toBe(layerBytes);
  });

  test('is refused an immutable tag that is taken', async () => {
    const fixed = `${host}/fixed:v1`;
    await docker('tag', local, fixed);
    await docker('push', fixed);
    const before = await image('fixed', 'v1');
    await execute('tar', ['-C', folder, '-cf', join(folder, 'other.tar'), 'config.json']);
    await docker('import', join(folder, 'other.tar'), fixed);
    await expect(docker('push', fixed)).rejects.toMatchObject({
      stderr: expect.stringContaining('immutable'),
    });
    expect(await image('fixed', 'v1')).toBe(before);
    await docker('rmi', '--force', fixed);
  });
});

describe('skopeo', () => {
  test('copies between repositories, into a folder and back', async () => {
    const from = `docker://${host}/model/dev:v1`;
    const to = (tag: string) => `docker://${host}/model/prod:${tag}`;
    const tls = ['--src-tls-verify=false', '--dest-tls-verify=false'];
    await skopeo('copy', authfile(), ...tls, from, to('v1'));
    expect(await image('model/prod', 'v1')).toBe(await image('model/dev', 'v1'));
    const layout = `oci:${join(folder, 'layout')}:v1`;
    await skopeo('copy', authfile(), '--src-tls-verify=false', from, layout);
    await skopeo('copy', authfile(), '--dest-tls-verify=false', layout, to('oci'));
    const { stdout } = await skopeo('inspect', authfile(), '--tls-verify=false', to('oci'));
    expect(JSON.parse(stdout)).toMatchObject({ RepoTags: ['oci', 'v1'] });
  });

  test('is refused without a token', async () => {
    const inspect = skopeo('inspect', '--no-creds', '--tls-verify=false', `docker://${host}/model/dev:v1`);
    await expect(inspect).rejects.toMatchObject({ stderr: expect.stringContaining('Not Authorized') });
  });
});
