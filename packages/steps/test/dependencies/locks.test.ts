import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Lock } from '../../src/dependencies/lock/lock.ts';
import { readLock } from '../../src/dependencies/lock/read-lock.ts';
import { rewriteHosts } from '../../src/dependencies/lock/rewrite.ts';
import { toRequirements } from '../../src/dependencies/lock/to-requirements.ts';

/** What real tools wrote: see locks/README.md. */
const folder = join(import.meta.dirname, 'locks');
const files = globSync('*/*', { cwd: folder }).sort();
const native = 'yarn-4-native/yarn.lock';
const readable = files.filter((file) => file !== native);

function textOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function read(file: string, ...allowUnchecked: readonly string[]): Promise<Lock> {
  return readLock(textOf(file), file, undefined, { allowUnchecked });
}

/** In short: `name version`, with a question mark where it may be absent. */
function shortOf({ packages }: Lock): string {
  return packages
    .map(({ name, version, mayBeAbsent }) => `${name} ${version}${mayBeAbsent ? '?' : ''}`)
    .join(', ');
}

const http = ['certifi 2026.10.19.post1', 'h11 0.16.0', 'h2 4.4.1', 'hpack 4.2.0', 'httpcore 1.0.9'];
const python = [
  'anyio 4.16.0',
  http[0],
  'colorama 0.4.6?',
  'exceptiongroup 1.3.2?',
  ...http.slice(1),
  'httpx 0.27.2',
  'hyperframe 6.1.0',
  'idna 3.20',
  'iniconfig 2.0.0?',
  'six 1.16.0',
  'sniffio 1.3.1',
  'tabulate 0.9.0?',
  'tomli 2.0.2?',
  'typing-extensions 4.16.0?',
];
/** What tools export: the extra is left out, and with uv the group for development is not. */
const exported = python
  .filter((one) => !one?.startsWith('tabulate'))
  .map((one) => one?.replace('2.0.0?', '2.0.0'));
/** Made on one Python, for this one. */
const compiled = python
  .filter((one) => !/^(?:colorama|exceptiongroup|iniconfig|tabulate|tomli)/.test(one ?? ''))
  .map((one) => one?.replace('?', ''));
const shapes = ['packages/shapes'];

