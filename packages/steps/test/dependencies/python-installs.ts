import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSdist, makeWheel, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';
import { commandLinesDuring } from './command-lines.ts';
import { type PublicIndex, startIndex } from './public-index.ts';

/** A tool that installs a Python project from a lock that it wrote itself. */
export interface PythonTool {
  readonly name: 'uv' | 'poetry' | 'pdm';
  /** What is told apart, where a tool has several kinds of locks. */
  readonly title?: string;
  /** Whether the lock names the index that it was made from. */
  readonly namesIndex: boolean;
  /** Whether a target can be filled from the lock. */
  readonly fillsFolders: boolean;
  readonly lock: string;
  /** The pyproject of a project with these dependencies, as the tool has it; `isPackage` where it can be built itself. */
  pyproject(dependencies: readonly string[], index: string, isPackage?: boolean): string;
  /** What writes the lock. */
  readonly write: readonly string[];
  /** Variables that lead the tool to an index while it writes the lock. */
  writeEnv(index: string): Readonly<Record<string, string>>;
  /** Files of the home that name another index. */
  readonly userFiles: Readonly<Record<string, string>>;
  /** Variables that name another index. */
  readonly userEnv: Readonly<Record<string, string>>;
  /** The environment that the tool itself would use, from the folder of the bench. */
  environment(bench: Bench): Promise<string>;
  /** Whether content that was changed since is installed anew. */
  readonly reinstalls: boolean;
}

/** A build that needs nothing else, and writes down what it could see. */
const backend = `
import glob, os, tempfile, zipfile
def wheel(folder, name, version):
    file = f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info/"
    seen = "\\n".join([*os.environ, *glob.glob(tempfile.gettempdir() + "/*/netrc")])
    with zipfile.ZipFile(os.path.join(folder, file), "w") as archive:
        archive.writestr(f"{name}/built.txt", seen)
        archive.writestr(info + "METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
        archive.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        archive.writestr(info + "RECORD", "")
    return file
def project():
    lines = open("pyproject.toml").read().splitlines()
    name, version = (next(l.split('"')[1] for l in lines if l.startswith(key + " =")) for key in ("name", "version"))
    return name.replace("-", "_"), version
def build_wheel(folder, config_settings=None, metadata_directory=None):
    return wheel(folder, *project())
def build_editable(folder, config_settings=None, metadata_directory=None):
    return wheel(folder, *project())
`;
const buildSystem = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
const model = makeWheel('small_model', '1.2', { requires: ['shapes>=2.0'] });
const shapes = makeWheel('shapes', '2.0');
const evil = makeWheel('shapes', '2.0', { source: 'evil = True\n' });
const windows = makeWheel('only_windows', '1.0');
const rare = makeWheel('rare', '1.0');
const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
/** What no build may see; `UV_INTERNAL` and the like are the tool's own. */
const hidden = /AWS_|ML_CI|GITHUB_|ACTIONS_|NETRC|netrc|INDEX_URL|PASSWORD/;
const dependencies = ['small-model==1.2', "only-windows==1.0; sys_platform == 'win32'"];

