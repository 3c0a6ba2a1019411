import { execFile, execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { steps } from '@ml-ci/steps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageOf } from '../scripts/bundle/chunk-name.ts';
import { bundleActions } from '../scripts/bundle.ts';
import { treeOf } from './support/tree.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'actions/dist');
const megabyte = 1_000_000;

let folder: string;
let read: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-dist-'));
  read = await bundleActions(join(folder, 'built'));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Copies what a build reads, and nothing else, to another place. */
async function copySources(target: string): Promise<void> {
  const files = read.filter((file) => file.startsWith(root)).map((file) => relative(root, file));
  const parts = files.map((file) =>
    file.startsWith('node_modules/')
      ? `node_modules/${packageOf(file.slice('node_modules/'.length))}`
      : file.split('/').slice(0, 2).join('/'),
  );
  const needed = new Set([
    ...parts,
    'node_modules/@aws-sdk/client-sts',
    'LICENSE',
    'package.json',
    'package-lock.json',
  ]);
  await Promise.all(
    [...needed].map((path) =>
      cp(join(root, path), join(target, path), { recursive: true, dereference: true }),
    ),
  );
  await mkdir(join(target, 'node_modules/@ml-ci'), { recursive: true });
  const own = globSync('packages/*', { cwd: target });
  await Promise.all(
    own.map((path) =>
      symlink(join(target, path), join(target, 'node_modules/@ml-ci', path.split('/')[1] ?? '')),
    ),
  );
}

describe('actions/dist', () => {
  it('is what npm run bundle makes of the sources, no file more and none less', () => {
    expect(treeOf(dist)).toEqual(treeOf(join(folder, 'built')));
  });

  it('comes out the same, byte for byte, in another folder', { timeout: 60_000 }, async () => {
    const elsewhere = join(folder, 'else where');
    await copySources(elsewhere);
    await bundleActions(join(elsewhere, 'out'), elsewhere);
    expect(treeOf(join(elsewhere, 'out'))).toEqual(treeOf(join(folder, 'built')));
  });

  it('has an entry for every step, and every file that an action.yml names', () => {
    const entries = globSync('*.js', { cwd: dist });
    expect(entries).toEqual(expect.arrayContaining(steps.map(({ name }) => `${name}.js`)));
    const named = globSync('actions/*/action.yml', { cwd: root }).flatMap((file) =>
      [
        ...readFileSync(join(root, file), 'utf8').matchAll(/^\s+(?:main|post): '?\.\.\/dist\/([\w.-]+)/gm),
      ].map(([, entry = '']) => entry),
    );
    expect(named.filter((entry) => !entries.includes(entry))).toEqual([]);
  });

  it('holds nothing of the sandbox and no path of the machine that made it', () => {
    const found = globSync('**/*', { cwd: dist }).filter(
      (file) =>
        statSync(join(dist, file)).isFile() &&
        /packages\/sandbox\/|\/(home|work|root|Users|tmp)\/[\w.-]+\//.test(
          readFileSync(join(dist, file), 'utf8'),
        ),
    );
    expect(found).toEqual([]);
  });

  it('loads nothing that is not in it, but modules of Node', () => {
    const optional = new Set([
      '@duckdb/node-api', // fetched on first use where it is not installed
      'supports-color', // `debug` uses it where it happens to be installed
    ]);
    const outside = globSync('**/*.js', { cwd: dist }).flatMap((file) =>
      [
        ...readFileSync(join(dist, file), 'utf8').matchAll(
          /(?:^import [^;]*?from |^import |^export [^;]*?from |\bimport\(|\brequire\()"([^"./][^"]*)"/gm,
        ),
      ].map(([, name = '']) => name),
    );
    expect(
      [...new Set(outside)].filter(
        (name) => !name.startsWith('node:') && !builtinModules.includes(name) && !optional.has(name),
      ),
    ).toEqual([]);
  });

  it('names the licence of every package that is in it', () => {
    const licences = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
    const packages = globSync('**/*.js', { cwd: dist }).flatMap((file) =>
      [...readFileSync(join(dist, file), 'utf8').matchAll(/^\/\/(?:#region)? ?node_modules\/(\S+)$/gm)].map(
        ([, path = '']) => packageOf(path.split('node_modules/').at(-1) ?? ''),
      ),
    );
    const missing = [...new Set(packages)].filter((name) => !licences.includes(`\n${name} `));
    expect(packages.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('takes at most 12 MB, and the repository at most 6 MB as an archive', () => {
    const bytes = globSync('**/*', { cwd: dist }).reduce(
      (sum, file) => sum + statSync(join(dist, file)).size,
      0,
    );
    expect(bytes).toBeLessThan(12 * megabyte);
    const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: root, maxBuffer: 100 * megabyte });
    expect(gzipSync(archive).length).toBeLessThan(6 * megabyte);
  });
});

describe('an action in a checkout without an install', () => {
  const env = () => ({ PATH: dirname(process.execPath), HOME: folder, GITHUB_ACTIONS: 'true' });

  it.each(steps.map(({ name }) => name))(
    '%s starts, and stops at what is missing with exit code 2',
    async (name) => {
      const alone = join(folder, `alone-${name}`);
      await cp(dist, join(alone, 'actions/dist'), { recursive: true });
      const output = join(alone, 'outputs');
      await writeFile(output, '');
      const started = promisify(execFile)(process.execPath, [join(alone, 'actions/dist', `${name}.js`)], {
        cwd: alone,
        env: { ...env(), GITHUB_OUTPUT: output },
      });
      const ended: { code?: number; stdout?: string; stderr?: string } = await started.catch(
        (error) => error,
      );
      expect([ended.code, ended.stderr]).toEqual([2, '']);
      expect(ended.stdout).toMatch(new RegExp(`^::error title=${name}::INPUT_INVALID `));
      expect(readFileSync(output, 'utf8')).toBe('');
    },
  );
});
