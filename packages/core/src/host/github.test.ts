import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
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
  summaryBefore = '',
) {
  const folder = await mkdtemp(join(tmpdir(), 'github-'));
  await writeFile(join(folder, 'summary'), summaryBefore);
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
  return { outcome, lines, read, output: await read('output'), summary: await read('summary') };
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

  it('leads with why the run failed, then findings at a place, and counts what is left out', async () => {
    const { lines } = await runOnGithub(
      {},
      (log) => {
        for (let index = 0; index < 12; index += 1) log.warn(`remark ${index}`);
        for (let index = 0; index < 3; index += 1)
          log.annotate({ level: 'warning', message: `check ${index} failed`, file: 'rows.csv' });
        for (let index = 0; index < 11; index += 1) log.annotate({ level: 'error', message: `e${index}` });
      },
      'failed',
    );
    const warnings = lines.filter((line) => line.startsWith('::warning'));
    expect(warnings.slice(0, 3)).toEqual([0, 1, 2].map((n) => `::warning file=rows.csv::check ${n} failed`));
    expect(warnings).toHaveLength(10);
    expect(lines.find((line) => line.startsWith('::error'))).toMatch(/^::error title=make::no: /);
    expect(lines).toContain('5 more warnings in the log above, without an annotation');
    expect(lines).toContain('2 more errors in the log above, without an annotation');
    for (const text of ['! remark 11', 'rows.csv: check 2 failed', 'e10'])
      expect(lines.filter((line) => line === text)).toHaveLength(1);
  });

  it('keeps a message within what the runner shows, and no half character at its end', async () => {
    const { lines } = await runOnGithub({}, (log) => log.warn(`${'x'.repeat(4_094)}😀y`));
    const message = lines.find((line) => line.startsWith('::warning'))?.slice('::warning::'.length) ?? '';
    expect(message).toBe(`${'x'.repeat(4_094)}…`);
  });

  it('takes a carriage return for the end of a line, as the runner does', async () => {
    const { lines } = await runOnGithub({}, (log) => {
      log.output('pip', '10 %\r::add-mask::20 %\r\n30 %');
      log.debug('a\r::error::b');
    });
    const at = lines.indexOf('::add-mask::20 %');
    expect(lines.slice(at - 2, at + 3).map((line) => line.replace(/[0-9a-f-]{36}/, 'TOKEN'))).toEqual([
      '::stop-commands::TOKEN',
      'pip | 10 %',
      '::add-mask::20 %',
      '30 %',
      '::TOKEN::',
    ]);
    expect(lines).toContain('::debug::a::error::b');
  });

  it('makes no command of the title of a group', async () => {
    const { lines } = await runOnGithub({}, (log) => {
      void log.group('copy\n::error::evil\u001b[31m', async () => undefined);
    });
    expect(lines).toContain('::group::copy ::error::evil');
  });

  it('leaves rows out of the tables of a summary that GitHub would not show, and keeps the rest', async () => {
    const { summary, read } = await runOnGithub({}, (log) => {
      log.table({ title: 'small', columns: ['c'], rows: [['kept']] });
      log.table({
        title: 'big',
        columns: ['c'],
        rows: Array.from({ length: 30_000 }, (_, index) => [`${index}`.padEnd(60, 'x')]),
      });
    });
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('| kept |');
    expect(summary).toContain('**Outputs**');
    const left = Number(/… (\d+) more rows: .*`\.ml-ci\/runs\/make\.tables\.json`/.exec(summary)?.[1]);
    const shown = summary.split('\n').filter((line) => /^\| \d+x+ \|$/.test(line)).length;
    expect(left + shown).toBe(30_000);
    const tables: unknown = JSON.parse(await read('.ml-ci/runs/make.tables.json'));
    expect(tables).toMatchObject([{ title: 'small' }, { title: 'big', rows: { length: 30_000 } }]);
  });

  it('stays within 1 MiB where the summary has content already, and where the reason is too long', async () => {
    const old = 'x'.repeat(1_000_000);
    const rows = Array.from({ length: 3_000 }, (_, index) => [`${index}`.padEnd(60, 'x')]);
    const table = await runOnGithub(
      {},
      (log) => log.table({ title: 't', columns: ['c'], rows }),
      'passed',
      old,
    );
    expect(Buffer.byteLength(table.summary)).toBeLessThan(1024 * 1024);
    expect(table.summary.slice(old.length)).toContain('### make: ✅ passed');
    expect(table.summary).toContain('more rows');
    const long = await runOnGithub({ 'model-uri': 'y'.repeat(2_000_000) }, () => undefined, 'failed');
    expect(Buffer.byteLength(long.summary)).toBeLessThan(1024 * 1024);
    expect(long.summary).toContain('… cut: the log has all of it');
  });

  it('warns of an output that a job could not hand on, by name', async () => {
    const { lines, output } = await runOnGithub(
      { 'model-uri': 's3://b/123456789012/k', token: '123456789012' },
      () => undefined,
    );
    const warnings = lines.filter((line) => line.startsWith('::warning'));
    expect(warnings).toEqual([expect.stringContaining('the output "digest" holds a text that is masked')]);
    expect(lines.slice(1).join('\n')).not.toContain('123456789012');
    expect(output).not.toContain('123456789012');
  });

  it('writes the outputs of a step that failed', async () => {
    const { outcome, output } = await runOnGithub({}, () => undefined, 'failed');
    expect(outcome.exitCode).toBe(1);
    expect(output).toMatch(/^digest<<(\S+)\nd\n\1\n$/);
  });
});
