import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { activeDeployments } from '@ml-ci/aws';
import type { Digest } from '@ml-ci/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../packages/steps/test/dependencies/bench.ts';
import { type Stage, startStage } from '../packages/steps/test/rollout/stage.ts';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function start({ cwd, env }: Place, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs the command to its end; a run that says `deadly` is killed with SIGKILL, which nobody can hear. */
async function run(place: Place, args: readonly string[], deadly?: string) {
  const child = start(place, args);
  let text = '';
  const add = (chunk: Buffer) => {
    text += chunk.toString();
    if (deadly !== undefined && text.includes(deadly)) child.kill('SIGKILL');
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('exit', (...ended) => resolve(ended)),
  );
  return { code, signal, text };
}

const stateOf = (root: string, step: string) => join(root, '.ml-ci', 'state', `${step}.json`);
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

describe('ml-ci clean-up after a deploy-ecs that was killed', () => {
  let stage: Stage;
  let first: Digest;
  let good: Digest;
  let place: Place;

  beforeAll(async () => {
    stage = await startStage(80);
    first = await stage.push('first', 'healthy');
    good = await stage.push('good', 'healthy');
    place = { cwd: stage.folder, env: { ...stage.env, PATH: process.env.PATH, HOME: stage.folder } };
  }, 60_000);
  afterAll(() => stage.stop());

  const keepsOldTasks = { terminationWaitMinutes: 2_880 };
  const deploy = (name: string, ...more: string[]) => {
    const there = ['--env', 'prod', '--service', name, '--application', name, '--group', name];
    // stays in its bake, with the deployment going on, until something is done about it
    const strategy = ['--digest', good, '--strategy', 'all-at-once', '--bake', '100h'];
    return ['deploy-ecs', ...there, ...strategy, ...more];
  };

  it('stops the deployment, follows it back, and has nothing to do the second time', async () => {
    const service = await stage.service('killed', first, keepsOldTasks);
    const before = await service.serves();
    expect(await run(place, deploy('killed'), 'must stay quiet')).toMatchObject({ signal: 'SIGKILL' });
    const [id = ''] = await activeDeployments(stage.session, 'killed', 'killed');
    expect(id).not.toBe('');
    const { mode } = await stat(stateOf(stage.folder, 'deploy-ecs'));
    expect(mode & 0o777).toBe(0o600);

    const cleaned = await run(place, ['clean-up', 'deploy-ecs']);
    expect([cleaned.code, cleaned.text]).toEqual([0, expect.stringContaining(`"${id}" was stopped`)]);
    expect(await stage.deploymentOf(id)).toMatchObject({ status: 'Stopped' });
    expect(await activeDeployments(stage.session, 'killed', 'killed')).toEqual([]);
    expect(await service.serves()).toBe(before);

    const callsBefore = stage.sandbox.calls.length;
    const again = await run(place, ['clean-up', 'deploy-ecs']);
    expect([again.code, again.text]).toEqual([0, expect.stringContaining('nothing was left')]);
    expect(stage.sandbox.calls.length).toBe(callsBefore);
    expect(await exists(stateOf(stage.folder, 'deploy-ecs'))).toBe(false);
  }, 60_000);

  it('finds a deployment whose name the run did not live to hear', async () => {
    await stage.service('unheard', first, keepsOldTasks);
    expect(await run(place, deploy('unheard'), 'must stay quiet')).toMatchObject({ signal: 'SIGKILL' });
    const [id = ''] = await activeDeployments(stage.session, 'unheard', 'unheard');
    const file = stateOf(stage.folder, 'deploy-ecs');
    const text = await readFile(file, 'utf8');
    expect(text).toContain(id);
    await writeFile(file, text.replace(/,\s*"deployment": "[^"]*"/, ''));
    const cleaned = await run(place, ['clean-up']);
    expect([cleaned.code, cleaned.text]).toEqual([0, expect.stringContaining(`"${id}" was stopped`)]);
    expect(await stage.deploymentOf(id)).toMatchObject({ status: 'Stopped' });
  }, 60_000);

  it('leaves it running where the run was told to detach, and says how to look again', async () => {
    await stage.service('left', first, keepsOldTasks);
    expect(await run(place, deploy('left', '--on-cancel', 'detach'), 'must stay quiet')).toMatchObject({
      signal: 'SIGKILL',
    });
    const [id = ''] = await activeDeployments(stage.session, 'left', 'left');
    const cleaned = await run(place, ['clean-up']);
    expect([cleaned.code, cleaned.text]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(`"${id}" goes on[\\s\\S]*ml-ci deploy-ecs --env prod --digest ${good}`),
      ),
    ]);
    expect(await activeDeployments(stage.session, 'left', 'left')).toEqual([id]);
  }, 60_000);

  it('leaves alone what a run does that lives', async () => {
    await stage.service('alive', first, keepsOldTasks);
    const child = start(place, deploy('alive'));
    await new Promise<void>((resolve) =>
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('started d-')) resolve();
      }),
    );
    const cleaned = await run(place, ['clean-up', 'deploy-ecs']);
    expect([cleaned.code, cleaned.text]).toEqual([0, expect.stringContaining('nothing was left')]);
    expect(await activeDeployments(stage.session, 'alive', 'alive')).toHaveLength(1);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await activeDeployments(stage.session, 'alive', 'alive')).toEqual([]);
    expect(await exists(stateOf(stage.folder, 'deploy-ecs'))).toBe(false);
  }, 60_000);
});

