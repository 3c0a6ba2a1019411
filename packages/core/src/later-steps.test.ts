import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleanUp } from './clean-up.ts';
import { StepError } from './error.ts';
import { execute } from './execute.ts';
import { detectHost } from './host/detect.ts';
import { githubHost } from './host/github.ts';
import type { Host } from './host/host.ts';
import { memoryHost } from './host/memory.ts';
import { defineStep, type Step, type StepContext } from './step.ts';
import { failed, passed } from './verdict.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
const value = 'it\'s "two"\nlines\n';
const secret = "hunt'er2\nof two lines";

let cwd: string;
let tmp: string;
let printed: string;
let states: Record<string, string>;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'later-'));
  tmp = join(cwd, 'tmp');
  await mkdir(tmp);
  printed = '';
  states = {};
});

type Run = (context: StepContext<Record<string, never>>) => Promise<unknown>;
const logIn: Run = async ({ lasting, exports, files }) => {
  const folder = await lasting.folder();
  await files.write(join(folder, 'token'), 'hunter2', 0o600);
  exports.set('TOOL_CONFIG', value);
  exports.secret('TOOL_TOKEN', secret);
};

function login(run: Run = logIn): Step {
  return defineStep({
    name: 'login',
    summary: 'Logs in',
    inputs: {},
    outputs: {},
    permissions: [],
    outlives: true,
    async run(context) {
      const answer = await run(context as StepContext<Record<string, never>>);
      return answer === 'no' ? failed('no') : passed({});
    },
    async cleanUp({ state, files }) {
      const folder = state.get('folder');
      const was = folder !== undefined && (await files.removeTemporary('login', folder));
      return passed({ done: was ? 'removed it' : 'it was gone' });
    },
  });
}

/** Each run of a command or of an action is a process: its host is made anew. */
const stdout = {
  write(text: string) {
    printed += text;
  },
};
const terminal = (argv: readonly string[] = [], env: Record<string, string> = {}) =>
  detectHost({ argv, env: { TMPDIR: tmp, ...env }, cwd, stdout, stderr: { write: () => undefined } });
const codebuild = () => terminal([], { CODEBUILD_BUILD_ID: 'models:1' });
const job = () => ({ GITHUB_ENV: join(cwd, 'env'), GITHUB_STATE: join(cwd, 'state'), RUNNER_TEMP: tmp });
const github = (env: Record<string, string> = {}) => githubHost({ env: { ...job(), ...env }, cwd, stdout });

/** Entries of a file of GitHub, as its runner reads them. */
async function entries(name: string): Promise<Record<string, string>> {
  const text = await readFile(join(cwd, name), 'utf8').catch(() => '');
  const found = [...text.matchAll(/^(.+)<<(\S+)\n([\s\S]*?)\n\2\n/gm)];
  return Object.fromEntries(found.map(([, key = '', , content = '']) => [key, content]));
}

/** What a later step of a shell has when it sources the file. */
function inShell(name: string): string {
  const script = `. .ml-ci/outputs.env; printf '%s.' "$${name}"`;
  return execFileSync('sh', ['-c', script], { cwd, encoding: 'utf8' }).slice(0, -1);
}

const folders = async () => (await readdir(tmp)).filter((name) => name.startsWith('ml-ci-login-'));
const outputsFile = () => readFile(join(cwd, '.ml-ci/outputs.env'), 'utf8');
const run = (host: Host, step = login()) => execute(step, host, { services });

