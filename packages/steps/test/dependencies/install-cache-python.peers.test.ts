import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeWheel } from '../../../sandbox/test/package-files.ts';
import { contentHash } from '../../src/dependencies/install/python/content-hash.ts';
import { type Bench, startBench } from './bench.ts';
import { type PublicIndex, startIndex } from './public-index.ts';

const run = promisify(execFile);
const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
const shapes = makeWheel('shapes', '2.0');
const good = 'version = "2.0"\n';
const bad = 'evil = True\n';
const evil = makeWheel('shapes', '2.0', { source: bad });

const manifest = {
  project: { name: 'model', version: '1.0', 'requires-python': '>=3.9', dependencies: ['shapes==2.0'] },
  tool: { poetry: { 'package-mode': false } },
};
const poetryLock = `[[package]]
name = "shapes"
version = "2.0"
description = ""
optional = false
python-versions = ">=3.8"
groups = ["main"]
files = [
    {file = "${shapes.fileName}", hash = "sha256:${shapes.sha256}"},
]

[metadata]
lock-version = "2.1"
python-versions = ">=3.9"
content-hash = "${contentHash(manifest, 'with-groups')}"
`;
const requirements = `shapes==2.0 --hash=sha256:${shapes.sha256}\n`;

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ pypi: [shapes] }, {}, { commands: ['poetry', 'uv'] });
  await bench.write({
    'pyproject.toml': stringify(manifest),
    'poetry.lock': poetryLock,
    'requirements.lock': requirements,
  });
});
afterEach(() => bench.close());

