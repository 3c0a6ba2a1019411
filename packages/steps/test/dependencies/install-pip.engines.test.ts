import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSdist, makeWheel, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
/** A build that needs nothing else, and writes down what it could see. */
const backend = `
import glob, os, tempfile, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "old_model-0.1-py3-none-any.whl"
    info = "old_model-0.1.dist-info/"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("old_model/built.txt", "\\n".join([*os.environ, *glob.glob(tempfile.gettempdir() + "/*/netrc")]))
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: old_model\\nVersion: 0.1\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
`;
const buildSystem = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
const model = makeWheel('small_model', '1.2', { requires: ['shapes==2.0'] });
const shapes = makeWheel('shapes', '2.0');
let sdist: PackageFile;
let bench: Bench;

beforeAll(async () => {
  sdist = await makeSdist('old_model', '0.1', { 'pyproject.toml': buildSystem, 'backend.py': backend });
  bench = await startBench({ pypi: [model, shapes, sdist] });
});
afterAll(() => bench.close());

const pin = (name: string, version: string, file: PackageFile) =>
  `${name}==${version} --hash=sha256:${file.sha256}\n`;
const lock = pin('small-model', '1.2', model) + pin('shapes', '2.0', shapes);
const inputs = { manager: 'pip', lock: 'requirements.lock', target: 'python/packages' };

describe.skipIf(!hasPip)('install with pip (skipped where "python3 -m pip" does not run)', () => {
  test('fills the target with what the lock says, and leaves no token', async () => {
    await bench.write({ 'requirements.lock': lock });
    const { outcome, token } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2, manager: 'pip' } });
    expect(await bench.read('python/packages/small_model/__init__.py')).toContain('1.2');
    expect(token).not.toBe('');
    expect(await bench.filesWith(token)).toEqual([]);
    expect(await bench.filesWith(Buffer.from(`aws:${token}`).toString('base64'))).toEqual([]);
    for (const child of await bench.children()) {
      expect(child).not.toContain(token);
      expect(child).not.toMatch(/^(?:AWS_|ML_CI|GITHUB_|ACTIONS_|PIP_EXTRA)/m);
    }
    expect((await bench.paths()).filter((path) => /ml-ci-install-|__pycache__/.test(path))).toEqual([]);
  });

  test('keeps what is there when a package is not what the lock says', async () => {
    const other = { ...shapes, sha256: '0'.repeat(64) };
    await bench.write({ 'requirements.lock': pin('shapes', '2.0', other) });
    const { outcome } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(outcome.outputs.packages).toBeUndefined();
    expect(await bench.read('python/packages/small_model/__init__.py')).toContain('1.2');
    expect(await readdir(join(bench.project, 'python'))).toEqual(['packages']);
  });

  test('installs into the environment of a Python, whatever is there already', async () => {
    await bench.write({ 'requirements.lock': pin('shapes', '2.0', shapes) });
    spawnSync('python3', ['-m', 'venv', '.venv'], { cwd: bench.project });
    const { target: _, ...environment } = inputs;
    const python = join('.venv', 'bin', 'python');
    const run = () => bench.install({ ...environment, python });
    expect((await run()).outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    const found = spawnSync(python, ['-c', 'import shapes; print(shapes.__file__)'], {
      cwd: bench.project,
    });
    const file = found.stdout.toString().trim();
    expect(file).toContain('.venv');
    // Content that somebody changed since is not taken for what the lock says.
    await writeFile(file, 'version = "changed"');
    expect((await run()).outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect(await readFile(file, 'utf8')).toBe('version = "2.0"\n');
  });

  test('says that there is no such Python', async () => {
    const { outcome } = await bench.install({ ...inputs, python: '$(id)' });
    expect(outcome).toMatchObject({ exitCode: 2, error: { code: 'CHILD_MISSING' } });
  });

  test('builds what may be built, without the token', async () => {
    await bench.write({ 'requirements.lock': lock + pin('old-model', '0.1', sdist) });
    const { outcome, token } = await bench.install({ ...inputs, 'allow-build': 'Old_Model' });
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
    const environment = await bench.read('python/packages/old_model/built.txt');
    expect(environment).toContain('PATH');
    expect(environment).not.toMatch(/AWS_|ML_CI|GITHUB_|ACTIONS_|NETRC|netrc|INDEX_URL/);
    expect(await bench.filesWith(token)).toEqual([]);
  });

  test.each([
    [
      'a source distribution that may not be built',
      () => pin('old-model', '0.1', sdist),
      'PACKAGE_MISSING',
      2,
    ],
    ['a lock that lacks a dependency', () => pin('small-model', '1.2', model), 'LOCK_STALE', 2],
    ['a lock with lines without hash', () => 'shapes==2.0\nsmall-model\n', 'LOCK_UNPINNED', 2],
    ['a lock with another index', () => `--index-url http://127.0.0.1:9/simple\n${lock}`, 'LOCK_UNSAFE', 2],
  ])('refuses %s', async (_name, text, code, exitCode) => {
    await bench.write({ 'requirements.lock': text() });
    const { outcome } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'error', exitCode, error: { code } });
  });

  test.each([
    ['.', 'the project'],
    ['..', 'more than the project'],
    ['src', 'files of somebody else'],
  ])('does not replace %s (%s)', async (target) => {
    await bench.write({ 'requirements.lock': lock, 'src/train.py': 'print()' });
    const { outcome } = await bench.install({ ...inputs, target });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'FILE_UNSAFE' } });
    expect(await bench.read('src/train.py')).toBe('print()');
  });

  test('says that the token was refused, and not that packages are missing', async () => {
    await bench.write({ 'requirements.lock': lock });
    const expiring = await startBench(
      { pypi: [model, shapes] },
      { faults: [{ target: 'codeartifact', kind: 'expire', rate: 1, ms: 1 }] },
    );
    try {
      await expiring.write({ 'requirements.lock': lock });
      const { outcome: refused } = await expiring.install(inputs);
      expect(refused).toMatchObject({ exitCode: 3, error: { code: 'INSTALL_DENIED' } });
      expect(await expiring.exists('python/packages')).toBe(false);
    } finally {
      await expiring.close();
    }
  });
});