describe('a lock that a real tool wrote', () => {
  test.each<[string, string, readonly string[], readonly (string | undefined)[]]>([
    ['uv/uv.lock', 'uv', ['.', ...shapes], python],
    ['uv/pylock.toml', 'pylock', shapes, exported],
    ['uv/requirements.txt', 'requirements', [], exported],
    ['poetry/poetry.lock', 'poetry', shapes, python],
    ['pdm/pdm.lock', 'pdm', shapes, python],
    ['pdm/pylock.toml', 'pylock', shapes, python],
    ['pdm-static/pdm.lock', 'pdm', shapes, python],
    ['pip/pylock.toml', 'pylock', [], compiled],
    ['pip-tools/requirements.txt', 'requirements', [], compiled],
  ])('%s is of %s, and has the packages of Python', async (file, kind, local, packages) => {
    const lock = await read(file);
    expect([lock.kind, lock.format, lock.local]).toEqual([kind, 'pypi', local]);
    expect(shortOf(lock)).toBe(packages.join(', '));
    for (const { hashes, name } of lock.packages)
      expect(hashes.length, name).toBe(name === 'certifi' || file.startsWith('pip/') ? 1 : 2);
  });

  test.each([
    [
      'npm/package-lock.json',
      'package-lock',
      ['.', ...shapes],
      '@esbuild/linux-x64 0.24.0?, @types/ms 0.7.34?, debug 4.3.7, fsevents 2.3.3?, is-number 7.0.0, ms 2.0.0, ms 2.1.3',
    ],
    [
      'pnpm-10/pnpm-lock.yaml',
      'pnpm',
      ['.', ...shapes],
      '@esbuild/linux-x64 0.24.0?, @types/ms 0.7.34?, debug 4.3.7, fsevents 2.3.3?, is-number 7.0.0, ms 2.0.0, ms 2.1.3',
    ],
    [
      'pnpm-12/pnpm-lock.yaml',
      'pnpm',
      ['.', ...shapes],
      '@types/ms 0.7.34?, fsevents 2.3.3?, is-number 6.0.0, is-number 7.0.0, is-odd 3.0.1, js-tokens 4.0.0, loose-envify 1.4.0, ms 2.0.0, react 18.3.1, use-sync-external-store 1.2.2',
    ],
    [
      'yarn-1/yarn.lock',
      'yarn-1',
      [],
      '@esbuild/linux-x64 0.24.0?, @types/ms 0.7.34?, debug 4.3.7?, fsevents 2.3.3?, is-number 7.0.0?, ms 2.0.0?, ms 2.1.3?',
    ],
    [
      'yarn-4/yarn.lock',
      'yarn-berry',
      ['.', ...shapes],
      '@types/ms 0.7.34, debug 4.3.7, is-number 6.0.0?, is-number 7.0.0, is-odd 3.0.1?, ms 2.0.0, ms 2.1.3, typescript 5.6.3',
    ],
  ])('%s is of %s, and has the packages of npm', async (file, kind, local, packages) => {
    const lock = await read(file);
    expect([lock.kind, lock.format, lock.local]).toEqual([kind, 'npm', local]);
    expect(shortOf(lock)).toBe(packages);
    for (const { hashes, name } of lock.packages)
      expect(hashes.length, name).toBe(kind === 'yarn-berry' ? 0 : 1);
  });

  test('of Yarn 4 with a package for one platform is refused, unless that is allowed', async () => {
    await expect(read(native)).rejects.toMatchObject({
      code: 'LOCK_UNPINNED',
      problems: [{ name: '@esbuild/linux-x64', place: `${native}:8` }],
    });
    const { packages } = await read(native, '@esbuild/*', 'fsevents');
    expect(packages.filter(({ mayBeAbsent }) => mayBeAbsent).map(({ name }) => name)).toContain('fsevents');
  });

  test('has each package at the line that names it', async () => {
    for (const file of readable) {
      const lines = textOf(file).split('\n');
      for (const { name, line } of (await read(file)).packages) {
        const near = lines.slice(line - 1, line + 2).join('\n');
        expect(near.toLowerCase().replaceAll('_', '-'), `${file}:${line}`).toContain(name);
      }
    }
  });

  test('names only hosts that everybody reaches, and is small', () => {
    const hosts = ['files.pythonhosted.org', 'pypi.org', 'registry.npmjs.org', 'registry.yarnpkg.com'];
    const found = files.flatMap((file) => textOf(file).match(/(?<=https?:\/\/)[^/"'\s]+/g) ?? []);
    expect([...new Set(found)].sort()).toEqual(hosts);
    for (const file of files) expect(textOf(file).length, file).toBeLessThan(40_000);
  });
});

describe('the requirements of a lock', () => {
  /** By name, for locks are sorted in their own ways. */
  const sorted = (text: string) =>
    text
      .split(/\n(?=\S)/)
      .map((line) => line.trim())
      .sort()
      .join('\n');

  test('of uv are what uv exports itself', async () => {
    const own = toRequirements(await read('uv/requirements.txt'));
    expect(sorted(toRequirements(await read('uv/pylock.toml')))).toBe(sorted(own));
  });

  test('of PDM are the same from both of its formats', async () => {
    const own = sorted(toRequirements(await read('pdm/pdm.lock')));
    expect(sorted(toRequirements(await read('pdm/pylock.toml')))).toBe(own);
    expect(sorted(toRequirements(await read('pdm-static/pdm.lock')))).toBe(own);
  });

  test('of Poetry are those of PDM, but for how a marker is written', async () => {
    const short = async (file: string) =>
      (await read(file)).requirements?.map(({ pin, hashes, marker }) => ({
        pin,
        hashes,
        isMarked: marker !== undefined,
      }));
    expect(await short('poetry/poetry.lock')).toEqual(await short('pdm/pdm.lock'));
  });

  test.each(['uv/uv.lock', 'npm/package-lock.json', 'yarn-4/yarn.lock'])(
    'of %s cannot be told',
    async (file) => {
      const lock = await read(file);
      expect(() => toRequirements(lock)).toThrow(expect.objectContaining({ code: 'LOCK_INVALID' }));
    },
  );
});

describe('the addresses of a lock that a real tool wrote', () => {
  const endpoint = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/any/pinned/';
  /** Without what may change: addresses, and the name of Poetry's index. */
  const rest = (text: string) =>
    text
      .replace(/, tarball: https:[^}]*/g, '')
      .replace(/https?:\/\/[^"'\s]+/g, '')
      .replace(/reference = "[\w-]+"/g, '');

  test.each(readable)('are replaced in %s, and nothing else', async (file) => {
    const text = textOf(file);
    const lock = await read(file);
    const rewritten = await rewriteHosts(text, lock.kind, endpoint);
    const found = rewritten.match(/https?:\/\/[^"'\s]+/g) ?? [];
    expect(found.filter((address) => !address.startsWith(endpoint))).toEqual([]);
    if (lock.kind === 'package-lock') expect(JSON.parse(rewritten)).toEqual(JSON.parse(text));
    else expect(rest(rewritten)).toBe(rest(text));
    expect(await readLock(rewritten, file)).toEqual(lock);
  });
});
