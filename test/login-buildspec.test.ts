import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnyStep, steps } from '@ml-ci/steps';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildspec } from '../packages/cli/src/derive/buildspec.ts';
import { makeTgz } from '../packages/sandbox/test/package-files.ts';
import { type Bench, startBench } from '../packages/steps/test/dependencies/bench.ts';
import { mlciFromSources } from './surfaces/run.ts';

let bench: Bench;
const dependency = { dependencies: { '@ml/shapes': '2.0.0' } };

beforeAll(async () => {
  bench = await startBench({ npm: [await makeTgz('@ml/shapes', '2.0.0')] });
  const bin = join(bench.folder, 'bin');
  await symlink(join(import.meta.dirname, '../packages/cli/bin/ml-ci.js'), join(bin, 'ml-ci'));
  // stands for npx, which knows the package by itself as long as nobody leads npm elsewhere
  const npx = `#!/bin/sh
[ -z "$npm_config_userconfig" ] || exit 98
case "$2" in --package=*) shift 3; exec sh -c "$1" ;; *) shift 2; exec ml-ci "$@" ;; esac
`;
  await writeFile(join(bin, 'npx'), npx, { mode: 0o755 });
  await bench.write({
    'package.json': JSON.stringify(dependency),
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: { '': dependency, 'node_modules/@ml/shapes': { version: '2.0.0' } },
    }),
  });
});
afterAll(() => bench.close());

const named = (...names: readonly string[]): readonly AnyStep[] =>
  names.flatMap((name) => steps.filter((step) => step.name === name));

const where = { OWNER: '111111111111', REGION: 'eu-west-1', DOMAIN: 'ml', REPOSITORY: 'pinned' };

/** Runs a derived buildspec with what a person has written into it, and says what was left of the login. */
async function build(text: string, inputs: Readonly<Record<string, string>>) {
  await bench.write({ 'buildspec.yml': text });
  const given = Object.entries({ ...where, ...inputs }).map(
    ([name, value]) => [`ML_CI_${name}`, value] as const,
  );
  const { npm_config_registry: _, ...env } = bench.env;
  const variables = Object.entries({ ...env, ...Object.fromEntries(given) });
  const flags = variables.map(([name, value]) => `--env=${name}=${value}`);
  const ended = await mlciFromSources(['run-buildspec', 'buildspec.yml', ...flags], {
    cwd: bench.project,
    env,
  });
  const names = await readdir(join(bench.folder, 'tmp'));
  const outputs = await readFile(join(bench.project, '.ml-ci/outputs.env'), 'utf8');
  return {
    ...ended,
    left: names.filter((name) => name.startsWith('ml-ci-codeartifact-login-')),
    exports: outputs.split('\n').filter((line) => line.endsWith('# codeartifact-login')),
  };
}

/** The derived buildspec of the login alone, with commands in a phase of their own. */
const withBuild = (...commands: readonly string[]) =>
  buildspec(named('codeartifact-login'), 'x').replace(
    '  post_build:',
    `  build:\n    commands: ${JSON.stringify(commands)}\n  post_build:`,
  );

it('a later phase finds the login, and it is gone at the end', async () => {
  const commands = [
    'npm install',
    'echo "asked $(npm config get registry)"',
    'ls "$(dirname "$npm_config_userconfig")"',
  ];
  const ended = await build(withBuild(...commands), { TOOLS: 'npm', MODE: 'file' });
  expect([ended.exitCode, ended.text]).toEqual([0, expect.stringContaining('/npm/pinned/')]);
  expect(await bench.exists('node_modules/@ml/shapes/index.js')).toBe(true);
  expect([ended.left, ended.exports]).toEqual([[], []]);
});

it('it is gone when a later phase has failed', async () => {
  const { exitCode, left, exports } = await build(withBuild('exit 7'), { TOOLS: 'npm', MODE: 'file' });
  expect([exitCode, left, exports]).toEqual([1, [], []]);
});

it('it is gone when another step of its own phase has failed, so that no later phase runs', async () => {
  const text = buildspec(named('codeartifact-login', 'install', 'validate-data'), 'x');
  // the lock has no hashes
  const inputs = { TOOLS: 'npm', MODE: 'file', MANAGER: 'npm', LOCK: 'package-lock.json' };
  const { exitCode, text: log, left, exports } = await build(text, inputs);
  expect([exitCode, log]).toEqual([1, expect.stringContaining('LOCK_UNPINNED')]);
  expect([left, exports]).toEqual([[], []]);
});
