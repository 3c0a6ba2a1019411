import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { list, string } from '../input.ts';
import type { Log } from '../log.ts';
import { defineStep } from '../step.ts';
import { failed, passed } from '../verdict.ts';
import { githubHost } from './github.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });

/** Runs a step as a runner does, and gives the log and what was written to the file commands. */
async function runOnGithub(
  inputs: Readonly<Record<string, string>>,
  say: (log: Log) => void,
  verdict: 'passed' | 'failed' = 'passed',
) {
  const folder = await mkdtemp(join(tmpdir(), 'github-'));
  const lines: string[] = [];
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    GITHUB_RUN_ID: '7',
    GITHUB_JOB: 'build',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_STATE: join(folder, 'state'),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  const host = githubHost({
    env,
    cwd: folder,
    stdout: { write: (text: string) => lines.push(...text.split('\n').slice(0, -1)) },
  });
  const step = defineStep({
    name: 'make',
    summary: 'Makes',
    inputs: {
      modelUri: string({ summary: 'm' }),
      token: string({ summary: 't', secret: true }),
      tags: list({ summary: 'tags', default: [] }),
    },
    outputs: { digest: { summary: 'd' } },
    permissions: [],
    async run({ inputs: values, log }) {
      say(log);
      return verdict === 'failed'
        ? failed(`no: ${values.modelUri}`, { digest: 'd' })
        : passed({ digest: `${values.modelUri} ${values.tags.join('+')}` });
    },
  });
  const outcome = await execute(step, host, { services });
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  return { outcome, lines, output: await read('output'), summary: await read('summary') };
}

describe('githubHost', () => {
  it('takes inputs with hyphens, and an empty one as unset', async () => {
    const { outcome } = await runOnGithub(
      { 'model-uri': 's3://b/k', tags: 'a\nb', token: '' },
      () => undefined,
    );
    expect(outcome.outputs).toEqual({ digest: 's3://b/k a+b' });
  });

  it('names the nearest input for one that it does not know', async () => {
    const { outcome, lines } = await runOnGithub({ 'model-url': 'x' }, () => undefined);
    expect([outcome.exitCode, outcome.error?.problems?.[0]?.fix]).toEqual([2, 'did you mean "model-uri"?']);
    expect(
      lines.some((line) => line.startsWith('::error title=make::INPUT_INVALID') && line.includes('%0A')),
    ).toBe(true);
  });

  it('writes outputs in a form that a value cannot break out of', async () => {
    const { output } = await runOnGithub({ tags: 'x\nghadelimiter_1\nevil=1' }, () => undefined);
    const [, delimiter] = /^digest<<(ghadelimiter_[0-9a-f-]{36})\n/.exec(output) ?? [];
    expect(output.endsWith(`\n${delimiter}\n`)).toBe(true);
    expect(output.split(`${delimiter}`)).toHaveLength(3);
  });

  it('runs no command that stands in the output of somebody else', async () => {
    const { lines } = await runOnGithub({}, (log) => {
      log.output('pip', '##[set-output name=digest]evil');
      log.info('fine\n::add-mask::x');
    });
    for (const [index, line] of lines.entries()) {
      if (!/##\[set-output|^::add-mask::x/.test(line)) continue;
      const stop = lines.slice(0, index).findLast((before) => before.startsWith('::stop-commands::'));
      const token = stop?.slice('::stop-commands::'.length);
      expect(token).toMatch(/^[0-9a-f-]{36}$/);
      expect(lines.indexOf(`::${token}::`)).toBeGreaterThan(index);
    }
    expect(lines.filter((line) => line.startsWith('::stop-commands::'))).toHaveLength(2);
  });

  it('masks a secret before anything is printed', async () => {
    const { lines } = await runOnGithub({ token: 'hunter2hunter2' }, (log) =>
      log.info('token hunter2hunter2'),
    );
    expect(lines[0]).toBe('::add-mask::hunter2hunter2');
    expect(lines.slice(1).join('\n')).not.toContain('hunter2hunter2');
  });

  it('shows at most ten annotations of a level, and the summary with escaped cells', async () => {
    const { lines, summary } = await runOnGithub(
      { 'model-uri': '<img src=x>|a' },
      (log) => {
        for (let index = 0; index < 15; index += 1)
          log.annotate({ level: 'warning', message: `w${index}`, file: 'a,b.csv', line: index });
      },
      'failed',
    );
    expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(10);
    expect(lines).toContain('::warning file=a%2Cb.csv,line=3::w3');
    expect(summary).toContain('no: &lt;img src=x&gt;\\|a');
    expect(summary).not.toContain('<img');
  });

  it('cuts a summary that GitHub would not show at all', async () => {
    const { summary } = await runOnGithub({}, (log) => {
      log.table({
        title: 'big',
        columns: ['c'],
        rows: Array.from({ length: 30_000 }, (_, index) => [`${index}`.padEnd(60, 'x')]),
      });
    });
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('… cut');
  });
});
