import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-iam-'));
  await writeFile(
    join(cwd, 'ml-ci.yml'),
    `version: 1
model: m
environments:
  prod: { account: "222222222222", region: us-east-1, repository: prod/m }
  disk: { layout: out }
`,
  );
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

function iam(...args: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'iam', ...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('ml-ci iam', () => {
  it('prints one policy for several steps, filled in, and nothing else on stdout', async () => {
    const { exitCode, stdout, stderr } = await iam('build-image', 'promote', '--env', 'prod');
    const { Version, Statement } = JSON.parse(stdout);
    expect([exitCode, Version]).toEqual([0, '2012-10-17']);
    const resources = Statement.map(({ Resource }: { Resource: readonly string[] }) => Resource);
    expect(resources).toEqual([['*'], ['arn:aws:ecr:us-east-1:222222222222:repository/prod/m']]);
    expect(stderr).toContain('note: ecr:GetAuthorizationToken on *: https://docs.aws.amazon.com/');
    expect(stderr).not.toContain('warning');
  });

  it('prints what one side of a step needs', async () => {
    const actionsOf = async (side: string) => {
      const { stdout } = await iam('promote', '--env', 'prod', '--side', side);
      return JSON.parse(stdout).Statement.flatMap(({ Action }: { Action: readonly string[] }) => Action);
    };
    const [from, to] = [await actionsOf('from'), await actionsOf('to')];
    expect([from.includes('ecr:PutImage'), to.includes('ecr:PutImage')]).toEqual([false, true]);
    expect([from.includes('ecr:ListImages'), to.includes('ecr:ListImages')]).toEqual([true, false]);
  });

  it('warns of names that are still to be filled in', async () => {
    const { exitCode, stdout, stderr } = await iam('deploy-ecs');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('role/$' + '{taskRole}');
    expect(stderr).toMatch(/^warning: fill in .*\$\{taskRole\}/m);
  });

  it.each<[string, readonly string[], string]>([
    ['no step', [], 'STEP… is required'],
    ['a step that does not exist', ['promot'], 'did you mean promote?'],
    ['an environment that does not exist', ['promote', '--env', 'dev'], 'use one of prod'],
    ['a side where no step has two', ['install', '--side', 'to'], 'acts in one environment'],
    ['an environment that is not in AWS', ['promote', '--env', 'disk'], 'is not in AWS'],
  ])('ends with 2 for %s', async (_rule, args, words) => {
    const { exitCode, stdout, stderr } = await iam(...args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toContain(words);
  });
});