/** Every file that is kept. */
async function kept(): Promise<string[]> {
  const folder = join(bench.folder, 'home/.cache/ml-ci/packages');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** From now on the repository has other bytes under the name, so that only what was kept can be installed. */
function swap(): void {
  const name = { format: 'pypi', name: 'shapes' } as const;
  bench.sandbox.stores.codeartifact.swapAsset(at, name, '2.0', shapes.fileName, evil.bytes, {
    hashes: 'kept',
  });
}

const { stdout } = await run('python3', ['-c', 'import sys; print("cp%d%d" % sys.version_info[:2])']);
/** Fits this Python, and is taken before a wheel that says no more. */
const better = `shapes-2.0-${stdout.trim()}-none-any.whl`;

describe.each([
  ['poetry', { lock: 'poetry.lock' }, /\.whl$/],
  ['pip', { lock: 'requirements.lock', manager: 'pip', target: 'python' }, /\.whl$/],
] as const)('the downloads that %s leaves', (_tool, inputs, archive) => {
  const install = async () => {
    await rm(join(bench.project, '.venv'), { recursive: true, force: true });
    const environments = join(bench.folder, 'home/.cache/pypoetry');
    await rm(environments, { recursive: true, force: true });
    return await bench.install({ ...inputs, verify: 'off' });
  };

  test('are installed the next time without a download, and hold no token', async () => {
    const first = await install();
    expect(first.outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect((await kept()).filter((file) => archive.test(file)).length).toBeGreaterThan(0);
    expect(first.token).not.toBe('');
    expect(await bench.filesWith(first.token)).toEqual([]);
    swap();
    expect((await install()).outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
  });

  test('are not installed where somebody put another archive in their place', async () => {
    await install();
    const archives = (await kept()).filter((file) => archive.test(file));
    let changed = 0;
    for (const file of archives) {
      if (!(await readFile(file)).includes('dist-info')) continue;
      await writeFile(file, evil.bytes);
      changed += 1;
    }
    expect(changed).toBeGreaterThan(0);
    const { outcome } = await install();
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect(await everywhere('evil = True')).toEqual([]);
    swap(); // what is kept is right again
    expect((await install()).outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
  });

  test('are not installed where somebody put another archive beside them', async () => {
    await install();
    const folders = new Set((await kept()).map((file) => dirname(file)));
    for (const folder of folders) await writeFile(join(folder, better), evil.bytes);
    const { outcome } = await install();
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect((await everywhere('evil = True')).filter((path) => !path.includes('ml-ci/packages'))).toEqual([]);
  });

  async function everywhere(text: string): Promise<string[]> {
    return (await bench.filesWith(text)).filter((path) => !path.startsWith('tmp/'));
  }
});

/** What a tool does with a cache of its own that stays, where the index serves `shapes`. */
describe('by itself', () => {
  let folder: string;
  let index: PublicIndex;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ml-ci-python-cache-'));
    index = await startIndex([shapes]);
    await writeFile(join(folder, 'lock.txt'), requirements);
    await writeFile(join(folder, 'poetry.lock'), poetryLock);
  });
  afterEach(async () => {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  });
  const tool = async (command: string, args: readonly string[], env: Readonly<Record<string, string>>) =>
    await run(command, args, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...env } });
  /** The module of `shapes` in the environment of the project, which is then removed. */
  async function taken(): Promise<string> {
    const names = await readdir(join(folder, '.venv'), { recursive: true });
    const name = names.find((path) => path.endsWith('shapes/__init__.py')) ?? 'none';
    const text = await readFile(join(folder, '.venv', name), 'utf8');
    await rm(join(folder, '.venv'), { recursive: true });
    return text;
  }

  test('uv installs unpacked files as they are, so that none are kept', async () => {
    const env = { UV_CACHE_DIR: join(folder, 'cache'), UV_DEFAULT_INDEX: index.url, UV_NO_CONFIG: '1' };
    const into = async (target: string) => {
      await tool('uv', ['pip', 'install', '--require-hashes', '--target', target, '-r', 'lock.txt'], env);
      return await readFile(join(folder, target, 'shapes/__init__.py'), 'utf8');
    };
    expect(await into('first')).toBe(good);
    const names = await readdir(join(folder, 'cache'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.whl'))).toEqual([]);
    for (const name of names.filter((one) => one.endsWith('shapes/__init__.py')))
      await writeFile(join(folder, 'cache', name), bad);
    // Once this is refused, they may be kept.
    expect(await into('second')).toBe(bad);
    const inputs = { lock: 'requirements.lock', manager: 'uv', target: 'python' };
    expect((await bench.install(inputs)).outcome.verdict).toBe('passed');
    expect(await kept()).toEqual([]);
  });

  test('Poetry looks at one archive and installs another that lies beside it, so that we look at all', async () => {
    const source = [{ name: 'public', url: index.url }];
    const own = { ...manifest, tool: { poetry: { ...manifest.tool.poetry, source } } };
    await writeFile(join(folder, 'pyproject.toml'), stringify(own));
    const env = { POETRY_CACHE_DIR: join(folder, 'cache'), POETRY_VIRTUALENVS_IN_PROJECT: 'true' };
    await tool('poetry', ['lock'], env);
    await tool('poetry', ['install'], env);
    expect(await taken()).toBe(good);
    const names = await readdir(join(folder, 'cache/artifacts'), { recursive: true });
    const wheel = names.find((name) => name.endsWith('.whl')) ?? 'none';
    await writeFile(join(folder, 'cache/artifacts', dirname(wheel), better), evil.bytes);
    await tool('poetry', ['install'], env);
    expect(await taken()).toBe(bad);
  });

  test('PDM has its downloads in one database with the answers, so that none are kept', async () => {
    await writeFile(join(folder, 'pyproject.toml'), stringify({ project: manifest.project }));
    const env = { PDM_CACHE_DIR: join(folder, 'cache'), PDM_PYPI_URL: index.url, PDM_CHECK_UPDATE: 'false' };
    await tool('pdm', ['lock'], env);
    await tool('pdm', ['sync', '--no-self'], env);
    expect(await taken()).toBe(good);
    const entries = await readdir(join(folder, 'cache'), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const contents = await Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
    const holding = contents.filter(([, content]) => content.includes('shapes/__init__.py'));
    expect(holding.map(([file]) => basename(file))).toEqual(['http-cache.db']);
  });
});
