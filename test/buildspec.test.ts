import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, it } from 'vitest';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-buildspec-'));
});

const cleanEnv = () => ({
  PATH: process.env.PATH,
  HOME: cwd,
  NO_COLOR: '1',
  GITHUB_TOKEN: 'never',
  OTHER: 'mine',
});

/** Runs `ml-ci` on a `b.yml` as a user does, in a folder of its own. */
async function mlci(buildspec: string, args: readonly string[]) {
  await writeFile(join(cwd, 'b.yml'), buildspec);
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd, env: cleanEnv() }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const build = (...commands: readonly string[]) =>
  `version: 0.2\nenv: { exported-variables: [X], secrets-manager: { KEY: 'app:key' } }\nphases: ${JSON.stringify({ build: { commands } })}\n`;

describe('ml-ci run-buildspec', () => {
  it.each<[string, string, readonly string[], number, string]>([
    ['0 for a build that succeeded', build('export X=1'), ['--secret', 'KEY=k'], 0, 'exported X=1'],
    ['1 for a build that failed', build('(exit 9)'), ['--secret', 'KEY=k'], 1, 'ended with exit status 9'],
    ['2 for a value of a store that is not given', build('true'), [], 2, 'BUILDSPEC_VALUE_MISSING'],
    ['2 for a buildspec with mistakes', 'version: 0.2\nphase: {}\n', [], 2, 'b.yml:2'],
    ['2 for a secret of the caller that is not set', build('true'), ['--secret', 'KEY'], 2, '--secret KEY'],
    ['2 for --batch without a batch', build('true'), ['--batch'], 2, 'run it without --batch'],
  ])('ends with %s', async (_rule, text, args, expected, message) => {
    const { exitCode, stdout } = await mlci(text, ['run-buildspec', 'b.yml', ...args]);
    expect(stdout).toContain(message);
    expect(exitCode).toBe(expected);
  });

  it('passes what --env names, hides what --secret gives, and prints one JSON object', async () => {
    const { exitCode, stdout, stderr } = await mlci(
      build('export X="$OTHER $GITHUB_TOKEN $LIST"', 'echo "key $KEY"'),
      [
        'run-buildspec',
        'b.yml',
        '--json',
        ...['--env', 'OTHER', '--env', 'LIST=a,b=c', '--secret', 'KEY=k-987654'],
      ],
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'run-buildspec',
      status: 'succeeded',
      exportedVariables: [{ name: 'X', value: 'mine  a,b=c' }],
    });
    expect(stderr).toContain('key ***');
    expect(stdout + stderr).not.toContain('k-987654');
  });

  it('runs a batch and tells how each build went', async () => {
    const { exitCode, stdout } = await mlci(
      `version: 0.2
batch: { build-list: [ { identifier: good }, { identifier: bad, ignore-failure: true, env: { variables: { CODE: 3 } } } ] }
phases: { build: { commands: [ 'exit \${CODE:-0}' ] } }
`,
      ['run-buildspec', 'b.yml', '--batch'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/good +succeeded/);
    expect(stdout).toMatch(/bad +failed, ignored/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends the commands at %s and leaves with %d', async (signal, expected) => {
    await writeFile(
      join(cwd, 'b.yml'),
      'version: 0.2\nphases: { build: { commands: [ "sleep 60 & echo $! >pid; echo ready; wait" ] } }\n',
    );
    const child = spawn(process.execPath, [bin, 'run-buildspec', 'b.yml'], { cwd, env: cleanEnv() });
    await lineOf(child, 'build │ ready');
    child.kill(signal);
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).toBe(expected);
    const state = await readFile(
      `/proc/${(await readFile(join(cwd, 'pid'), 'utf8')).trim()}/stat`,
      'utf8',
    ).catch(() => 'gone');
    expect(state).toMatch(/^gone$|\) Z /);
  });
});

async function lineOf({ stdout }: ChildProcess, text: string): Promise<void> {
  if (stdout === null) throw new Error('the output is not a pipe');
  for await (const line of createInterface({ input: stdout })) if (line.includes(text)) return;
  throw new Error(`the output ended without "${text}"`);
}

describe('ml-ci check-buildspec', () => {
  it.each([
    ['a valid one', build('true'), ['b.yml'], 0, 'a valid buildspec with build'],
    ['mistakes', 'version: 0.2\nphases:\n  biuld: {}\n', ['b.yml'], 2, 'did you mean "build"?'],
    ['a file that is not there', '', ['none.yml'], 2, 'cannot read the buildspec "none.yml"'],
    ['no file', '', [], 2, 'ml-ci check-buildspec FILE'],
    ['the schema', '', ['--schema'], 0, '"additionalProperties": false'],
  ])('answers to %s', async (_rule, text, args, expected, message) => {
    const { exitCode, stdout } = await mlci(text, ['check-buildspec', ...args]);
    expect(stdout).toContain(message);
    expect(exitCode).toBe(expected);
  });
});
