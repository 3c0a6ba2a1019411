import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
const suite = JSON.stringify({
  name: 'suite',
  expectations: [
    { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'a' } },
    { type: 'expect_column_values_to_be_increasing', kwargs: { column: 'a' } },
  ],
});

async function convert(content: string, ...args: string[]) {
  const cwd = await mkdtemp(join(tmpdir(), 'ml-ci-convert-'));
  await writeFile(join(cwd, 'rules.json'), content);
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1' };
  return new Promise<{ exitCode: number; stdout: string; read: (name: string) => Promise<string> }>(
    (resolve) => {
      execFile(process.execPath, [bin, 'convert-checks', ...args], { cwd, env }, (error, stdout) => {
        const exitCode = typeof error?.code === 'number' ? error.code : 0;
        resolve({ exitCode, stdout, read: (name) => readFile(join(cwd, name), 'utf8') });
      });
    },
  );
}

it('writes a checks file, and tells what is left out', async () => {
  const { exitCode, stdout, read } = await convert(suite, 'rules.json', '--to', 'checks.yml');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('checks.yml: 1 check of a Great Expectations suite');
  expect(stdout).toContain('left out: expect_column_values_to_be_increasing');
  const written = await read('checks.yml');
  expect(written).toMatch(
    /^# 1 check imported from a Great Expectations suite, rules.json\n# 1 rule left out:/,
  );
  expect(await convert(suite, 'rules.json')).toMatchObject({ exitCode: 0, stdout: written });
});

it.each([
  ['a file of its own', 'version: 1\nrow-count: 1\n', ['rules.json'], 'is a checks file of ml-ci already'],
  ['a file that is none', '{', ['rules.json'], 'CHECKS_INVALID'],
  ['no file', '', [], 'FILE'],
  ['a file that is not there', '', ['none.json'], 'cannot read "none.json"'],
])('refuses %s', async (_what, content, args, message) => {
  const { exitCode, stdout } = await convert(content, ...args);
  expect(stdout).toContain(message);
  expect(exitCode).toBe(2);
});
