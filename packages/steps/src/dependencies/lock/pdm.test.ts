import { describe, expect, test } from 'vitest';
import { refused, sha256 } from './fixture.ts';
import { readLock } from './read-lock.ts';
import { toRequirements } from './to-requirements.ts';

const files = `files = [{file = "a.whl", hash = "${sha256}"}]`;

function lockOf(packages: readonly string[], strategy = '"inherit_metadata"', version = '4.5.1'): string {
  const metadata = `[metadata]\nstrategy = [${strategy}]\nlock_version = "${version}"\n`;
  return [metadata, ...packages.map((lines) => `[[package]]\n${lines}\n`)].join('\n');
}

function pinned(name: string, more = 'groups = ["default"]'): string {
  return `name = "${name}"\nversion = "1.0"\n${more}\n${files}`;
}

describe('a pdm.lock', () => {
  test('is read with its groups, markers, extras and folders', async () => {
    const text = lockOf([
      pinned('a'),
      pinned('a', 'extras = ["x"]\ngroups = ["default"]'),
      pinned('dev', 'groups = ["dev"]'),
      pinned('marked', 'groups = ["default"]\nmarker = "sys_platform == \\"win32\\""'),
      'name = "shapes"\nversion = "0.1"\npath = "./packages/shapes"\ngroups = ["default"]',
    ]);
    const lock = await readLock(text, 'pdm.lock');
    expect(lock.local).toEqual(['packages/shapes']);
    expect(lock.packages.map(({ name, mayBeAbsent, line }) => [name, mayBeAbsent, line])).toEqual([
      ['a', false, 5],
      ['dev', true, 18],
      ['marked', true, 24],
    ]);
    expect(toRequirements(lock).match(/^\S.*(?= \\)/gm)).toEqual([
      'a==1.0',
      'marked==1.0 ; sys_platform == "win32"',
    ]);
  });

  test('without inherit_metadata says nothing of groups, and is not rendered', async () => {
    const lock = await readLock(lockOf([pinned('a', '')], ''), 'pdm.lock');
    expect(lock.packages.map(({ mayBeAbsent }) => mayBeAbsent)).toEqual([true]);
    expect(() => toRequirements(lock)).toThrow(expect.objectContaining({ code: 'LOCK_INVALID' }));
  });

  test.each([
    ['no files', 'name = "a"\nversion = "1"\ngroups = ["default"]', 'LOCK_UNPINNED', 'has no hash'],
    ['no version', `name = "a"\n${files}`, 'LOCK_UNPINNED', 'has no exact version'],
    ['a marker that is none', pinned('a', 'groups = ["default"]\nmarker = 1'), 'LOCK_UNPINNED', /marker/],
    ['git', pinned('a', 'git = "https://host.example/a.git"'), 'LOCK_UNSAFE', /no registry$/],
    ['an address', pinned('a', 'url = "https://host.example/a.whl"'), 'LOCK_UNSAFE', /no registry$/],
    ['a file', pinned('a', 'path = "./vendor/a-1.0.tar.gz"'), 'LOCK_UNSAFE', /no registry$/],
    ['a folder outside', pinned('a', 'path = "../a"'), 'LOCK_UNSAFE', /outside of the project$/],
    [
      'plain http',
      `name = "a"\nversion = "1"\nfiles = [{url = "http://host.example/a.whl", hash = "${sha256}"}]`,
      'LOCK_UNSAFE',
      /plain http$/,
    ],
  ])('with %s is refused', async (_name, lines, code, message) => {
    const found = await refused('pdm', lockOf([pinned('fine'), lines]));
    expect(found).toEqual({ code, found: ['a 11'], messages: [expect.stringMatching(message)] });
  });

  test.each(['3.1', '5.0', '4'])('of the version %s is refused', async (version) => {
    expect((await refused('pdm', lockOf([], '', version))).code).toBe('LOCK_INVALID');
  });
});
