import { readFile } from 'node:fs/promises';
import { createLog, silentLog } from '@ml-ci/core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, requireEngine } from '../src/connect.ts';
import { createDockerRuntime } from '../src/docker.ts';
import { runLabel } from '../src/docker-container.ts';
import { createRuntime } from '../src/engine.ts';
import type { OwnedRuntime } from '../src/process.ts';
import type { StartOptions } from '../src/runtime.ts';
import { memoryImage, type TestEntry } from './memory-image.ts';

const run = `test-${process.pid}`;
let busybox: Record<string, TestEntry>;
let engine: Engine;
let runtime: OwnedRuntime;

beforeAll(async () => {
  engine = await requireEngine(process.env);
  busybox = { 'bin/busybox': { content: await readFile('/bin/busybox'), mode: 0o755 } };
});

beforeEach(() => {
  runtime = createDockerRuntime({ engine, log: silentLog, run, random: Math.random });
});

afterEach(async () => {
  await runtime.dispose();
  const label = `${runLabel}=${run}`;
  expect(await engine.docker.listContainers({ all: true, filters: { label: [label] } })).toEqual([]);
});

afterAll(async () => {
  const images = await engine.docker.listImages({ filters: { reference: ['ml-ci-load'] } });
  expect(images).toEqual([]);
});

async function start(command: readonly string[], options: Partial<StartOptions> = {}) {
  const image = await memoryImage({
    layers: [busybox, { 'www/index.html': 'weights' }],
    config: { Cmd: command, Env: ['A=image', 'B=image'] },
  });
  return runtime.start({ ...image, reference: undefined }, { name: 'test', ...options });
}

test('a server answers on loopback only, and is gone after stop', async () => {
  const container = await start(['/bin/busybox', 'httpd', '-f', '-p', '8080', '-h', '/www'], { port: 8080 });
  const { host, port } = container.address ?? { host: '', port: 0 };
  expect(host).toBe('127.0.0.1');
  const details = await engine.docker.getContainer(container.id).inspect();
  expect(details.NetworkSettings.Ports['8080/tcp']).toEqual([
    { HostIp: '127.0.0.1', HostPort: String(port) },
  ]);
  expect(details.HostConfig).toMatchObject({ CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] });
  await expect
    .poll(() =>
      fetch(`http://${host}:${port}/`).then(
        (answer) => answer.text(),
        () => undefined,
      ),
    )
    .toBe('weights');
  await container.stop(100); // process 1 has no default action for SIGTERM
  await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow();
});

test('environment, output and exit code are those of the process', async () => {
  const script = 'echo $A $B; echo wrong >&2; exit 7';
  const container = await start(['/bin/busybox', 'sh', '-c', script], { env: { B: 'caller' } });
  expect(await container.exited).toEqual({ exitCode: 7, reason: 'exited with code 7' });
  expect([...container.logs()].sort()).toEqual(['image caller', 'wrong']);
});

test('a command of the caller replaces that of the image', async () => {
  const container = await start(['/bin/busybox', 'false'], { command: ['/bin/busybox', 'echo', 'hello'] });
  await container.exited;
  expect(container.logs()).toEqual(['hello']);
});

test('a process that ignores SIGTERM is killed', async () => {
  const container = await start(['/bin/busybox', 'sh', '-c', 'trap "" TERM; while :; do :; done']);
  await container.stop(200);
  expect(await container.exited).toMatchObject({ exitCode: 137 });
});

test('aborting removes the container', async () => {
  const controller = new AbortController();
  const container = await start(['/bin/busybox', 'sh', '-c', 'trap "exit 3" TERM; while :; do :; done'], {
    signal: controller.signal,
  });
  controller.abort();
  expect(await container.exited).toMatchObject({ exitCode: 3 });
  await expect(engine.docker.getContainer(container.id).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test('too much memory is named as the reason', async () => {
  const container = await start(['/bin/busybox', 'sh', '-c', 'x=aaaaaaaa; while :; do x=$x$x; done'], {
    memoryBytes: 16 * 1024 * 1024,
  });
  expect(await container.exited).toMatchObject({ reason: expect.stringContaining('out of memory') });
});

test('a command that is not in the image is a clear error', async () => {
  await expect(start(['/bin/nothing'])).rejects.toMatchObject({
    code: 'IMAGE_UNRUNNABLE',
    message: expect.stringMatching(
      /cannot be started: "\/bin\/nothing": stat \/bin\/nothing: no such file or directory$/,
    ),
  });
});

test('an image that cannot be pulled is a clear error', async () => {
  const image = await memoryImage({ layers: [] });
  const reference = `127.0.0.1:1/nothing@${image.digest}`;
  await expect(runtime.start({ ...image, reference }, { name: 'test' })).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    message: expect.stringContaining('127.0.0.1:1'),
  });
});

test('docker is chosen where an engine answers, and a dead DOCKER_HOST falls back with the reason', async () => {
  const said: string[] = [];
  const log = createLog((event) => said.push('message' in event ? event.message : ''));
  const options = { prefer: 'auto', cacheFolder: '/nowhere', run, log, random: Math.random } as const;
  expect((await createRuntime({ ...options, env: {} })).name).toBe('docker');
  const dead = await createRuntime({ ...options, env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
  expect(dead.name).toBe('process');
  expect(said).toEqual([expect.stringContaining('run in Docker'), expect.stringContaining('ECONNREFUSED')]);
  await expect(
    createRuntime({ ...options, prefer: 'docker', env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } }),
  ).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
});