describe('ml-ci clean-up after an install that was killed', () => {
  let bench: Bench;
  let place: Place;
  // the repository lacks the package: what is looked up first would end the run before it has a token
  const lock = ['--manager', 'pip', '--lock', 'requirements.lock', '--verify', 'off'];
  const args = ['install', ...lock, '--python', './python'];
  const domain = [
    '--domain',
    'ml',
    '--repository',
    'pinned',
    '--owner',
    '111111111111',
    '--region',
    'eu-west-1',
  ];
  const tokenFiles = async () =>
    (await readdir(join(bench.folder, 'tmp'), { recursive: true })).filter((name) => name.endsWith('netrc'));

  beforeAll(async () => {
    bench = await startBench({});
    place = { cwd: bench.project, env: bench.env };
    await bench.write({
      'requirements.lock': `tiny==1.0 --hash=sha256:${'0'.repeat(64)}\n`,
      // waits where pip would install, so that the run dies with its token on disk
      python:
        '#!/bin/sh\ncase "$*" in *--version*) echo "pip 24.0 from x" ;; *) echo waiting; exec sleep 3 ;; esac\n',
    });
    await chmod(join(bench.project, 'python'), 0o755);
  });
  afterAll(() => bench.close());

  it('removes the folder with the token, and only that', async () => {
    const kept = join(bench.folder, 'tmp', 'ml-ci-install-other1');
    await mkdir(kept);
    const killed = await run(place, [...args, ...domain], 'waiting');
    expect([killed.signal, killed.text]).toEqual(['SIGKILL', expect.anything()]);
    expect(await tokenFiles()).toHaveLength(1);
    const cleaned = await run(place, ['clean-up']);
    expect([cleaned.code, cleaned.text]).toEqual([0, expect.stringContaining('removed "')]);
    expect(await tokenFiles()).toEqual([]);
    expect(await exists(kept)).toBe(true);
    const again = await run(place, ['clean-up', 'install']);
    expect([again.code, again.text]).toEqual([0, expect.stringContaining('nothing was left')]);
  }, 30_000);

  it('removes what was begun beside a target, and puts back what was moved away', async () => {
    const target = ['--target', 'packages'];
    expect((await run(place, [...args, ...domain, ...target], 'waiting')).signal).toBe('SIGKILL');
    const begun = async () =>
      (await readdir(bench.project)).filter((name) => name.startsWith('.ml-ci-install-'));
    const [beside = ''] = await begun();
    expect(beside).not.toBe('');
    // as if it had died between moving the old content away and the new one in
    await bench.write({ [`${beside}/old/kept.txt`]: 'old', [`${beside}/new/half.txt`]: 'new' });
    const cleaned = await run(place, ['clean-up', 'install']);
    expect([cleaned.code, cleaned.text]).toEqual([0, expect.stringContaining(beside)]);
    expect(await begun()).toEqual([]);
    expect(await readdir(join(bench.project, 'packages'))).toEqual(['kept.txt']);
    expect(await tokenFiles()).toEqual([]);
  }, 30_000);

  it.each(['../project', 'somewhere', 'ml-ci-install-linked'])(
    'removes nothing that it did not make: %s',
    async (name) => {
      const target = join(bench.folder, 'tmp', name);
      if (name.includes('linked')) await symlink(bench.project, target);
      else await mkdir(target, { recursive: true });
      const died = start(place, ['--version']);
      await new Promise((resolve) => died.on('exit', resolve));
      const left = [{ process: died.pid, values: { run: 'local', temporary: target } }];
      await mkdir(join(bench.project, '.ml-ci', 'state'), { recursive: true });
      await writeFile(stateOf(bench.project, 'install'), JSON.stringify(left));
      const cleaned = await run(place, ['clean-up', 'install']);
      expect([cleaned.code, cleaned.text]).toEqual([2, expect.stringContaining('FILE_UNSAFE')]);
      expect(await exists(join(bench.project, 'python'))).toBe(true);
      expect(await exists(target)).toBe(true);
    },
  );
});
