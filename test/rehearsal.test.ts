import { readFile } from 'node:fs/promises';
import { loadConfig, silentLog } from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rehearsal } from '../packages/cli/src/rehearse/rehearsal.ts';
import { makeProject, type Project } from './support/project.ts';

let project: Project;
let rehearsal: Rehearsal;
const printed: string[] = [];

beforeAll(async () => {
  project = await makeProject();
  const config = await loadConfig({ cwd: project.root });
  if (!config) throw new Error('the project has no configuration');
  const stream = { write: (text: string) => printed.push(text) };
  const env = {
    PATH: process.env.PATH,
    HOME: project.root,
    AWS_PROFILE: 'production',
    AWS_SECRET_ACCESS_KEY: 'real-secret',
  };
  rehearsal = await Rehearsal.start({
    config,
    env,
    stdout: stream,
    stderr: stream,
    log: silentLog,
    onLink: () => undefined,
    runtime: 'process',
  });
}, 60_000);

afterAll(async () => {
  await rehearsal.stop();
});

/** The last link of a release, how it ended, and what prod serves afterwards, as the service says. */
async function tryRelease(tag: string) {
  const { results } = await rehearsal.release({ title: tag, tag });
  const last = results.at(-1);
  const outcome = last?.outcome === 'unchanged' ? undefined : last?.outcome;
  const prod = (await rehearsal.statuses()).find(({ name }) => name === 'prod');
  return { link: last?.link.key, outcome, serving: prod?.service?.digest, rollout: prod?.service?.rollout };
}

describe('a release in the sandbox', () => {
  it('goes through to prod, and prod serves its digest', { timeout: 90_000 }, async () => {
    const { link, outcome, serving } = await tryRelease('1.0.0');
    expect([link, outcome?.verdict, outcome?.error]).toEqual(['deploy-ecs:prod', 'passed', undefined]);
    expect(serving).toBe(rehearsal.digestOf('1.0.0'));
    expect(outcome?.rehearsal).toBe(rehearsal.endpoint);
  });

  it('is rolled back by the alarm when it fails its users, and the one before serves again', {
    timeout: 90_000,
  }, async () => {
    await project.behave("request.url === '/b' ? 500 : 200");
    const { link, outcome, serving } = await tryRelease('1.1.0');
    expect([link, outcome?.verdict, outcome?.outputs.outcome]).toEqual([
      'deploy-ecs:prod',
      'failed',
      'rolled-back',
    ]);
    expect(outcome?.exitCode).toBe(1);
    expect(rehearsal.digestOf('1.1.0')).not.toBe(rehearsal.digestOf('1.0.0'));
    expect(serving).toBe(rehearsal.digestOf('1.0.0'));
  });

  it('never takes a tag that another image has, and builds nothing over it', {
    timeout: 60_000,
  }, async () => {
    await project.behave('201');
    const { link, outcome, serving } = await tryRelease('1.0.0');
    expect([link, outcome?.exitCode, outcome?.error?.code]).toEqual(['build-image', 2, 'TAG_TAKEN']);
    expect(serving).toBe(rehearsal.digestOf('1.0.0'));
  });

  it('calls nothing of AWS that its steps do not declare', () => {
    const calls = new Map<string, Set<string>>();
    for (const { step, action } of rehearsal.calls)
      calls.set(step, (calls.get(step) ?? new Set()).add(action));
    expect([...calls.keys()].sort()).toEqual(['build-image', 'deploy-ecs', 'install', 'promote']);
    for (const [name, actions] of calls) {
      const declared = steps
        .find((step) => step.name === name)
        ?.permissions.flatMap((permission) => permission.actions);
      // every identity may ask who it is, and the role of an environment is assumed by the session
      const undeclared = [...actions].filter(
        (action) =>
          !['sts:GetCallerIdentity', 'sts:AssumeRole'].includes(action) && !declared?.includes(action),
      );
      expect(undeclared, name).toEqual([]);
    }
  });

  it('shows no credential of this machine or of the sandbox', async () => {
    const report = await readFile(await rehearsal.writeReport(await rehearsal.statuses()), 'utf8');
    const records = await readFile(`${project.root}/.ml-ci/runs/deploy-ecs.json`, 'utf8');
    for (const secret of ['real-secret', rehearsal.env.AWS_SECRET_ACCESS_KEY ?? 'missing'])
      expect(printed.join('') + report + records).not.toContain(secret);
  });
});
