import { describe, expect, test } from 'vitest';
import { otherSha256, refused, sha256 } from './fixture.ts';
import { readLock } from './read-lock.ts';
import { toRequirements } from './to-requirements.ts';

const hashes = `hashes = {sha256 = "${sha256.slice(7)}"}`;
const wheel = `wheels = [{url = "https://files.example/a.whl", ${hashes}}]`;

function lockOf(packages: readonly string[], head = 'lock-version = "1.0"'): string {
  return [`${head}\n`, ...packages.map((lines) => `[[packages]]\n${lines}\n`)].join('\n');
}

function pinned(name: string, more = ''): string {
  return `name = "${name}"\nversion = "1.0"\n${wheel}\n${more}`;
}

describe('a pylock.toml', () => {
  test('is read with its groups, markers and folders, whatever form its tables have', async () => {
    const text = lockOf(
      [
        pinned('a', `marker = "'default' in dependency_groups"`),
        `name = "b"\nversion = "2.0"\n[[packages.wheels]]\nurl = "https://f.example/b.whl"\n[packages.wheels.hashes]\nsha256 = "${otherSha256.slice(7)}"\nmd5 = "0"`,
        pinned('dev', `marker = "'dev' in dependency_groups"`),
        pinned('extra', `marker = "'x' in extras"`),
        pinned('marked', `marker = "sys_platform == 'win32' and 'default' in dependency_groups"`),
        'name = "shapes"\ndirectory = {path = "packages/shapes", editable = true}',
      ],
      'lock-version = "1.0"\ndefault-groups = ["default"]',
    );
    const lock = await readLock(text, 'pylock.toml');
    expect(lock.local).toEqual(['packages/shapes']);
    expect(lock.packages.map(({ name, mayBeAbsent, line }) => [name, mayBeAbsent, line])).toEqual([
      ['a', false, 4],
      ['b', false, 10],
      ['dev', true, 19],
      ['extra', true, 25],
      ['marked', true, 31],
    ]);
    expect(toRequirements(lock)).toBe(
      [
        `a==1.0 \\\n    --hash=${sha256}`,
        `b==2.0 \\\n    --hash=${otherSha256}`,
        `marked==1.0 ; sys_platform == 'win32' \\\n    --hash=${sha256}\n`,
      ].join('\n'),
    );
  });

  test.each([
    ['no version', `name = "a"\n${wheel}`, 'LOCK_UNPINNED', 'has no exact version'],
    ['no files', 'name = "a"\nversion = "1"', 'LOCK_UNPINNED', 'has no hash'],
    [
      'a weak hash',
      'name = "a"\nversion = "1"\nsdist = {url = "https://f.example/a.zip", hashes = {md5 = "0"}}',
      'LOCK_UNPINNED',
      'has the hash "md5:0", which is no SHA-256, 384 or 512',
    ],
    ['a marker that is none', pinned('a', 'marker = "x"'), 'LOCK_UNPINNED', /marker/],
    [
      'git',
      'name = "a"\nvcs = {type = "git", url = "https://h.example/a.git"}',
      'LOCK_UNSAFE',
      /no registry$/,
    ],
    [
      'an address',
      `name = "a"\narchive = {url = "https://h.example/a.zip", ${hashes}}`,
      'LOCK_UNSAFE',
      /no registry$/,
    ],
    [
      'a file',
      `name = "a"\nversion = "1"\nwheels = [{path = "vendor/a.whl", ${hashes}}]`,
      'LOCK_UNSAFE',
      'comes from "vendor/a.whl", which is no registry',
    ],
    ['a folder outside', 'name = "a"\ndirectory = {path = "../a"}', 'LOCK_UNSAFE', /outside of the project$/],
    ['plain http', pinned('a', 'index = "http://h.example/simple"'), 'LOCK_UNSAFE', /plain http$/],
  ])('with %s is refused', async (_name, lines, code, message) => {
    const found = await refused('pylock', lockOf([pinned('fine'), lines]));
    expect(found).toEqual({ code, found: ['a 9'], messages: [expect.stringMatching(message)] });
  });

  test.each(['lock-version = "1.1"', 'lock-version = 1.0', ''])('with %j is refused', async (head) => {
    expect((await refused('pylock', lockOf([], head))).code).toBe('LOCK_INVALID');
  });
});
