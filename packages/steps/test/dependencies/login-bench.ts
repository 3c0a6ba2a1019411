import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsCall, createAws } from '@ml-ci/aws';
import { cleanUp, detectHost, execute, githubHost, type Host, type Outcome } from '@ml-ci/core';
import { codeartifactLogin } from '../../src/dependencies/codeartifact-login/index.ts';
import { createImages } from '../../src/images.ts';
import type { Bench } from './bench.ts';

/** Where a login runs: a shell, or a job of GitHub. */
type Surface = 'terminal' | 'github';

interface LoginRan {
  readonly outcome: Outcome;
  readonly calls: readonly AwsCall[];
  /** All that was printed, without the commands that mask. */
  readonly printed: string;
}

/** A project that logs in, and what its later steps have of that. */
export interface LoginBench {
  readonly bench: Bench;
  /** An empty input is one that is not given. */
  login(
    inputs: Readonly<Record<string, string>>,
    surface?: Surface,
    env?: Readonly<Record<string, string>>,
  ): Promise<LoginRan>;
  /** What the end of a build or the post step of the action does. */
  cleanUp(surface?: Surface): Promise<Outcome>;
  /** The variables of a later step. */
  variables(surface?: Surface): Promise<Readonly<Record<string, string>>>;
  /** Runs a program as a later step of a shell does, and gives what it printed. */
  later(
    command: string,
    options?: { readonly env?: Record<string, string>; readonly fails?: true },
  ): Promise<string>;
}

export function loginBench(bench: Bench): LoginBench {
  const files = { GITHUB_ENV: '', GITHUB_STATE: '' };
  for (const name of ['GITHUB_ENV', 'GITHUB_STATE'] as const) files[name] = join(bench.folder, name);
  let printed = '';
  const stdout = {
    write(text: string) {
      printed += text;
    },
  };
  const hostOf = (surface: Surface, inputs: Readonly<Record<string, string>>, more = {}): Host => {
    printed = '';
    if (surface === 'terminal') {
      const argv = Object.entries(inputs).map(([name, value]) => flag(name, value));
      return detectHost({ argv, env: { ...bench.env, ...more }, cwd: bench.project, stdout, stderr: stdout });
    }
    const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
    const env = {
      ...bench.env,
      ...files,
      RUNNER_TEMP: bench.env.TMPDIR,
      ...Object.fromEntries(given),
      ...more,
    };
    return githubHost({ env, cwd: bench.project, stdout });
  };
  let calls: readonly AwsCall[] = [];
  const options = {
    clock: bench.sandbox.clock,
    services(context: Parameters<Parameters<typeof execute>[2]['services']>[0]) {
      const aws = createAws({ ...context, allowEndpoints: [], run: context.run.id });
      calls = aws.calls;
      const images = createImages({ ...context, aws });
      return { services: { aws, images }, rehearsal: () => undefined, dispose: () => images.dispose() };
    },
  };
  return {
    bench,
    async login(inputs, surface = 'terminal', env = {}) {
      const standard = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' };
      const given = Object.entries({ ...standard, ...inputs }).filter(([, value]) => value !== '');
      const host = hostOf(surface, Object.fromEntries(given), env);
      const outcome = await execute(codeartifactLogin, host, options);
      return { outcome, calls, printed: printed.replaceAll(/^::add-mask::.*$/gm, '') };
    },
    async cleanUp(surface = 'terminal') {
      const saved = Object.entries(await commands(files.GITHUB_STATE));
      const state = Object.fromEntries(saved.map(([name, value]) => [`STATE_${name}`, value]));
      return cleanUp(codeartifactLogin, hostOf(surface, {}, state), options);
    },
    async variables(surface = 'terminal') {
      if (surface === 'github') return commands(files.GITHUB_ENV);
      const text = await this.later('env -0');
      const pairs = text.split('\0').map((pair) => /^([^=]+)=([\s\S]*)$/.exec(pair) ?? []);
      return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]));
    },
    later: (command, { env = {}, fails } = {}) =>
      new Promise((resolve, reject) => {
        const script = join(bench.folder, 'later.sh');
        const text = `[ ! -f .ml-ci/outputs.env ] || . .ml-ci/outputs.env\n${command}\n`;
        const { PATH, HOME, TMPDIR } = bench.env;
        const options = { cwd: bench.project, env: { PATH, HOME, TMPDIR, ...env }, timeout: 60_000 };
        void writeFile(script, text).then(() =>
          execFile('sh', [script], options, (error, out, err) => {
            if ((error !== null) === (fails ?? false)) resolve(`${out}${err}`);
            else reject(error ?? new Error(`"${command}" went well: ${out}${err}`));
          }),
        );
      }),
  };
}

const flags = ['plan', 'logout', 'docker', 'extra-index'];
const flag = (name: string, value: string) =>
  flags.includes(name) && value === 'true' ? `--${name}` : `--${name}=${value}`;

/** Entries of a file that a runner reads; the last of a name holds. */
async function commands(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const found = [...text.matchAll(/^(.+)<<(\S+)\n([\s\S]*?)\n?^\2\n/gm)];
  return Object.fromEntries(found.map(([, key = '', , content = '']) => [key, content]));
}
