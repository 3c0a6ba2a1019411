import { describe, expect, test } from 'vitest';
import { otherSha256, refused, sha256 } from './fixture.ts';
import { readLock } from './read-lock.ts';

const pypi = 'source = { registry = "https://pypi.org/simple" }';
const wheel = `wheels = [{ url = "https://files.example/a.whl", hash = "${sha256}" }]`;

function lockOf(...packages: readonly string[]): string {
  return ['version = 1\nrevision = 3', ...packages.map((lines) => `[[package]]\n${lines}`)].join('\n\n');
}

function project(dependencies: string, more = ''): string {
  return `name = "model"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [${dependencies}]\n${more}`;
}

function pinned(name: string, more = '', version = '1.0'): string {
  return `name = "${name}"\nversion = "${version}"\n${pypi}\n${wheel}\n${more}`;
}

describe('a uv.lock', () => {
  test('is read with its files, folders and lines', async () => {
    const sdist = `sdist = { url = "https://files.example/a.tar.gz", hash = "${otherSha256}" }`;
    const text = lockOf(
      project('{ name = "Ruamel_Yaml" }, { name = "shapes" }'),
      pinned('Ruamel_Yaml', sdist),
      'name = "shapes"\nsource = { editable = "packages/shapes" }',
    );
    expect(await readLock(text, 'uv.lock')).toEqual({
      kind: 'uv',
      format: 'pypi',
      file: 'uv.lock',
      packages: [
        {
          name: 'ruamel-yaml',
          version: '1.0',
          hashes: [sha256, otherSha256],
          files: [
            { name: 'a.tar.gz', hashes: [otherSha256] },
            { name: 'a.whl', hashes: [sha256] },
          ],
          mayBeAbsent: false,
          line: 11,
        },
      ],
      local: ['.', 'packages/shapes'],
    });
  });

  test('tells what the project reaches without a marker, an extra or a group', async () => {
    const text = lockOf(
      project(
        '{ name = "a", extra = ["x"] }, { name = "w", marker = "sys_platform == \'win32\'" }',
        '[package.optional-dependencies]\nreport = [{ name = "r" }]\n[package.dev-dependencies]\ndev = [{ name = "d" }]',
      ),
      pinned('a', '[package.optional-dependencies]\nx = [{ name = "ax" }]\ny = [{ name = "ay" }]'),
      pinned('ax', 'dependencies = [{ name = "two", version = "2.0" }, { name = "a" }]'),
      ...['ay', 'w', 'r', 'd', 'two'].map((name) => pinned(name)),
      pinned('two', '', '2.0'),
    );
    const { packages } = await readLock(text, 'uv.lock');
    const always = packages.filter(({ mayBeAbsent }) => !mayBeAbsent);
    expect(always.map(({ name, version }) => `${name} ${version}`)).toEqual(['a 1.0', 'ax 1.0', 'two 2.0']);
  });

  test('of a workspace without a project of its own starts at each member', async () => {
    const member = (name: string, needs: string) =>
      `name = "${name}"\nversion = "1"\nsource = { editable = "${name}" }\ndependencies = [{ name = "${needs}" }]`;
    const text = lockOf(member('m', 'a'), member('n', 'b'), pinned('a'), pinned('b'), pinned('c'));
    const { packages } = await readLock(text, 'uv.lock');
    expect(packages.map(({ mayBeAbsent }) => mayBeAbsent)).toEqual([false, false, true]);
  });

  const a = 'name = "a"\nversion = "1.0"\n';
  test.each([
    ['no version', `name = "a"\n${pypi}\n${wheel}`, 'LOCK_UNPINNED', 'has no exact version'],
    ['no files', `${a}${pypi}`, 'LOCK_UNPINNED', 'has no hash'],
    [
      'no hash',
      `${a}${pypi}\nwheels = [{ url = "https://f.example/a.whl" }]`,
      'LOCK_UNPINNED',
      'has no hash',
    ],
    [
      'a file without a hash',
      `${a}${pypi}\n${wheel}\nsdist = { url = "https://f.example/a.zip" }`,
      'LOCK_UNPINNED',
      'has a file without a hash',
    ],
    [
      'a weak hash',
      `${a}${pypi}\nwheels = [{ url = "https://f.example/a.whl", hash = "md5:00" }]`,
      'LOCK_UNPINNED',
      'has the hash "md5:00", which is no SHA-256, 384 or 512',
    ],
    [
      'a name that is none',
      `name = "a --pre"\nversion = "1"\n${pypi}\n${wheel}`,
      'LOCK_UNPINNED',
      'has a name that no package of pypi can have',
    ],
    ['git', `${a}source = { git = "https://h.example/a?rev=1#abc" }`, 'LOCK_UNSAFE', /^comes from "https:/],
    [
      'an address',
      `${a}source = { url = "https://h.example/a.whl" }\n${wheel}`,
      'LOCK_UNSAFE',
      /^comes from/,
    ],
    ['a file', `${a}source = { path = "vendor/a.whl" }\n${wheel}`, 'LOCK_UNSAFE', /^comes from "vendor/],
    ['no source', `${a}${wheel}`, 'LOCK_UNSAFE', /^comes from "nowhere"/],
    ['a folder outside', `${a}source = { editable = "../a" }`, 'LOCK_UNSAFE', /^lies in "..\/a", outside/],
    ['a folder of files', `${a}source = { registry = "../wheels" }\n${wheel}`, 'LOCK_UNSAFE', /no registry$/],
    [
      'plain http',
      `${a}source = { registry = "http://h.example/simple" }\n${wheel}`,
      'LOCK_UNSAFE',
      'comes from "http://h.example/simple", over plain http',
    ],
    [
      'a file over plain http',
      `${a}${pypi}\nsdist = { url = "http://h.example/a.zip", hash = "${sha256}" }`,
      'LOCK_UNSAFE',
      'comes from "http://h.example/a.zip", over plain http',
    ],
  ])('with %s is refused', async (_name, lines, code, message) => {
    const found = await refused('uv', lockOf(pinned('fine'), lines));
    const name = /^name = "([^"]*)"/.exec(lines)?.[1];
    expect(found).toEqual({ code, found: [`${name} 11`], messages: [expect.stringMatching(message)] });
  });

  test('is refused with every offender', async () => {
    const text = lockOf(
      `name = "a"\n${pypi}`,
      pinned('b'),
      `name = "c"\nversion = "1"\nsource = { git = "x" }`,
    );
    expect(await refused('uv', text)).toMatchObject({ code: 'LOCK_UNSAFE', found: ['a 4', 'a 4', 'c 15'] });
  });

  test.each([
    ['no revision', 'version = 1\n'],
    ['version 2', 'version = 2\nrevision = 1\n'],
    ['no version', ''],
    ['packages that are none', 'version = 1\nrevision = 1\npackage = "a"\n'],
    ['a package that is none', 'version = 1\nrevision = 1\npackage = [1]\n'],
  ])('with %s is refused', async (_name, text) => {
    expect((await refused('uv', text)).code).toBe('LOCK_INVALID');
  });
});
