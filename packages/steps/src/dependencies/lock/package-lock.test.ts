import { describe, expect, test } from 'vitest';
import { refusedBy } from './fixture.ts';
import { isAddressOf, parseNpmLock, withAddressesOf, withoutAddresses } from './package-lock.ts';

const integrity = `sha512-${'A'.repeat(86)}==`;
const good = { version: '1.0.0', integrity };

function lockOf(packages: Readonly<Record<string, object>>, lockfileVersion: unknown = 3): string {
  return JSON.stringify(
    { name: 'x', lockfileVersion, packages: { '': { name: 'x' }, ...packages } },
    undefined,
    2,
  );
}

async function problemsOf(text: string) {
  const { code, found } = await refusedBy(() => parseNpmLock(text, 'package-lock.json'));
  return { code, found };
}

describe('a package-lock', () => {
  test('is read, workspaces and bundled packages included', () => {
    const text = lockOf({
      'node_modules/@ml/a': good,
      'node_modules/@ml/a/node_modules/b': { ...good, optional: true },
      'node_modules/c': { version: '2.0.0', inBundle: true },
      'packages/w': { version: '0.0.0' },
      'node_modules/w': { resolved: 'packages/w', link: true },
      'node_modules/alias': { ...good, name: 'real' },
    });
    const lock = parseNpmLock(text, 'package-lock.json');
    expect(lock.hasLinks).toBe(true);
    expect([...new Set(lock.folders.map(({ path }) => path))]).toEqual(['.', 'packages/w']);
    expect(lock.packages.map(({ name, mayBeAbsent }) => [name, mayBeAbsent])).toEqual([
      ['@ml/a', false],
      ['b', true],
      ['c', false],
      ['real', false],
    ]);
  });

  test.each([
    ['no integrity', { version: '1.0.0' }, 'LOCK_UNPINNED'],
    [
      'a weak integrity',
      { version: '1.0.0', integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
      'LOCK_UNPINNED',
    ],
    ['no version', { integrity }, 'LOCK_UNPINNED'],
    ['git', { version: '1.0.0', resolved: 'git+ssh://git@host.example/a.git#abc' }, 'LOCK_UNSAFE'],
    ['a file', { ...good, resolved: 'file:a.tgz' }, 'LOCK_UNSAFE'],
    ['plain http', { ...good, resolved: 'http://host.example/a.tgz' }, 'LOCK_UNSAFE'],
  ])('with an entry with %s is refused', async (_name, entry, code) => {
    expect(await problemsOf(lockOf({ 'node_modules/a': entry }))).toMatchObject({
      code,
      found: [expect.stringMatching(/^a \d+$/)],
    });
  });

  test('is refused with every offender and its line', async () => {
    const text = lockOf({
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': good,
      'node_modules/c': {},
    });
    const lines = text.split('\n');
    const lineOf = (key: string) => lines.findIndex((line) => line.includes(`"${key}"`)) + 1;
    expect(await problemsOf(text)).toEqual({
      code: 'LOCK_UNPINNED',
      found: [
        `a ${lineOf('node_modules/a')}`,
        `c ${lineOf('node_modules/c')}`,
        `c ${lineOf('node_modules/c')}`,
      ],
    });
  });

  test.each([
    ['a link outside', { 'node_modules/a': { resolved: '../a', link: true } }, 'node_modules/a'],
    ['a link to nowhere', { 'node_modules/a': { link: true } }, 'node_modules/a'],
    [
      'an address that is asked for',
      { 'packages/w': { dependencies: { a: 'https://h.example/a.tgz' } } },
      'a',
    ],
  ])('with %s is refused', async (_name, packages, name) => {
    expect(await problemsOf(lockOf(packages))).toEqual({
      code: 'LOCK_UNSAFE',
      found: [expect.stringMatching(`^${name} \\d+$`)],
    });
  });

  test.each([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['version 1', lockOf({}, 1)],
    ['no version', JSON.stringify({ packages: {} })],
    ['no packages', JSON.stringify({ lockfileVersion: 3 })],
    ['an entry outside', lockOf({ '../node_modules/a': good })],
  ])('that is %s is refused', async (_name, text) => {
    expect((await problemsOf(text)).code).toBe('LOCK_INVALID');
  });

  test('loses its addresses and nothing else', () => {
    const text = lockOf({ 'node_modules/a': { ...good, resolved: 'https://other.example/a.tgz' } });
    expect(JSON.parse(withoutAddresses(text))).toEqual(JSON.parse(lockOf({ 'node_modules/a': good })));
  });

  test('gets an address in the repository for what is there already, and for nothing else', () => {
    const other = { version: '2.0.0', integrity: `sha512-${'B'.repeat(86)}==` };
    const text = lockOf({
      'node_modules/@ml/a': { ...good, resolved: 'https://other/a.tgz' },
      'node_modules/b': other,
    });
    expect(JSON.parse(withAddressesOf(text, new Set([integrity]), 'https://own/'))).toEqual(
      JSON.parse(
        lockOf({
          'node_modules/@ml/a': { ...good, resolved: 'https://own/@ml/a/-/a-1.0.0.tgz' },
          'node_modules/b': other,
        }),
      ),
    );
  });

  test.each([
    [undefined, true],
    ['https://registry.npmjs.org/a/-/a-1.tgz', true],
    ['https://ml-1.d.codeartifact.eu-west-1.amazonaws.com/npm/pinned/a/-/a-1.tgz', true],
    ['https://ml-1.d.codeartifact.eu-west-1.amazonaws.com/npm/other/a/-/a-1.tgz', false],
    ['https://registry.npmjs.org.evil.example/a.tgz', false],
  ])('has the address %s that npm finds itself: %s', (resolved, expected) => {
    const endpoint = 'https://ml-1.d.codeartifact.eu-west-1.amazonaws.com/npm/pinned/';
    expect(isAddressOf(resolved, endpoint)).toBe(expected);
  });
});
