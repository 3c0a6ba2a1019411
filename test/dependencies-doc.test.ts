import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@ml-ci/core/yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTgz, makeWheel } from '../packages/sandbox/test/package-files.ts';
import { codeartifactLogin } from '../packages/steps/src/dependencies/codeartifact-login/index.ts';
import { type Bench, startBench } from '../packages/steps/test/dependencies/bench.ts';
import { blocksOf } from './guides/blocks.ts';
import { run } from './surfaces/run.ts';

/** The lines with pip are left out where there is none. */
const hasPip = spawnSync('sh', ['-c', 'pip --version']).status === 0;
const root = join(import.meta.dirname, '..');
let bench: Bench;
let page: string;

beforeAll(async () => {
  page = await readFile(join(root, 'docs/dependencies.md'), 'utf8');
  bench = await startBench({
    npm: [await makeTgz('shapes', '2.0.0')],
    pypi: [makeWheel('small_model', '1.2')],
  });
  await bench.write({
    'package.json': JSON.stringify({ dependencies: { shapes: '2.0.0' } }),
    'requirements.txt': 'small-model\n',
  });
});
afterAll(() => bench.close());

test('the blocks of docs/dependencies.md lead real tools to the repository, and leave nothing', async () => {
  const env = { ...bench.env, PATH: `${bench.env.PATH}:${join(root, 'node_modules/.bin')}` };
  let ran = 0;
  for (const block of blocksOf(page)) {
    if (block.kind === 'file') await bench.write({ [block.path]: block.text });
    if (block.kind !== 'run') continue;
    const options = { cwd: bench.project, env };
    const script = hasPip ? block.script : block.script.replaceAll(/^pip .*$/gm, '');
    const { exitCode, text } = await run('bash', ['-euo', 'pipefail', '-c', script], options);
    expect(exitCode, `${script}\n${text}`).toBe(0);
    ran += 1;
  }
  expect(ran).toBe(3);
  expect(await bench.exists('node_modules/shapes/index.js')).toBe(true);
  expect(await bench.exists('packages/small_model/__init__.py')).toBe(hasPip);
  expect((await bench.paths()).filter((path) => path.includes('ml-ci-codeartifact-login-'))).toEqual([]);
});

test('its workflow gives the action inputs that it has', () => {
  const [, text = ''] = /```yaml\n(- uses: OWNER[\s\S]*?)```/.exec(page) ?? [];
  const { value } = parseYaml(text, 'page');
  // the assertions below look at every part of it
  const [{ uses, with: given }] = value as [{ uses: string; with: Record<string, string> }];
  expect(uses).toContain(`/${codeartifactLogin.name}@`);
  expect(Object.keys(codeartifactLogin.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
});