describe('exports', () => {
  it.each([
    ['a terminal', terminal],
    ['CodeBuild', codebuild],
  ])('reach a shell of %s that sources outputs.env, where no secret stands', async (_name, host) => {
    const outcome = await run(host());
    const names = ['TOOL_CONFIG', 'TOOL_TOKEN'];
    expect(outcome).toMatchObject({ exitCode: 0, exports: { names, file: '.ml-ci/outputs.env' } });
    expect([inShell('TOOL_CONFIG'), inShell('TOOL_TOKEN')]).toEqual([value, secret]);
    expect(await outputsFile()).not.toContain('er2');
    expect(printed).not.toContain('er2');
    expect(printed).toContain('. .ml-ci/outputs.env');
    const [folder = ''] = await folders();
    expect((await stat(join(tmp, folder))).mode & 0o777).toBe(0o700);
    expect((await stat(join(tmp, folder, 'env.sh'))).mode & 0o777).toBe(0o600);
  });

  it('stand by name in the one object of --json', async () => {
    await run(terminal(['--json']));
    const { exports } = JSON.parse(printed);
    expect(exports).toEqual({ names: ['TOOL_CONFIG', 'TOOL_TOKEN'], file: '.ml-ci/outputs.env' });
  });

  it('reach the later steps of a job by GITHUB_ENV, and the secret is masked before', async () => {
    const outcome = await run(github());
    expect(await entries('env')).toEqual({ TOOL_CONFIG: value, TOOL_TOKEN: secret });
    expect(outcome.exports).toEqual({ names: ['TOOL_CONFIG', 'TOOL_TOKEN'] });
    expect(printed).toContain("::add-mask::hunt'er2%0Aof two lines");
    expect(printed.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('er2');
    expect(await outputsFile()).toBe('');
  });

  it('are what a memory host took', async () => {
    const host = memoryHost({ cwd, env: { TMPDIR: tmp }, takesExports: true });
    await run(host);
    expect(host.exported?.variables.get('TOOL_CONFIG')).toBe(value);
    expect(host.masked).toContain(secret);
  });

  it.each<[string, Run, readonly string[]]>([
    [
      'has failed',
      async (context) => {
        await logIn(context);
        return 'no';
      },
      [],
    ],
    ['only plans', async ({ exports }) => exports.set('TOOL_CONFIG', value), ['--plan']],
    [
      'stopped',
      async (context) => {
        await logIn(context);
        throw new StepError('CHILD_FAILED', { message: 'x' });
      },
      [],
    ],
  ])('are not given by a run that %s, and nothing of it stays', async (_rule, work, argv) => {
    const { exports } = await run(terminal(argv), login(work));
    expect(exports).toBeUndefined();
    expect(existsSync(join(cwd, '.ml-ci/outputs.env')) ? await outputsFile() : '').toBe('');
    expect(await folders()).toEqual([]);
    expect(existsSync(join(cwd, '.ml-ci/state/login.json'))).toBe(false);
  });

  it('refuses a name that runners refuse', async () => {
    const step = login(async ({ exports }) => exports.set('GITHUB_PATH', '/x'));
    expect(await run(github(), step)).toMatchObject({ exitCode: 70 });
    expect(await entries('env')).toEqual({});
  });
});

describe('what lasts', () => {
  const logOut: Run = async ({ lasting }) => lasting.remove();

  it('stays when the run has ended, is used again by the next, and goes with the clean-up', async () => {
    await run(terminal());
    const [folder] = await folders();
    await run(
      terminal(),
      login(async ({ lasting, exports }) => {
        await lasting.folder();
        exports.set('OTHER', 'x');
      }),
    );
    expect(await folders()).toEqual([folder]);
    expect([inShell('TOOL_TOKEN'), inShell('OTHER')]).toEqual([secret, 'x']);
    expect((await cleanUp(login(), terminal(), { services })).outputs).toEqual({ done: 'removed it' });
    expect(await folders()).toEqual([]);
    expect(await outputsFile()).toBe('');
    expect((await cleanUp(login(), terminal(), { services })).outputs.done).toContain('nothing was left');
    expect(existsSync(join(cwd, '.ml-ci/state/login.json'))).toBe(false);
  });

  it('is removed by the step itself, in a shell', async () => {
    await run(terminal());
    await run(terminal(), login(logOut));
    expect(await folders()).toEqual([]);
    expect(await outputsFile()).toBe('');
    expect(existsSync(join(cwd, '.ml-ci/state/login.json'))).toBe(false);
  });

  it('is removed by another step of the same job, which empties the variables', async () => {
    await run(github());
    expect(await folders()).toHaveLength(1);
    await run(github(), login(logOut));
    expect(await folders()).toEqual([]);
    expect(await entries('env')).toEqual({ TOOL_CONFIG: '', TOOL_TOKEN: '' });
    await run(github(), login(logOut));
  });

  it('takes back in a job what it gave, and never what somebody else set', async () => {
    await run(github());
    const other: Run = async ({ lasting, exports }) => {
      await lasting.folder();
      exports.unset('TOOL_TOKEN');
      exports.unset('OF_SOMEBODY');
      exports.set('MORE', 'x');
    };
    await run(github(), login(other));
    expect(await entries('env')).toEqual({ TOOL_CONFIG: value, TOOL_TOKEN: '', MORE: 'x' });
    await run(github(), login(logOut));
    expect(await entries('env')).toEqual({ TOOL_CONFIG: '', TOOL_TOKEN: '', MORE: '' });
  });

  it('is removed by the post step of an action, though its main step has ended well', async () => {
    await run(github());
    for (const [name, text] of Object.entries(await entries('state'))) states[`STATE_${name}`] = text;
    expect((await cleanUp(login(), github(states), { services })).outputs).toEqual({ done: 'removed it' });
    expect(await folders()).toEqual([]);
  });

  it('stays as it was when a later run fails', async () => {
    await run(terminal());
    const before = await outputsFile();
    const fails: Run = async ({ lasting, exports }) => {
      await lasting.folder();
      exports.unset('TOOL_CONFIG');
      return 'no';
    };
    expect((await run(terminal(), login(fails))).exitCode).toBe(1);
    expect(await outputsFile()).toBe(before);
    expect(inShell('TOOL_TOKEN')).toBe(secret);
    expect((await cleanUp(login(), terminal(), { services })).outputs).toEqual({ done: 'removed it' });
  });

  it.each([
    ['in the project', () => join(cwd, 'ml-ci-login-abcdef')],
    ['of another name', () => join(tmp, 'something')],
  ])('is never a folder %s, whatever the state says', async (_rule, path) => {
    await mkdir(path());
    await mkdir(join(cwd, '.ml-ci/state'), { recursive: true });
    const planted = [{ process: 1, isKept: true, values: { run: 'local', folder: path() } }];
    await writeFile(join(cwd, '.ml-ci/state/login.json'), JSON.stringify(planted));
    expect(await run(terminal())).toMatchObject({ exitCode: 2, error: { code: 'FILE_UNSAFE' } });
    expect(await readdir(path())).toEqual([]);
  });
});
