import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { earlierValues, forgetEntry, keepEntry, leftValues, saveEntry } from './host/state-file.ts';
import { statementsOf } from './shell.ts';

const times = 60;
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'at-once-'));
});

/** Runs lines of code in a process of their own; `from` imports a file of this folder, `who` is its name. */
async function inProcess(who: string, code: string): Promise<void> {
  const program = `
    const from = (file) => import(${JSON.stringify(`${import.meta.dirname}/`)} + file);
    const [who, cwd, times] = ${JSON.stringify([who, cwd, times])};
    ${code}`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
}

/** Two processes that write all the time, each many texts of its own. */
async function both(code: string): Promise<void> {
  await Promise.all(['a', 'b'].map((who) => inProcess(who, code)));
}

describe('two runs at once in one folder', () => {
  it('keep all that either saved for its clean-up', { timeout: 60_000 }, async () => {
    await both(`
      const { saveEntry } = await from('host/state-file.ts');
      for (let n = 0; n < times; n += 1) saveEntry(cwd + '/state/make.json', who + n, 'x');`);
    const left = earlierValues(join(cwd, 'state/make.json')).map((values) => values.size);
    expect(left).toEqual([times, times]);
  });

  it('lose no output of either', { timeout: 60_000 }, async () => {
    await both(`
      const { createFiles } = await from('files.ts');
      const { writeRecord } = await from('record.ts');
      const at = '2026-01-01T00:00:00Z';
      for (let n = 0; n < times; n += 1)
        await writeRecord(createFiles(cwd), {
          step: who + n, verdict: 'passed', outputs: { digest: 'd' }, inputs: {}, run: {}, startedAt: at, finishedAt: at,
        });`);
    const text = await readFile(join(cwd, '.ml-ci/outputs.env'), 'utf8');
    expect(statementsOf(text)).toHaveLength(2 * times);
  });

  it('lose no export of either', { timeout: 60_000 }, async () => {
    await both(`
      const { createFiles } = await from('files.ts');
      const { collectExports, writeExports } = await from('exports.ts');
      for (let n = 0; n < times; n += 1) {
        const exports = collectExports(() => undefined);
        exports.set(who + n, 'x');
        exports.secret('SECRET_' + who + n, 'y');
        await writeExports(createFiles(cwd), 'make', exports, cwd);
      }`);
    const lines = async (file: string) => statementsOf(await readFile(join(cwd, file), 'utf8')).length;
    expect([await lines('.ml-ci/outputs.env'), await lines('env.sh')]).toEqual([2 * times + 1, 2 * times]);
  });

  it('go on where a process was killed while it wrote', { timeout: 60_000 }, async () => {
    const file = join(cwd, 'make.json');
    await writeFile(`${file}.lock`, '');
    saveEntry(file, 'run', 'r');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject([{ values: { run: 'r' } }]);
  });
});

describe('a run that died in another container, where it had the number of this process', () => {
  const dead = { process: process.pid, values: { run: 'dead', folder: '/tmp/ml-ci-make-abcdef' } };
  let file: string;
  beforeEach(async () => {
    await mkdir(join(cwd, 'state'));
    file = join(cwd, 'state/make.json');
    await writeFile(file, JSON.stringify([dead]));
  });

  it('is there to be cleaned up', () => {
    expect(leftValues(file).get('run')).toBe('dead');
    forgetEntry(file, 'left');
    expect(leftValues(file).size).toBe(0);
  });

  it('is not forgotten when this run ends, nor taken for it', () => {
    saveEntry(file, 'run', 'r');
    forgetEntry(file, 'own');
    expect(leftValues(file)).toEqual(new Map(Object.entries(dead.values)));
    saveEntry(file, 'run', 'r');
    keepEntry(file, 'folder');
    expect(earlierValues(file).map((values) => values.get('run'))).toEqual(['r', 'dead']);
  });
});
