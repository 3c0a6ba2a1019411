import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSdist, makeWheel, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';

/** Not on every machine, and no package of npm brings it. */
const tool: string = 'uv';
const isThere = spawnSync(tool, ['--version']).status === 0;
const model = makeWheel('small_model', '1.2', { requires: ['shapes>=2.0'] });
const shapes = makeWheel('shapes', '2.0');
const backend = `
import os, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "old_model-0.1-py3-none-any.whl"
    info = "old_model-0.1.dist-info/"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("old_model/built.txt", "\\n".join(os.environ))
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: old_model\\nVersion: 0.1\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
`;
const buildSystem = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
let sdist: PackageFile;
let bench: Bench;

const pin = (name: string, version: string, file: PackageFile) =>
  `${name}==${version} --hash=sha256:${file.sha256}\n`;
const requirements = pin('small-model', '1.2', model) + pin('shapes', '2.0', shapes);
/** Packages of a pylock.toml, with the addresses of an index that does not answer. */
const pylock = (...files: readonly (readonly [name: string, version: string, file: PackageFile])[]) =>
  `lock-version = "1.0"\ncreated-by = "uv"\n${files
    .map(
      ([name, version, { fileName, sha256 }]) => `
[[packages]]
name = "${name}"
version = "${version}"
index = "https://pypi.example/simple"
wheels = [{ url = "https://files.example/${fileName}", hashes = { sha256 = "${sha256}" } }]
`,
    )
    .join('')}`;
const locks: readonly (readonly [name: string, lock: string, text: string])[] = [
  ['requirements', 'requirements.lock', requirements],
  ['pylock.toml', 'pylock.toml', pylock(['small-model', '1.2', model], ['shapes', '2.0', shapes])],
];

beforeAll(async () => {
  sdist = await makeSdist('old_model', '0.1', { 'pyproject.toml': buildSystem, 'backend.py': backend });
  bench = await startBench({ pypi: [model, shapes, sdist] }, {}, { commands: ['uv'] });
});
afterAll(() => bench?.close());

const off = { manager: 'uv', lock: 'requirements.lock', target: 'python/uv', verify: 'off' };

describe.skipIf(!isThere && process.env.CI !== 'true')(
  'install with uv pip (skipped where "uv" does not run)',
  () => {
    test.each(locks)('fills a folder from %s, with uv and with pip', async (_name, lock, text) => {
      await bench.write({ [lock]: text });
      for (const manager of ['uv', 'pip']) {
        const target = `python/${manager}`;
        const { outcome, token } = await bench.install({ manager, lock, target });
        expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2, manager } });
        expect(await bench.read(`${target}/small_model/__init__.py`)).toContain('1.2');
        expect(await bench.read(lock)).toBe(text);
        expect(token).not.toBe('');
        expect(await bench.filesWith(token)).toEqual([]);
      }
      expect((await readdir(join(bench.project, 'python'))).sort()).toEqual(['pip', 'uv']);
    });

    test('installs into the environment of a Python, whatever is there already', async () => {
      await bench.write({ 'requirements.lock': requirements });
      spawnSync('python3', ['-m', 'venv', '--without-pip', '.venv'], { cwd: bench.project });
      const python = join('.venv', 'bin', 'python');
      const run = () => bench.install({ manager: 'uv', lock: 'requirements.lock', python });
      expect((await run()).outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2 } });
      const found = spawnSync(python, ['-c', 'import shapes; print(shapes.__file__)'], {
        cwd: bench.project,
      });
      const file = found.stdout.toString().trim();
      expect(file).toContain('.venv');
      await writeFile(file, 'version = "changed"');
      expect((await run()).outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2 } });
      expect(await readFile(file, 'utf8')).toBe('version = "2.0"\n');
    });

    test('builds what may be built, without the token', async () => {
      await bench.write({ 'requirements.lock': requirements + pin('old-model', '0.1', sdist) });
      const { outcome, token } = await bench.install({ ...off, 'allow-build': 'old_model' });
      expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
      const environment = await bench.read('python/uv/old_model/built.txt');
      expect(environment).toContain('PATH');
      expect(environment).not.toMatch(/AWS_|ML_CI|GITHUB_|ACTIONS_|NETRC|INDEX/);
      expect(await bench.filesWith(token)).toEqual([]);
    });

    test.each([
      [
        'a hash that no file has',
        () => pin('shapes', '2.0', { ...shapes, sha256: 'f'.repeat(64) }),
        'failed',
        undefined,
      ],
      [
        'a source distribution that may not be built',
        () => pin('old-model', '0.1', sdist),
        'error',
        'PACKAGE_MISSING',
      ],
      ['a lock that lacks a dependency', () => pin('small-model', '1.2', model), 'error', 'LOCK_STALE'],
      ['a package that the repository lacks', () => pin('rare', '1.0', shapes), 'error', 'PACKAGE_MISSING'],
    ])('refuses %s, and keeps what is there', async (_name, text, verdict, code) => {
      await bench.write({ 'requirements.lock': text() });
      const { outcome } = await bench.install(off);
      expect(outcome).toMatchObject({ verdict, ...(code === undefined ? {} : { error: { code } }) });
      expect(await bench.read('python/uv/small_model/__init__.py')).toContain('1.2');
    });

    test('says that the token was refused, and not that packages are missing', async () => {
      const expiring = await startBench(
        { pypi: [model, shapes] },
        { faults: [{ target: 'codeartifact', kind: 'expire', rate: 1, ms: 1 }] },
        { commands: ['uv'] },
      );
      try {
        await expiring.write({ 'requirements.lock': requirements });
        const { outcome } = await expiring.install(off);
        expect(outcome).toMatchObject({ exitCode: 3, error: { code: 'INSTALL_DENIED' } });
      } finally {
        await expiring.close();
      }
    });
  },
);
