import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog, wallClock } from '@ml-ci/core';
import { layoutRepository } from '@ml-ci/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireEngine } from '../src/connect.ts';
import { createDockerRuntime } from '../src/docker.ts';
import { ensureHostBase, hostBaseTag } from '../src/host-base.ts';
import { createProcessRuntime, type OwnedRuntime } from '../src/process.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-base-test-'));
  await ensureHostBase(join(folder, 'base'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(runtime: OwnedRuntime, script: string): Promise<string> {
  const repository = layoutRepository(join(folder, 'base'), { clock: wallClock, random: Math.random });
  const digest = (await repository.head(hostBaseTag))?.digest;
  if (digest === undefined) throw new Error('no base');
  try {
    const source = { repository, digest, reference: undefined };
    const container = await runtime.start(source, { name: 'base', command: ['node', '-e', script] });
    await container.exited;
    return container.logs().join('\n');
  } finally {
    await runtime.dispose();
  }
}

const script = 'console.log(process.version, require("fs").existsSync("/bin/ls"), process.execPath)';

test('docker runs JavaScript on it, with nothing else of this machine', async () => {
  const engine = await requireEngine(process.env);
  const runtime = createDockerRuntime({ engine, log: silentLog, run: 'test', random: Math.random });
  expect(await run(runtime, script)).toBe(`${process.version} false /usr/local/bin/node`);
});

test('the process runner runs the node of the image, not the one of this machine', async () => {
  const runtime = createProcessRuntime({ cacheFolder: join(folder, 'cache'), log: silentLog });
  expect(await run(runtime, 'console.log(process.version, process.execPath)')).toMatch(
    new RegExp(`^${process.version} .*/cache/unpacked/.*/usr/local/bin/node$`),
  );
});

test('made twice it has one digest', async () => {
  const again = await ensureHostBase(join(folder, 'again'));
  const heads = [again, join(folder, 'base')].map((path) =>
    layoutRepository(path, { clock: wallClock, random: Math.random }).head(hostBaseTag),
  );
  const [first, second] = await Promise.all(heads);
  expect(first).toEqual(second);
});
