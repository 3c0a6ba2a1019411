import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleanUp } from './clean-up.ts';
import { StepError } from './error.ts';
import { execute } from './execute.ts';
import { githubHost } from './host/github.ts';
import { memoryHost } from './host/memory.ts';
import { type CleanUpContext, defineStep, type Step } from './step.ts';
import { passed } from './verdict.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });

let cwd: string;
let seen: CleanUpContext[];
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'clean-up-'));
  seen = [];
});

function step(cleaning: Step['cleanUp'] = async () => passed({ done: 'stopped it' })): Step {
  return defineStep({
    name: 'start',
    summary: 'Starts',
    inputs: {},
    outputs: {},
    permissions: [],
    onCancel: 'stop',
    async run({ state }) {
      state.save('job', 'j-1');
      return passed({});
    },
    cleanUp: async (context) => {
      seen.push(context);
      return cleaning(context);
    },
  });
}

/** A runner: what main saved becomes the variables of the post step. */
function runner() {
  const file = join(cwd, 'state');
  const lines: string[] = [];
  const host = (env: Record<string, string> = {}) =>
    githubHost({
      env: { GITHUB_STATE: file, GITHUB_RUN_ID: '7', GITHUB_JOB: 'j', 'INPUT_ON-CANCEL': 'detach', ...env },
      cwd,
      stdout: { write: (text: string) => lines.push(text) },
    });
  const variables = async () => {
    const text = await readFile(file, 'utf8').catch(() => '');
    const entries = [...text.matchAll(/^(.+)<<(\S+)\n([\s\S]*?)\n\2\n/gm)];
    return Object.fromEntries(entries.map(([, name, , value = '']) => [`STATE_${name}`, value]));
  };
  return { host, variables, lines };
}

describe('cleanUp', () => {
  it('gives the step what the dead run saved and was told', async () => {
    const { host, variables } = runner();
    await new Promise<void>((resolve) => {
      // never ends: all that is seen of a process that was killed
      const run: Step['run'] = ({ state }) => {
        state.save('job', 'j-1\nj-2');
        resolve();
        return new Promise(() => undefined);
      };
      void execute({ ...step(), run }, host(), { services });
    });
    const outcome = await cleanUp(step(), host(await variables()), { services });
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { done: 'stopped it' } });
    expect(seen).toMatchObject([{ runId: '7-1-j', onCancel: 'detach' }]);
    expect(seen[0]?.state.get('job')).toBe('j-1\nj-2');
  });

  it('does nothing where the run ended by itself, or there was none', async () => {
    const { host, variables } = runner();
    expect((await cleanUp(step(), host(), { services })).outputs).toEqual({
      done: 'nothing was left by start',
    });
    await execute(step(), host(), { services });
    expect(await variables()).toMatchObject({ STATE_job: 'j-1' });
    expect((await cleanUp(step(), host(await variables()), { services })).exitCode).toBe(0);
    expect(seen).toEqual([]);
  });

  it('fails with the error of the step, keeps what was left, and tells no secret', async () => {
    const host = memoryHost({ cwd });
    host.state.set('run', 'r-1');
    const stubborn = step(async ({ mask }) => {
      mask('hunter2hunter2');
      throw new StepError('CHILD_FAILED', { message: 'cannot stop it with hunter2hunter2' });
    });
    const outcome = await cleanUp(stubborn, host, { services });
    expect(outcome).toMatchObject({
      exitCode: 3,
      error: { code: 'CHILD_FAILED', message: 'cannot stop it with ***' },
    });
    expect((await cleanUp(step(), host, { services })).outputs).toEqual({ done: 'stopped it' });
    expect((await cleanUp(step(), host, { services })).outputs).toEqual({
      done: 'nothing was left by start',
    });
  });

  it('reads no configuration where nothing was left', async () => {
    await writeFile(join(cwd, 'ml-ci.yml'), 'no: configuration\n');
    expect((await cleanUp(step(), memoryHost({ cwd }), { services })).exitCode).toBe(0);
  });
});
