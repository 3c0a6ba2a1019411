import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAws, describeRepository, ecrCredentials } from '@ml-ci/aws';
import { createProcessRuntime, type Engine, removeImage, requireEngine } from '@ml-ci/containers';
import { silentLog } from '@ml-ci/core';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RegistryProcess, startRegistry } from '../../../containers/test/registry-process.ts';
import { account, type Project, region, startProject } from './project.ts';

const runFile = promisify(execFile);
let project: Project;
let registry: RegistryProcess;
let engine: Engine;
/** Credentials for the command line tools, in a folder of their own. */
let dockerConfig: string;
let ecr: string;

beforeAll(async () => {
  engine = await requireEngine(process.env);
  registry = await startRegistry();
  project = await startProject({ plain: `${registry.host}/dev/model` });
  await mkdir(join(project.folder, 'bin'));
  await copyFile('/bin/busybox', join(project.folder, 'bin/busybox'));
  await project.write({
    'model/model.txt': 'weights',
    Dockerfile:
      'FROM scratch\nARG NAME=none\nCOPY bin /bin\nCOPY model /model\nENV NAME=$NAME\nCMD ["/bin/busybox", "cat", "/model/model.txt"]',
    '.dockerignore': '.ml-ci\nimages\ndocker-config',
  });
  await logIn();
});

afterAll(async () => {
  await project.close();
  await registry.close();
  expect(await engine.docker.listImages({ filters: { reference: ['ml-ci-build'] } })).toEqual([]);
  const kept = await engine.docker.listImages({ filters: { reference: ['ml-ci-cache:birds-in-a-test'] } });
  expect(kept.length).toBeLessThanOrEqual(1);
  await removeImage(engine.docker, 'ml-ci-cache:birds-in-a-test');
});

/** What `docker login` would leave. */
async function logIn(): Promise<void> {
  const env = project.sandbox.env(account, region);
  const clock = project.sandbox.clock;
  const aws = createAws({
    env,
    clock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: 'login',
  });
  const session = await aws.session({ type: 'ecr', name: 'dev', account, region, repository: 'dev/model' });
  const { host, uri } = await describeRepository(session, 'dev/model');
  const credentials = await ecrCredentials(session, host)(host, { stale: false });
  if (credentials.type !== 'basic') throw new Error('ECR gave no credentials');
  const auth = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
  dockerConfig = join(project.folder, 'docker-config');
  await project.write({ 'docker-config/config.json': JSON.stringify({ auths: { [host]: { auth } } }) });
  ecr = uri;
}

async function skopeo(...args: string[]): Promise<string> {
  const { stdout } = await runFile('skopeo', [...args, '--authfile', join(dockerConfig, 'config.json')]);
  return stdout;
}

const docker = async (...args: string[]): Promise<string> =>
  (await runFile('docker', args, { env: { ...process.env, DOCKER_CONFIG: dockerConfig } })).stdout;

const layers = `engine: layers
base: scratch
layers:
  - { from: bin, to: /bin }
  - { from: model, to: /model }
command: [/bin/busybox, cat, /model/model.txt]`;

const engines = [
  ['docker', 'engine: docker'],
  ['layers', layers],
] as const;
const targets = [
  ['a plain registry', 'plain', () => `${registry.host}/dev/model`],
  ['ECR', 'dev', () => ecr],
] as const;

describe.each(engines)('engine %s', (name, image) => {
  test.each(targets)('%s: skopeo and docker take what was pushed', async (_, env, address) => {
    const { outcome, digest } = await project.build(image, { env, tag: `${name}-1` });
    expect(outcome.error).toBeUndefined();
    expect(outcome.outputs.image).toBe(`${address()}@${digest}`);

    const reference = `docker://${address()}:${name}-1`;
    const inspected = JSON.parse(await skopeo('inspect', '--tls-verify=false', reference));
    expect(inspected).toMatchObject({
      Digest: digest,
      Architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    });
    const copy = join(project.folder, `copy-${name}-${env}`);
    await skopeo('copy', '--src-tls-verify=false', `docker://${address()}@${digest}`, `dir:${copy}`);
    expect(await readdir(copy)).toContain('manifest.json');

    const pinned = `${address()}@${digest}`;
    expect(await docker('run', '--rm', pinned)).toBe('weights');
    await docker('rmi', pinned);
  });

  test('the process runner runs it too', async () => {
    const { digest } = await project.build(image, { env: 'plain', tag: `${name}-process` });
    const runtime = createProcessRuntime({ cacheFolder: join(project.folder, 'cache'), log: silentLog });
    const source = { repository: registry.repository('dev/model'), digest, reference: undefined };
    const container = await runtime.start(source, { name });
    expect(await container.exited).toMatchObject({ exitCode: 0 });
    expect(container.logs()).toEqual(['weights']);
    await runtime.dispose();
  });
});

