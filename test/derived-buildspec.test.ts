import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseYaml } from '@ml-ci/core/yaml';
import { beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-buildspec-'));
  await mkdir(join(cwd, 'bin'));
  // stands for npx, and insists on how it is called
  const npx = `#!/bin/sh\n[ "$1" = --yes ] || exit 99\nshift 2\nexec ${process.execPath} ${join(root, 'packages/cli/bin/ml-ci.js')} "$@"\n`;
  await writeFile(join(cwd, 'bin', 'npx'), npx, { mode: 0o755 });
  await writeFile(join(cwd, 'data.csv'), 'a\n1\n2\n');
  await writeFile(join(cwd, 'good.yml'), 'version: 1\ncolumns:\n  a: { type: integer, min: 1 }\n');
  await writeFile(join(cwd, 'bad.yml'), 'version: 1\ncolumns:\n  a: { type: integer, min: 2 }\n');
});

/** Runs the phase of a derived buildspec in one shell, as CodeBuild does, and returns what the build would export. */
async function build(
  checks: string,
  added: Readonly<Record<string, string>> = {},
): Promise<{ readonly exitCode: number; readonly exported: string }> {
  const text = await readFile(join(root, 'buildspecs/validate-data.yml'), 'utf8');
  const { phases } = parseYaml(text, 'buildspec.yml').value as {
    readonly phases: { readonly pre_build: { readonly commands: string[]; readonly finally: string[] } };
  };
  const { commands, finally: last } = phases.pre_build;
  const script = `${commands.join(' && ')}; code=$?; ${last.join('; ')}; printf '%s' "$ML_CI_VALIDATE_DATA_FAILED_CHECKS"; exit $code`;
  const env = {
    PATH: `${join(cwd, 'bin')}:${process.env.PATH}`,
    HOME: cwd,
    ML_CI_CHECKS: checks,
    ML_CI_SOURCES: 'data.csv',
    ...added,
  };
  return new Promise((resolve) => {
    execFile('sh', ['-c', script], { cwd, env }, (error, stdout) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      resolve({ exitCode, exported: stdout.split('\n').at(-1) ?? '' });
    });
  });
}

it.each([
  ['that passes', 'good.yml', { exitCode: 0, exported: '0' }],
  ['that says no', 'bad.yml', { exitCode: 1, exported: '1' }],
])('the outputs of a step %s reach the shell of the build', async (_rule, checks, ended) => {
  expect(await build(checks)).toEqual(ended);
});

it('they do where the configuration, and with it the outputs, is in another folder', async () => {
  await mkdir(join(cwd, 'model'));
  await writeFile(
    join(cwd, 'model', 'ml-ci.yml'),
    'version: 1\nmodel: m\nenvironments: { dev: { layout: images } }\n',
  );
  const config = { ML_CI_CONFIG: 'model/ml-ci.yml', ML_CI_SOURCES: join(cwd, 'data.csv') };
  expect(await build(join(cwd, 'bad.yml'), config)).toEqual({ exitCode: 1, exported: '1' });
});
