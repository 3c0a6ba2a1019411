import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from './clock.ts';
import { StepError } from './error.ts';
import { execute } from './execute.ts';
import { memoryHost } from './host/memory.ts';
import { integer, string } from './input.ts';
import { defineStep, type Step } from './step.ts';
import { failed, inconclusive, passed, type Verdict, waiting } from './verdict.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
const outputs = { digest: { summary: 'a digest' } } as const;
type Answer = Verdict<{ readonly digest: string }>;

function stepThat(run: (context: Parameters<Step['run']>[0]) => Promise<Answer>): Step {
  return defineStep({ name: 'make', summary: 'Makes', inputs: {}, outputs, permissions: [], run });
}

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'core-'));
});

describe('execute', () => {
  it.each<[string, () => Promise<Answer>, number, string]>([
    ['passed', async () => passed({ digest: 'd' }), 0, 'passed'],
    ['waiting for a person', async () => waiting('approval'), 0, 'waiting'],
    ['failed', async () => failed('bad data'), 1, 'failed'],
    ['inconclusive', async () => inconclusive('no data'), 1, 'inconclusive'],
    [
      'a mistake of the user',
      async () => Promise.reject(new StepError('FILE_MISSING', { message: 'x' })),
      2,
      'error',
    ],
    [
      'something outside',
      async () => Promise.reject(new StepError('CHILD_FAILED', { message: 'x' })),
      3,
      'error',
    ],
    ['our bug', async () => Promise.reject(new TypeError('undefined is not a function')), 70, 'error'],
  ])('ends %s with its exit code', async (_rule, run, exitCode, verdict) => {
    const outcome = await execute(stepThat(run), memoryHost({ cwd }), { services });
    expect([outcome.exitCode, outcome.verdict]).toEqual([exitCode, verdict]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with %s as shells expect', async (signal, exitCode) => {
    const host = memoryHost({ cwd });
    const step = stepThat(async ({ clock, signal: aborted }) => {
      host.signal(signal);
      await clock.sleep(60_000, aborted);
      return passed({ digest: 'd' });
    });
    expect((await execute(step, host, { services })).exitCode).toBe(exitCode);
  });

  it('gives up after --timeout, on the clock of the run', async () => {
    const clock = manualClock();
    const step = stepThat(async ({ signal }) => {
      await Promise.all([clock.sleep(600_000, signal), clock.advance(6_000)]);
      return passed({ digest: 'd' });
    });
    const outcome = await execute(step, memoryHost({ cwd, inputs: { timeout: '5s' } }), { services, clock });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([3, 'TIMEOUT']);
  });

  it('hides a secret everywhere, also in what the step prints and throws', async () => {
    const host = memoryHost({ cwd, inputs: { token: 's3cr3t-value' } });
    const step = defineStep({
      name: 'make',
      summary: 'Makes',
      outputs,
      permissions: [],
      inputs: { token: string({ summary: 't', required: true, secret: true }) },
      async run({ inputs, log }) {
        log.info(`using ${inputs.token}`);
        log.table({ title: 't', columns: ['c'], rows: [[`x${inputs.token}`]] });
        return failed(
          `refused ${encodeURIComponent(inputs.token)} ${Buffer.from(inputs.token).toString('base64')}`,
        );
      },
    });
    await execute(step, host, { services });
    expect(JSON.stringify([host.events, host.outcome])).not.toMatch(/s3cr3t|czNjcjN0/);
    expect(await readFile(join(cwd, '.ml-ci/runs/make.json'), 'utf8')).not.toContain('s3cr3t');
    expect(host.masked).toContain('s3cr3t-value');
  });

  it('changes nothing on disk with --plan, and says what it would do', async () => {
    const step = stepThat(async ({ plan }) => {
      plan.would('write a tag', 'ecr:PutImage');
      return passed({ digest: 'd' });
    });
    const outcome = await execute(step, memoryHost({ cwd, inputs: { plan: 'true' } }), { services });
    expect(outcome.plan).toEqual([{ change: 'write a tag', call: 'ecr:PutImage' }]);
    await expect(stat(join(cwd, '.ml-ci'))).rejects.toThrow('ENOENT');
  });
});

describe('the hand-over of a run', () => {
  const use = defineStep({
    name: 'use',
    summary: 'Uses',
    inputs: {
      digest: string({ summary: 'd', required: true, handover: ['make.digest'] }),
      n: integer({ summary: 'n', default: 1 }),
    },
    outputs,
    permissions: [],
    run: async ({ inputs }) => passed({ digest: inputs.digest }),
  });
  const make = stepThat(async () => passed({ digest: "d'1" }));

  it('gives the output of an earlier step of the same run, and quotes it for the shell', async () => {
    await execute(make, memoryHost({ cwd, runId: 'r1' }), { services });
    const outcome = await execute(use, memoryHost({ cwd, runId: 'r1' }), { services });
    expect(outcome.outputs).toEqual({ digest: "d'1" });
    const shell = execFileSync('sh', ['-c', '. ./.ml-ci/outputs.env && printf %s "$ML_CI_MAKE_DIGEST"'], {
      cwd,
    });
    expect(shell.toString()).toBe("d'1");
  });

  it.each([
    ['another run', { runId: 'r2' }],
    ['an endpoint', { runId: 'r1', env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } }],
  ])('takes nothing for %s', async (_rule, options) => {
    await execute(make, memoryHost({ cwd, runId: 'r1' }), { services });
    expect((await execute(use, memoryHost({ cwd, ...options }), { services })).exitCode).toBe(2);
  });

  it('on a laptop needs the same commit, less than an hour ago', async () => {
    const clock = manualClock();
    await execute(make, memoryHost({ cwd, runId: 'local', commit: 'c1' }), { services, clock });
    const run = (commit: string) =>
      execute(use, memoryHost({ cwd, runId: 'local', commit }), { services, clock });
    expect((await run('c1')).exitCode).toBe(0);
    expect((await run('c2')).exitCode).toBe(2);
    await clock.advance(3_600_001);
    expect((await run('c1')).exitCode).toBe(2);
  });
});