describe('engine docker', () => {
  test('arguments, labels and the bytes that were sent', async () => {
    await project.write({ 'model/model.txt': 'other weights' });
    const platforms = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
    const inputs = { env: 'plain', tag: 'args', 'build-arg': 'NAME=$(id) x', label: 'a=b', platforms };
    const first = await project.build('engine: docker', inputs);
    expect(first.outcome.error).toBeUndefined();
    expect(Number(first.outcome.outputs['bytes-pushed'])).toBeLessThan(100_000); // /bin is there already
    const inspected = JSON.parse(
      await skopeo('inspect', '--tls-verify=false', `docker://${registry.host}/dev/model:args`),
    );
    expect(inspected).toMatchObject({ Labels: { a: 'b' }, Env: expect.arrayContaining(['NAME=$(id) x']) });

    const again = await project.build('engine: docker', inputs);
    expect(again.outcome).toMatchObject({
      exitCode: 0,
      outputs: { digest: first.digest, 'bytes-pushed': 0 },
    });
    await project.write({ 'model/model.txt': 'third weights' });
    const taken = await project.build('engine: docker', inputs);
    expect(taken.outcome).toMatchObject({ exitCode: 2, error: { code: 'TAG_TAKEN' } });
    expect((await registry.repository('dev/model').head('args'))?.digest).toBe(first.digest);
  });

  test('a build that fails ends with the reason, and leaves no tag', async () => {
    await writeFile(join(project.folder, 'bad.Dockerfile'), 'FROM scratch\nCOPY nothing /');
    const inputs = { env: 'plain', tag: 'bad', dockerfile: 'bad.Dockerfile' };
    const { outcome } = await project.build('engine: docker', inputs);
    expect(outcome).toMatchObject({ exitCode: 3, error: { code: 'BUILD_FAILED' } });
    expect(await registry.repository('dev/model').head('bad')).toBeUndefined();
  });

  test('a base image in ECR is pulled with the credentials of the stage', async () => {
    const base = await project.build(layers, { env: 'dev', tag: 'base' });
    await writeFile(
      join(project.folder, 'on-ecr.Dockerfile'),
      `FROM ${base.outcome.outputs.image}\nCOPY model /again`,
    );
    const inputs = { env: 'dev', tag: 'on-ecr', dockerfile: 'on-ecr.Dockerfile' };
    const { outcome, host } = await project.build('engine: docker', inputs);
    expect(outcome.error).toBeUndefined();
    await docker('rmi', String(base.outcome.outputs.image));
    for (const secret of host.masked) expect(JSON.stringify([host.events, outcome])).not.toContain(secret);
  });

  test('a build that is cancelled ends in the engine too', async () => {
    await writeFile(
      join(project.folder, 'long.Dockerfile'),
      'FROM scratch\nCOPY bin/busybox /bin/sh\nRUN while :; do : a-build-that-is-cancelled; done',
    );
    const inputs = { env: 'plain', tag: 'long', dockerfile: 'long.Dockerfile' };
    const { outcome } = await project.build('engine: docker', inputs, (event, host) => {
      if (event.type === 'output' && event.line.includes('Running in')) host.signal('SIGTERM');
    });
    expect(outcome.exitCode).toBe(143);
    expect(await registry.repository('dev/model').head('long')).toBeUndefined();
    const left = async () =>
      (await engine.docker.listContainers({ all: true })).filter(({ Command }) =>
        Command.includes('a-build-that-is-cancelled'),
      );
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  });

  test('--plan builds nothing', async () => {
    const { outcome } = await project.build('engine: docker', { env: 'plain', tag: 'plan', plan: 'true' });
    expect(outcome.plan?.map(({ call }) => call)).toEqual(['POST /build', 'POST /images/push']);
    expect(await registry.repository('dev/model').head('plan')).toBeUndefined();
  });
});

test('layers on a base in ECR: what the engines make lies on each other', async () => {
  const base = await project.build('engine: docker', { env: 'dev', tag: 'below' });
  const inputs = {
    env: 'dev',
    tag: 'above',
    base: String(base.outcome.outputs.image),
    layer: 'Dockerfile=/top.txt',
  };
  const { outcome } = await project.build(layers, inputs);
  expect(outcome.error).toBeUndefined();
  expect(outcome.outputs.layers).toBe(3);
  const top = await docker('run', '--rm', String(outcome.outputs.image), '/bin/busybox', 'cat', '/top.txt');
  expect(top).toBe(await readFile(join(project.folder, 'Dockerfile'), 'utf8'));
  await docker('rmi', String(outcome.outputs.image));
});
