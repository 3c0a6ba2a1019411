import { execFile } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-cli-'));
});

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ml-ci` as a user does, in a folder of its own. */
function mlci(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const clean = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd, env: clean }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const config = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, repository: dev/m }
  disk: { layout: out }
`;

describe('a mistake of the user', () => {
  it.each<[string, readonly string[], string, string]>([
    ['a command that does not exist', ['promotee'], 'COMMAND_UNKNOWN', 'did you mean "promote"?'],
    ['a flag that does not exist', ['promote', '--form', 'dev'], 'INPUT_INVALID', 'did you mean "from"?'],
    ['a missing configuration', ['status'], 'CONFIG_MISSING', '--config'],
    [
      'a configuration that is named and not there',
      ['promote', '--config', 'nowhere.yml'],
      'CONFIG_MISSING',
      '--config',
    ],
  ])('ends with 2 and the fix for %s', async (_rule, args, code, fix) => {
    const { exitCode, stdout, stderr } = await mlci(args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toContain(code);
    expect(stdout + stderr).toContain(fix);
  });

  it('reports every mistake at once, also those of the configuration, and leaves nothing behind', async () => {
    await writeFile(join(cwd, 'ml-ci.yml'), config.replace('region: eu-west-1', 'region: europe'));
    const { exitCode, stdout } = await mlci(['promote', '--form', 'dev', '--from', 'a', '--from', 'b']);
    expect(exitCode).toBe(2);
    for (const text of ['--form', '--from', 'is given twice', 'ml-ci.yml:4', 'is not a region'])
      expect(stdout).toContain(text);
    expect(await readdir(cwd)).toEqual(['ml-ci.yml']);
  });

  it('takes what looks like a command of a shell or of a runner as text', async () => {
    await writeFile(join(cwd, 'ml-ci.yml'), config);
    const { exitCode, stdout } = await mlci([
      'promote',
      '--from',
      '$(touch owned)',
      '--to',
      'disk',
      '--tag',
      'a\n::set-output name=x::y',
    ]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('"$(touch owned)" is no environment');
    expect(stdout).not.toMatch(/^::set-output/m);
    expect(await readdir(cwd)).toEqual(['ml-ci.yml']);
  });

  it('warns of a variable that is nearly right, and does not stop for it', async () => {
    await writeFile(join(cwd, 'ml-ci.yml'), config);
    const { stdout } = await mlci(['promote', '--from', 'dev', '--to', 'disk'], { ML_CI_TAGS: '1' });
    expect(stdout).toContain('did you mean "ML_CI_TAG"?');
  });
});

describe('--json', () => {
  it('prints exactly one object on stdout, whatever happens', async () => {
    const { exitCode, stdout, stderr } = await mlci(['promote', '--json', '--from', 'dev']);
    const parsed: unknown = JSON.parse(stdout);
    expect(parsed).toMatchObject({ step: 'promote', verdict: 'error', error: { code: 'INPUT_INVALID' } });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('INPUT_INVALID');
    expect(exitCode).toBe(2);
  });
});

describe('an endpoint that is not AWS', () => {
  it('is refused before anything is sent to it, unless it is on loopback or allowed', async () => {
    await writeFile(join(cwd, 'ml-ci.yml'), config);
    const env = {
      AWS_ENDPOINT_URL: 'https://aws.example.invalid',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    };
    const { exitCode, stdout } = await mlci(['promote', '--from', 'dev', '--to', 'disk', '--tag', '1'], env);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('ENDPOINT_NOT_ALLOWED');
  });
});

describe('help', () => {
  it.each([[['--help']], [['promote', '--help']], [['rehearse', '--help']]])(
    '%j ends with 0',
    async (args) => {
      const { exitCode, stdout } = await mlci(args);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('ml-ci');
    },
  );
});
