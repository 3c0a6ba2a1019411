import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeTgz, makeWheel } from '../../../sandbox/test/package-files.ts';
import { startBench } from './bench.ts';
import { type LoginBench, loginBench } from './login-bench.ts';

/** Where `scripts/peers.ts` puts the tools. */
const peers = join(import.meta.dirname, '../../../../.cache/peers');
const python = (name: string) => join(peers, 'package-tools/bin', name);
const node = (name: string, command: string) => join(peers, name, 'node_modules/.bin', command);

let at: LoginBench;
beforeAll(async () => {
  const npm = [await makeTgz('@ml/shapes', '2.0.0')];
  at = loginBench(await startBench({ npm, pypi: [makeWheel('small_model', '1.2')] }));
});
afterAll(() => at.bench.close());
afterEach(async () => {
  await at.login({ logout: 'true' });
  await at.later('rm -rf * .npmrc .yarn .pnp.* .venv');
});

/** A project of Python in the words of all its tools. */
const pyproject = (index: string) => `[project]
name = "model"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["small-model"]
[tool.poetry]
package-mode = false
[tool.pdm]
distribution = false
[[tool.poetry.source]]
name = "codeartifact"
url = "${index}"
priority = "primary"
`;

const quiet = {
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PDM_CHECK_UPDATE: '0',
  POETRY_VIRTUALENVS_IN_PROJECT: 'true',
  YARN_ENABLE_TELEMETRY: '0',
  // the packages are as old as this test, and the address is plain HTTP on loopback
  YARN_NPM_MINIMAL_AGE_GATE: '0',
  YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
  YARN_NODE_LINKER: 'node-modules',
};

/** Files with the token, or what stands for it on the wire, outside of what the login left. */
async function strayed(folder: string): Promise<string[]> {
  const texts = await Promise.all(
    [
      'netrc',
      'npmrc',
      'pip.conf',
      'pdm.toml',
      'pypirc',
      'uv/credentials.toml',
      'poetry/auth.toml',
      'env.sh',
    ].map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  const [token = ''] = /ey[\w-]+(?:\.[\w-]+){4}/.exec(texts.join('\n')) ?? [];
  expect(token).not.toBe('');
  const forms = [token, Buffer.from(`aws:${token}`).toString('base64')];
  const found = (await Promise.all(forms.map((form) => at.bench.filesWith(form)))).flat();
  return found.filter((path) => !join(at.bench.folder, path).startsWith(folder));
}

describe.each([
  ['pip', 'pip', ['file', 'netrc', 'env'], `${python('pip')} install --target found small-model`],
  ['uv', 'uv', ['file', 'netrc', 'env'], `${python('uv')} pip install --target found small-model`],
  [
    'uv in a project',
    'uv',
    ['file', 'netrc', 'env'],
    `${python('uv')} sync && mv .venv/lib/python3*/site-packages found`,
  ],
  [
    'Poetry',
    'poetry',
    ['file', 'netrc', 'env'],
    `${join(peers, 'poetry/bin/poetry')} install --no-interaction && mv .venv/lib/python3*/site-packages found`,
  ],
  [
    'PDM',
    'pdm',
    ['file', 'netrc', 'env'],
    `${python('pdm')} install && mv .venv/lib/python3*/site-packages found`,
  ],
] as const)('%s', (_name, tool, modes, command) => {
  test.each(modes)('installs by mode %s', async (mode) => {
    const { outcome } = await at.login({ tools: tool, mode });
    await at.bench.write({ 'pyproject.toml': pyproject(`${outcome.outputs.endpoint}simple/`) });
    await at.later(command, { env: quiet });
    expect(await at.bench.exists('found/small_model/__init__.py')).toBe(true);
    expect(await strayed(String(outcome.outputs.folder))).toEqual([]);
  });
});

describe.each([
  ['pnpm 10', 'pnpm', node('pnpm-10', 'pnpm')],
  ['pnpm 11', 'pnpm', node('pnpm-11', 'pnpm')],
  ['pnpm 12', 'pnpm', node('pnpm-12', 'pnpm')],
  ['Yarn 1', 'yarn', node('yarn-1', 'yarn')],
  ['Yarn 4', 'yarn', node('yarn-4', 'yarn')],
] as const)('%s', (_name, tool, command) => {
  test.each(['file', 'env'])(
    'installs by mode %s, though variables and the project lead elsewhere',
    async (mode) => {
      const { outcome } = await at.login({ tools: tool, mode });
      const elsewhere = 'http://127.0.0.1:9/';
      await at.bench.write({
        'package.json': JSON.stringify({
          name: 'model',
          version: '1.0.0',
          dependencies: { '@ml/shapes': '2.0.0' },
        }),
        '.npmrc': `registry=${elsewhere}\n`,
        'yarn.lock': '',
        ...(tool === 'yarn' ? { '.yarnrc.yml': `npmRegistryServer: "${elsewhere}"\n` } : {}),
      });
      const { npm_config_registry = '' } = await at.variables();
      expect(npm_config_registry).toBe(outcome.outputs.endpoint);
      await at.later(`${command} install`, { env: { ...quiet, NPM_CONFIG_REGISTRY: elsewhere } });
      expect(await at.bench.exists('node_modules/@ml/shapes/index.js')).toBe(true);
      expect(await strayed(String(outcome.outputs.folder))).toEqual([]);
    },
  );
});

describe('twine', () => {
  test.each([
    ['file', 'up_file', (folder: string) => `--config-file ${join(folder, 'pypirc')}`],
    ['env', 'up_env', () => ''],
  ] as const)('uploads by mode %s', async (mode, name, flags) => {
    const { outcome } = await at.login({ tools: 'twine', mode });
    const { fileName, bytes } = makeWheel(name, '1.0');
    await at.bench.write({ [fileName]: bytes });
    const more = flags(String(outcome.outputs.folder));
    await at.later(`${python('twine')} upload --non-interactive ${more} ${fileName}`);
    await at.login({ tools: 'pip', mode: 'file' });
    await at.later(`${python('pip')} download --no-deps ${name}`);
  });

  test('publishes nowhere when it is not told the file', async () => {
    await at.login({ tools: 'twine', mode: 'file' });
    const { fileName, bytes } = makeWheel('nowhere', '1.0');
    await at.bench.write({ [fileName]: bytes });
    const words = await at.later(`${python('twine')} upload --non-interactive ${fileName}`, { fails: true });
    expect(words).toContain('codeartifact');
  });
});
