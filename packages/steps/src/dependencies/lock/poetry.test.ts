import { describe, expect, test } from 'vitest';
import { refused, sha256 } from './fixture.ts';
import { readLock } from './read-lock.ts';
import { toRequirements } from './to-requirements.ts';

const files = `files = [{file = "a.whl", hash = "${sha256}"}]`;

function lockOf(packages: readonly string[], version = '2.1'): string {
  const metadata = `[metadata]\nlock-version = "${version}"\npython-versions = ">=3.10"\ncontent-hash = "0"\n`;
  return [...packages.map((lines) => `[[package]]\n${lines}\n\n`), metadata].join('');
}

function pinned(name: string, more = 'optional = false\ngroups = ["main"]'): string {
  return `name = "${name}"\nversion = "1.0"\n${more}\n${files}`;
}

function source(type: string, url: string): string {
  return `\n[package.source]\ntype = "${type}"\nurl = "${url}"\nreference = "pinned"`;
}

describe('a poetry.lock', () => {
  test('is read with its groups, markers and folders', async () => {
    const text = lockOf([
      pinned('a') + source('legacy', 'https://host.example/simple'),
      pinned('dev', 'optional = false\ngroups = ["dev"]'),
      pinned('extra', 'optional = true\ngroups = ["main"]\nmarkers = "extra == \\"x\\""'),
      pinned('marked', 'optional = false\ngroups = ["main"]\nmarkers = "sys_platform == \\"win32\\""'),
      pinned(
        'tabled',
        'optional = false\ngroups = ["main", "dev"]\nmarkers = {main = "os_name == \\"nt\\"", dev = "os_name != \\"nt\\""}',
      ),
      pinned('other', 'optional = false\ngroups = ["main", "dev"]\nmarkers = {dev = "os_name == \\"nt\\""}'),
      `name = "shapes"\nversion = "0.1"\ngroups = ["main"]\nfiles = []${source('directory', 'packages/shapes')}`,
    ]);
    const lock = await readLock(text, 'poetry.lock');
    expect(lock.local).toEqual(['packages/shapes']);
    expect(lock.packages.map(({ name, mayBeAbsent, line }) => [name, mayBeAbsent, line])).toEqual([
      ['a', false, 1],
      ['dev', true, 12],
      ['extra', true, 19],
      ['marked', true, 27],
      ['other', false, 43],
      ['tabled', true, 35],
    ]);
    expect(toRequirements(lock).match(/^\S.*(?= \\)/gm)).toEqual([
      'a==1.0',
      'marked==1.0 ; sys_platform == "win32"',
      'tabled==1.0 ; os_name == "nt"',
      'other==1.0',
    ]);
  });

  test('of Poetry 1 says nothing of groups, and is not rendered', async () => {
    const lock = await readLock(lockOf([pinned('a', 'optional = false')], '2.0'), 'poetry.lock');
    expect(lock.packages.map(({ mayBeAbsent }) => mayBeAbsent)).toEqual([true]);
    expect(() => toRequirements(lock)).toThrow(expect.objectContaining({ code: 'LOCK_INVALID' }));
  });

  test.each([
    ['no files', 'name = "a"\nversion = "1"\nfiles = []', 'LOCK_UNPINNED', 'has no hash'],
    [
      'a weak hash',
      'name = "a"\nversion = "1"\nfiles = [{file = "a", hash = "md5:0"}]',
      'LOCK_UNPINNED',
      /md5/,
    ],
    ['a wildcard', `name = "a"\nversion = "1.*"\n${files}`, 'LOCK_UNPINNED', 'has no exact version'],
    ['a marker that is none', pinned('a', 'groups = ["main"]\nmarkers = "x"'), 'LOCK_UNPINNED', /marker/],
    ['git', pinned('a') + source('git', 'https://host.example/a.git'), 'LOCK_UNSAFE', /no registry$/],
    ['an address', pinned('a') + source('url', 'https://host.example/a.whl'), 'LOCK_UNSAFE', /no registry$/],
    ['a file', pinned('a') + source('file', 'vendor/a.whl'), 'LOCK_UNSAFE', /no registry$/],
    ['a folder outside', pinned('a') + source('directory', '../a'), 'LOCK_UNSAFE', /outside of the project$/],
    [
      'plain http',
      pinned('a') + source('legacy', 'http://host.example/simple'),
      'LOCK_UNSAFE',
      /plain http$/,
    ],
  ])('with %s is refused', async (_name, lines, code, message) => {
    const found = await refused('poetry', lockOf([pinned('fine'), lines]));
    expect(found).toEqual({ code, found: ['a 8'], messages: [expect.stringMatching(message)] });
  });

  test.each(['1.1', '3.0', 'x'])('of the version %s is refused', async (version) => {
    expect((await refused('poetry', lockOf([], version))).code).toBe('LOCK_INVALID');
  });
});
