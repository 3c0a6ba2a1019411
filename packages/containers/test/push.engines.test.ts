import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@ml-ci/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../src/build.ts';
import { type Engine, requireEngine } from '../src/connect.ts';
import { createDockerRuntime } from '../src/docker.ts';
import { removeImage } from '../src/docker-image.ts';
import { createProcessRuntime } from '../src/process.ts';
import { pushImage } from '../src/push.ts';
import { type RegistryProcess, startRegistry } from './registry-process.ts';

let engine: Engine;
let registry: RegistryProcess;
let folder: string;
const name = 'ml-ci-test:push';

beforeAll(async () => {
  engine = await requireEngine(process.env);
  registry = await startRegistry();
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-push-'));
  await writeFile(join(folder, 'main.mjs'), 'console.log("from the registry")');
  await writeFile(
    join(folder, 'Dockerfile'),
    'FROM scratch\nCOPY main.mjs /app/\nCMD ["node", "/app/main.mjs"]',
  );
  await buildImage(engine, { name, context: folder, dockerfile: join(folder, 'Dockerfile') });
});

afterAll(async () => {
  await removeImage(engine.docker, name);
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const push = (path: string, tag = '1') =>
  pushImage(engine, {
    name,
    repository: `${registry.host}/${path}`,
    tag,
    target: registry.repository(path),
  });

test('what the engine pushed is what the registry has, and no tag stays in the engine', async () => {
  const first = await push('dev/model');
  expect((await registry.repository('dev/model').head('1'))?.digest).toBe(first.digest);
  expect(first.sentLayers).toHaveLength(1);
  const second = await push('dev/model', '2');
  expect(second).toEqual({ digest: first.digest, sentLayers: [] });
  const { RepoTags } = await engine.docker.getImage(name).inspect();
  expect(RepoTags).toEqual([name]);
});

test('a registry that is not there is a clear error, and no tag stays in the engine', async () => {
  const target = registry.repository('dev/model');
  const pushing = pushImage(engine, { name, repository: '127.0.0.1:1/dev/model', tag: '1', target });
  await expect(pushing).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  expect((await engine.docker.getImage(name).inspect()).RepoTags).toEqual([name]);
});

test('the process runner runs what the engine pushed; an image that was pulled is removed again', async () => {
  const { digest } = await push('dev/model', '3');
  const repository = registry.repository('dev/model');
  const reference = `${registry.host}/dev/model@${digest}`;
  const runtime = createProcessRuntime({ cacheFolder: join(folder, 'cache'), log: silentLog });
  const container = await runtime.start({ repository, digest, reference }, { name: 'test' });
  await container.exited;
  expect(container.logs()).toEqual(['from the registry']);
  await runtime.dispose();

  await removeImage(engine.docker, name);
  const docker = createDockerRuntime({ engine, log: silentLog, run: 'test', random: Math.random });
  await expect(docker.start({ repository, digest, reference }, { name: 'test' })).rejects.toMatchObject({
    code: 'IMAGE_UNRUNNABLE', // there is no node in it
  });
  await docker.dispose();
  await expect(engine.docker.getImage(reference).inspect()).rejects.toMatchObject({ statusCode: 404 });
});
