import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { wallClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RegistryProcess, startRegistry } from '../../../test/bench/lib/registry-process.ts';
import { anonymousCredentials, createTransport, type Repository, registryRepository } from '../src/index.ts';
import { pushImage, pushIndex } from './fixture.ts';
import { describeRepository } from './repository-suite.ts';

const cli = join(import.meta.dirname, '../../cli/src/bin.ts');
let folder = '';
let near: RegistryProcess;
let far: RegistryProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-oci-engines-'));
  near = await startRegistry(join(folder, 'near'));
  far = await startRegistry(join(folder, 'far'));
});
afterAll(async () => {
  await near.close();
  await far.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(path: string, { host }: RegistryProcess = near): Promise<Repository> {
  const transport = createTransport({
    host,
    clock: wallClock,
    random: Math.random,
    credentials: anonymousCredentials,
  });
  return registryRepository(transport, path);
}

describeRepository('docker-registry', open);

describe('skopeo', () => {
  const skopeo = (...args: string[]) => spawnSync('skopeo', args, { encoding: 'utf8' });

  it('reads what was written, index and all', async () => {
    const index = await pushIndex(await open('peers/index'), '1');
    const { status, stdout, stderr } = skopeo(
      'inspect',
      '--raw',
      '--tls-verify=false',
      `docker://${near.host}/peers/index:1`,
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(Buffer.from(index.bytes).toString());
  });

  it('copies it on, and what it wrote is read', async () => {
    const image = await pushImage(await open('peers/from'), 1, { tag: '1' });
    const copy = ['copy', '--preserve-digests', '--src-tls-verify=false', '--dest-tls-verify=false'];
    const { status, stderr } = skopeo(
      ...copy,
      `docker://${near.host}/peers/from:1`,
      `docker://${near.host}/peers/to:2`,
    );
    expect([status, stderr]).toEqual([0, expect.anything()]);
    expect((await (await open('peers/to')).head('2'))?.digest).toBe(image.descriptor.digest);
  });
});

describe('a promotion in a process that is ended', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('with %s leaves no tag, and the next one completes', async (signal, exitCode) => {
    const name = signal.toLowerCase();
    const image = await pushImage(await open(`${name}/dev`), 7, { tag: '1', layerBytes: 100_000_000 });
    const project = join(folder, name);
    await mkdir(project);
    const stages = `dev: { registry: "${near.host}/${name}/dev" }, prod: { registry: "${far.host}/${name}/prod" }`;
    await writeFile(join(project, 'ml-ci.yml'), `version: 1\nmodel: m\nenvironments: { ${stages} }\n`);
    const promote = () => {
      const args = [cli, 'promote', '--from', 'dev', '--to', 'prod', '--tag', '1'];
      const env = { PATH: process.env.PATH, HOME: project };
      return spawn(process.execPath, args, { cwd: project, env, stdio: 'ignore' });
    };
    const first = promote();
    const end = ended(first);
    await untilUploading(`${name}/prod`);
    first.kill(signal);
    expect(await end).toBe(exitCode);
    const destination = await open(`${name}/prod`, far);
    expect(await destination.head('1')).toBeUndefined();
    expect(await destination.head(image.descriptor.digest)).toBeUndefined();
    expect(await ended(promote())).toBe(0);
    expect((await destination.head('1'))?.digest).toBe(image.descriptor.digest);
  });
});

/** Until a layer is on its way: the registry has some of its bytes, and not all. */
async function untilUploading(path: string): Promise<void> {
  const uploads = join(folder, 'far/data/docker/registry/v2/repositories', path, '_uploads');
  for (;;) {
    for (const id of await readdir(uploads).catch(() => [])) {
      const size = await stat(join(uploads, id, 'data')).then(
        (found) => found.size,
        () => 0,
      );
      if (size > 1_000_000) return;
    }
    await delay(2);
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}
