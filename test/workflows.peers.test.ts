import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const execute = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const find = (pattern: string) => globSync(pattern, { cwd: root }).map((path) => join(root, path));
const workflows = [...find('.github/workflows/*.yml'), ...find('examples/*/.github/workflows/*.yml')];
const actions = find('actions/*/action.yml');

test('there are workflows to judge', () => {
  expect(existsSync(join(root, '.github'))).toBe(true);
  expect(workflows.length).toBeGreaterThan(0);
});

test('actionlint finds nothing', async () => {
  expect((await execute('actionlint', ['-no-color', ...workflows])).stdout).toBe('');
});

test('zizmor finds nothing', async () => {
  const options = ['--offline', '--no-progress', '--format=json'];
  const { stdout } = await execute('zizmor', [...options, ...workflows, ...actions]);
  expect(JSON.parse(stdout)).toEqual([]);
});