/** The tests that every tool must pass. */
export function describeInstalls(tool: PythonTool): void {
  const isThere = spawnSync(tool.name, ['--version']).status === 0;
  describe.skipIf(!isThere && process.env.CI !== 'true')(
    `install with ${tool.title ?? tool.name} (skipped where "${tool.name}" does not run)`,
    () => {
      let sdist: PackageFile;
      let index: PublicIndex;
      let bench: Bench;
      const inputs = { lock: tool.lock };
      const off = { ...inputs, verify: 'off' };
      const start = async (options = {}) => {
        const started = await startBench({ pypi: [model, shapes, windows, sdist] }, options, {
          commands: [tool.name],
          // No proxy answers there.
          env: { ...tool.userEnv, HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' },
        });
        for (const [path, text] of Object.entries(tool.userFiles)) {
          await mkdir(dirname(join(started.folder, 'home', path)), { recursive: true });
          await writeFile(join(started.folder, 'home', path), text);
        }
        return started;
      };

      beforeAll(async () => {
        const files = {
          'pyproject.toml': `[project]\nname = "old_model"\nversion = "0.1"\n${buildSystem}`,
          'backend.py': backend,
        };
        sdist = await makeSdist('old_model', '0.1', files);
        index = await startIndex([model, shapes, windows, rare, sdist]);
        bench = await start();
      });
      afterAll(async () => {
        await bench?.close();
        await index?.close();
      });
      beforeEach(() => lockWith(bench, dependencies));

      /** Writes a project, and lets the tool write its lock. */
      async function lockWith(
        where: Bench,
        wanted: readonly string[],
        isPackage: boolean = false,
      ): Promise<void> {
        await rm(join(where.project, tool.lock), { force: true });
        const pyproject = tool.pyproject(wanted, index.url, isPackage);
        await where.write({ 'pyproject.toml': isPackage ? `${pyproject}\n${buildSystem}` : pyproject });
        const [command = '', ...args] = tool.write;
        const env = {
          PATH: process.env.PATH,
          HOME: join(where.folder, 'writer'),
          ...tool.writeEnv(index.url),
        };
        // Not in one breath: the index that is asked is of this very process.
        await promisify(execFile)(command, args, { cwd: where.project, env });
      }

      async function packages(where = bench): Promise<string> {
        const environment = await tool.environment(where);
        // where Debian's Python is, an empty `python3` may stand beside `python3.11`
        const there = await readdir(join(environment, 'lib'));
        const python = there.find((name) => /^python\d+\.\d+$/.test(name)) ?? 'python';
        return join(environment, 'lib', python, 'site-packages');
      }

      test('fills the environment of the project, and leaves it and the token as they were', async () => {
        const before = [await bench.read('pyproject.toml'), await bench.read(tool.lock)];
        expect(before[1]?.includes(index.url.replace('simple/', ''))).toBe(tool.namesIndex);
        const asked = index.requests();
        let ran: Awaited<ReturnType<Bench['install']>> | undefined;
        const lines = await commandLinesDuring(async () => {
          ran = await bench.install(inputs);
        });
        const { outcome, token = '' } = ran ?? {};
        expect(outcome).toMatchObject({
          verdict: 'passed',
          outputs: { packages: 2, manager: tool.name },
        });
        expect(outcome?.outputs['tool-version']).toMatch(/^\d+\.\d+/);
        expect(await readFile(join(await packages(), 'small_model/__init__.py'), 'utf8')).toContain('1.2');
        expect([await bench.read('pyproject.toml'), await bench.read(tool.lock)]).toEqual(before);
        expect(index.requests()).toBe(asked);
        expect(token).not.toBe('');
        const coded = Buffer.from(`aws:${token}`).toString('base64');
        for (const secret of [token, coded]) {
          expect(await bench.filesWith(secret)).toEqual([]);
          expect(lines.filter((line) => line.includes(secret))).toEqual([]);
        }
        expect(lines.some((line) => line.includes(tool.name))).toBe(true);
        for (const child of await bench.children()) {
          expect(child).not.toContain(token);
          expect(child).not.toMatch(/^(?:AWS_|ML_CI|GITHUB_|ACTIONS_|PIP_EXTRA)/m);
        }
        expect(await leftovers(bench)).toEqual([]);
      });

      test('installs again over what is there', async () => {
        expect((await bench.install(inputs)).outcome).toMatchObject({ verdict: 'passed' });
        const file = join(await packages(), 'shapes/__init__.py');
        await writeFile(file, 'changed = True\n');
        expect((await bench.install(inputs)).outcome).toMatchObject({
          verdict: 'passed',
          outputs: { packages: 2 },
        });
        if (tool.reinstalls) expect(await readFile(file, 'utf8')).toContain('version = "2.0"');
      });

      test('refuses a lock that is not that of the project any more, before AWS is asked', async () => {
        await bench.write({ 'pyproject.toml': tool.pyproject([...dependencies, 'rare==1.0'], index.url) });
        const { outcome, calls } = await bench.install(inputs);
        expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'LOCK_STALE' } });
        expect(calls).toEqual([]);
      });

      test('fails where the lock has another hash than the repository', async () => {
        const text = await bench.read(tool.lock);
        await bench.write({ [tool.lock]: text.replaceAll(shapes.sha256, 'f'.repeat(64)) });
        await fresh();
        const { outcome, token } = await bench.install(off);
        expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
        expect(outcome.reason).toContain('not what the lock says');
        expect(await bench.filesWith(token)).toEqual([]);
      });

      test.each(['kept', 'new'] as const)(
        'fails where the repository serves other bytes, its hashes %s',
        async (hashes) => {
          const other = await start();
          try {
            other.sandbox.stores.codeartifact.swapAsset(
              at,
              { format: 'pypi', name: 'shapes' },
              '2.0',
              shapes.fileName,
              evil.bytes,
              { hashes },
            );
            await lockWith(other, dependencies);
            const { outcome } = await other.install(off);
            expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
            const environment = await tool.environment(other);
            const names = existsSync(environment) ? await readdir(environment, { recursive: true }) : [];
            expect(names.filter((name) => name.endsWith('shapes/__init__.py'))).toEqual([]);
          } finally {
            await other.close();
          }
        },
      );

      test('fills a folder, or says that it cannot', async () => {
        const { outcome, token } = await bench.install({ ...inputs, target: 'python/packages' });
        if (!tool.fillsFolders) {
          expect(outcome).toMatchObject({ exitCode: 2, error: { code: 'INPUT_INVALID' } });
          return;
        }
        expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2 } });
        expect(await bench.read('python/packages/small_model/__init__.py')).toContain('1.2');
        expect(await bench.filesWith(token)).toEqual([]);
      });

      test('says that the repository lacks a package', async () => {
        await lockWith(bench, [...dependencies, 'rare==1.0']);
        const { outcome } = await bench.install(off);
        expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'PACKAGE_MISSING' } });
      });

      test('does not build a source distribution that nobody allowed', async () => {
        await lockWith(bench, [...dependencies, 'old-model==0.1']);
        const { outcome } = await bench.install(inputs);
        expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'PACKAGE_MISSING' } });
      });

      test('builds what may be built, without the token', async () => {
        await lockWith(bench, [...dependencies, 'old-model==0.1']);
        const { outcome, token } = await bench.install({ ...inputs, 'allow-build': 'Old_Model' });
        expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
        const seen = await readFile(join(await packages(), 'old_model/built.txt'), 'utf8');
        expect(seen).toContain('PATH');
        expect(seen).not.toMatch(hidden);
        expect(await bench.filesWith(token)).toEqual([]);
      });

      test('installs the project itself where that may be built, without the token', async () => {
        await bench.write({ 'backend.py': backend, 'model/__init__.py': '' });
        await lockWith(bench, dependencies, true);
        const plain = await bench.install(inputs);
        expect(plain.outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2 } });
        expect(await readdir(await packages())).not.toContain('model-1.0.dist-info');
        const before = [await bench.read('pyproject.toml'), await bench.read(tool.lock)];
        const { outcome, token } = await bench.install({ ...inputs, 'allow-build': 'model' });
        expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2 } });
        expect(await readdir(await packages())).toContain('model-1.0.dist-info');
        const seen = await readFile(join(await packages(), 'model/built.txt'), 'utf8').catch(() => 'PATH');
        expect(seen).toContain('PATH');
        expect(seen).not.toMatch(hidden);
        expect(await bench.filesWith(token)).toEqual([]);
        expect([await bench.read('pyproject.toml'), await bench.read(tool.lock)]).toEqual(before);
      });

      test('says that the token was refused, and not that packages are missing', async () => {
        const expiring = await start({
          faults: [{ target: 'codeartifact', kind: 'expire', rate: 1, ms: 1 }],
        });
        try {
          await lockWith(expiring, dependencies);
          const { outcome, token } = await expiring.install(inputs);
          expect(outcome).toMatchObject({ exitCode: 3, error: { code: 'INSTALL_DENIED' } });
          expect(await expiring.filesWith(token)).toEqual([]);
        } finally {
          await expiring.close();
        }
      });

      test('ends the tool when it is cancelled, and cleans up', async () => {
        const before = (await bench.children()).length;
        const { outcome, token } = await bench.install(inputs, (host) => {
          const wait = setInterval(async () => {
            const children = await bench.children();
            if (!children.slice(before).some((child) => /^NETRC=/m.test(child))) return;
            clearInterval(wait);
            host.signal('SIGTERM');
          }, 5);
        });
        expect(outcome.exitCode).toBe(143);
        expect(token).not.toBe('');
        expect(await bench.filesWith(token)).toEqual([]);
        expect(await leftovers(bench)).toEqual([]);
      });

      /** Without an environment of an earlier test, in which all may be installed already. */
      async function fresh(): Promise<void> {
        await rm(await tool.environment(bench), { recursive: true, force: true });
      }
    },
  );
}

async function leftovers(bench: Bench): Promise<string[]> {
  return (await bench.paths()).filter((path) =>
    /ml-ci-(?:install|uv|poetry|pdm)-|\.ml-ci\/install-/.test(path),
  );
}
