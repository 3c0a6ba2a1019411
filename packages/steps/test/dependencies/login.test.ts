import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTgz, makeWheel } from '../../../sandbox/test/package-files.ts';
import { startBench } from './bench.ts';
import { type LoginBench, loginBench } from './login-bench.ts';

let at: LoginBench;
beforeAll(async () => {
  at = loginBench(
    await startBench({
      npm: [await makeTgz('@ml/shapes', '2.0.0')],
      pypi: [makeWheel('small_model', '1.2')],
    }),
  );
});
afterAll(() => at.bench.close());

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test('mode file leads pip and npm there, in a shell', async () => {
  const { outcome, printed } = await at.login({ tools: 'pip,npm', mode: 'file' });
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { tools: 'pip,npm' } });
  const folder = String(outcome.outputs.folder);
  expect(await modeOf(folder)).toBe(0o700);
  for (const name of ['npmrc', 'pip.conf']) expect(await modeOf(join(folder, name))).toBe(0o600);
  const [, token = ''] = /_authToken=(\S+)/.exec(await readFile(join(folder, 'npmrc'), 'utf8')) ?? [];
  expect(token).toMatch(/^ey[\w.-]{500,}$/);
  expect(printed).not.toContain(token);
  await at.bench.write({ 'package.json': JSON.stringify({ dependencies: { '@ml/shapes': '2.0.0' } }) });
  await at.later('npm install');
  await at.later('python3 -m pip install --target packages small-model');
  expect(await at.bench.exists('node_modules/@ml/shapes/index.js')).toBe(true);
  expect(await at.bench.exists('packages/small_model/__init__.py')).toBe(true);
  const left = (await at.bench.filesWith(token)).filter(
    (path) => !join(at.bench.folder, path).startsWith(folder),
  );
  expect(left).toEqual([]);
  await at.login({ logout: 'true' });
  expect(await at.bench.filesWith(token)).toEqual([]);
});
