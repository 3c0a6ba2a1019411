import { describe, expect, test } from 'vitest';
import { refused } from './fixture.ts';
import { readLock } from './read-lock.ts';

const checksum = `\n  checksum: 10c0/${'a'.repeat(128)}`;

function lockOf(entries: readonly string[], version = '8'): string {
  return [`__metadata:\n  version: ${version}\n  cacheKey: 10c0`, ...entries].join('\n\n');
}

function entry(key: string, resolution: string, more = checksum): string {
  return `"${key}":\n  version: 1.0.0\n  resolution: "${resolution}"${more}\n  linkType: hard`;
}

function pinned(name: string, more = ''): string {
  return entry(`${name}@npm:^1.0.0`, `${name}@npm:1.0.0`, more + checksum);
}

const builtin = 'optional!builtin<compat/a>';

describe('a yarn.lock of Yarn 4', () => {
  test('is read with its workspaces, aliases and patches', async () => {
    const text = lockOf([
      entry('model@workspace:.', 'model@workspace:.', '\n  dependencies:\n    "@ml/a": "npm:^1.0.0"'),
      entry('shapes@workspace:packages/shapes', 'shapes@workspace:packages/shapes', ''),
      pinned('@ml/a'),
      entry('alias@npm:real@^1.0.0', 'real@npm:1.0.0'),
      entry(
        'link@link:./l::locator=shapes',
        'link@link:./l::locator=shapes%40workspace%3Apackages%2Fshapes',
        '',
      ),
      entry('p@npm:1.0.0', 'p@npm:1.0.0'),
      entry(`p@patch:p@npm%3A1.0.0#${builtin}`, `p@patch:p@npm%3A1.0.0#${builtin}::version=1.0.0&hash=1`),
      entry(
        'p@patch:p@npm%3A1.0.0#~/p.patch',
        'p@patch:p@npm%3A1.0.0#~/.yarn/patches/p.patch::version=1.0.0&hash=1',
      ),
    ]);
    expect(await readLock(text, 'yarn.lock')).toEqual({
      kind: 'yarn-berry',
      format: 'npm',
      file: 'yarn.lock',
      packages: [
        { name: '@ml/a', version: '1.0.0', hashes: [], mayBeAbsent: false, line: 17 },
        { name: 'p', version: '1.0.0', hashes: [], mayBeAbsent: true, line: 34 },
        { name: 'real', version: '1.0.0', hashes: [], mayBeAbsent: true, line: 23 },
      ],
      local: ['.', 'packages/shapes', 'packages/shapes/l'],
    });
  });

  test('tells what its workspaces reach, without what may be missing', async () => {
    const needs = (...names: readonly string[]) =>
      `\n  dependencies:${names.map((name) => `\n    ${name}: "npm:^1.0.0"`).join('')}`;
    const text = lockOf([
      entry(
        'model@workspace:.',
        'model@workspace:.',
        `${needs('a', 'native', 'far')}\n  dependenciesMeta:\n    far:\n      optional: true`,
      ),
      pinned('a', needs('b')),
      entry('b@npm:1, b@npm:^1.0.0', 'b@npm:1.0.0'),
      pinned('far'),
      pinned('native', `${needs('deep')}\n  conditions: os=linux`),
      pinned('deep'),
    ]);
    const { packages } = await readLock(text, 'yarn.lock');
    const always = packages.filter(({ mayBeAbsent }) => !mayBeAbsent);
    expect(always.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test.each([
    ['no checksum', 'a@npm:1.0.0', '', 'LOCK_UNPINNED', 'has no checksum'],
    ['a checksum that is none', 'a@npm:1.0.0', '\n  checksum: 10c0/', 'LOCK_UNPINNED', 'has no checksum'],
    ['a range', 'a@npm:^1.0.0', checksum, 'LOCK_UNPINNED', 'has no exact version'],
    [
      'a platform of its own and no checksum',
      'a@npm:1.0.0',
      '\n  conditions: os=linux',
      'LOCK_UNPINNED',
      /^has no checksum that counts: Yarn writes none/,
    ],
    ['git', 'a@git@host.example:a.git#commit=1', checksum, 'LOCK_UNSAFE', /no registry$/],
    ['an address', 'a@https://host.example/a.tgz', checksum, 'LOCK_UNSAFE', /no registry$/],
    ['code to be run', 'a@exec:./a.js', checksum, 'LOCK_UNSAFE', /no registry$/],
    ['a file', 'a@file:./a.tgz#./a.tgz::hash=1', checksum, 'LOCK_UNSAFE', /no registry$/],
    ['nothing', '', checksum, 'LOCK_UNSAFE', /no registry$/],
    ['a folder outside', 'a@portal:../a::locator=m%40workspace%3A.', checksum, 'LOCK_UNSAFE', /outside/],
    ['a folder of one outside', 'a@link:a::locator=m%40workspace%3A..%2Fm', '', 'LOCK_UNSAFE', /outside/],
    ['a workspace outside', 'a@workspace:../a', '', 'LOCK_UNSAFE', /outside/],
    [
      'a patched archive',
      'a@patch:a@https%3A%2F%2Fh.example#~/a.patch',
      checksum,
      'LOCK_UNSAFE',
      /no registry$/,
    ],
    ['a patch outside', 'a@patch:a@npm%3A1.0.0#~/../a.patch', checksum, 'LOCK_UNSAFE', /no registry$/],
    ['a patch of a bad address', 'a@patch:a@npm%zz#~/a.patch', checksum, 'LOCK_UNSAFE', /no registry$/],
    [
      'plain http',
      'a@npm:1.0.0::__archiveUrl=http%3A%2F%2Fh.example%2Fa.tgz',
      checksum,
      'LOCK_UNSAFE',
      /http$/,
    ],
  ])('with %s is refused', async (_name, resolution, more, code, message) => {
    const found = await refused('yarn-berry', lockOf([pinned('fine'), entry('a@x', resolution, more)]));
    const name = resolution === '' ? 'an entry' : 'a';
    expect(found).toEqual({ code, found: [`${name} 11`], messages: [expect.stringMatching(message)] });
  });

  test('takes packages for one platform unchecked where that is allowed', async () => {
    const text = lockOf([entry('a@npm:^1.0.0', 'a@npm:1.0.0', '\n  conditions: os=linux'), pinned('b')]);
    const read = (of: string, ...allowUnchecked: readonly string[]) =>
      readLock(of, 'yarn.lock', 'yarn-berry', { allowUnchecked });
    const { packages } = await read(text, '*');
    expect(packages.map(({ name, isUnchecked }) => [name, isUnchecked])).toEqual([
      ['a', true],
      ['b', undefined],
    ]);
    const bare = lockOf([entry('a@npm:^1.0.0', 'a@npm:1.0.0', '')]);
    const unpinned = expect.objectContaining({ code: 'LOCK_UNPINNED' });
    await expect(read(bare, 'a')).rejects.toEqual(unpinned);
    await expect(read(text, 'b', 'aa')).rejects.toEqual(unpinned);
  });

  test('has no checksum that counts of an optional package for one platform, whatever stands there', async () => {
    const meta = '\n  dependenciesMeta:\n    native:\n      optional: true';
    const needs = '\n  dependencies:\n    native: "npm:^1.0.0"';
    const native = pinned('native', '\n  conditions: os=linux');
    const workspace = (more: string) => entry('m@workspace:.', 'm@workspace:.', more);
    const optional = lockOf([workspace(needs + meta), native]);
    expect(await refused('yarn-berry', optional)).toMatchObject({ code: 'LOCK_UNPINNED' });
    const { packages } = await readLock(lockOf([workspace(needs), native]), 'yarn.lock');
    expect(packages).toMatchObject([{ name: 'native', mayBeAbsent: true }]);
  });

  test('has a patched form checked by the checksum of what is patched', async () => {
    const patch = entry('a@patch:x', `a@patch:a@npm%3A1.0.0#${builtin}`, '\n  conditions: os=darwin');
    const base = entry('a@npm:1.0.0', 'a@npm:1.0.0', `${checksum}\n  conditions: os=darwin`);
    expect((await readLock(lockOf([base, patch]), 'yarn.lock')).packages.length).toBe(1);
    expect((await refused('yarn-berry', lockOf([patch]))).code).toBe('LOCK_UNPINNED');
  });

  test.each(['8', '9', '10'])('of the version %s is read', async (version) => {
    expect((await readLock(lockOf([pinned('a')], version), 'yarn.lock')).packages.length).toBe(1);
  });

  test.each(['6', '7', '11', 'x'])('of the version %s is refused', async (version) => {
    expect((await refused('yarn-berry', lockOf([], version))).code).toBe('LOCK_INVALID');
  });
});
