import { describe, expect, test } from 'vitest';
import { refused, refusedBy } from './fixture.ts';
import { lockKinds } from './lock.ts';
import { lockLimit } from './lock-error.ts';
import { readLock } from './read-lock.ts';

const toml = ['uv', 'poetry', 'pdm', 'pylock'] as const;
const yaml = ['pnpm', 'yarn-berry'] as const;
const deep = 20_000;

describe('a hostile lock', () => {
  test.each(lockKinds)('of %s that is too large is refused before it is read', async (kind) => {
    expect((await refused(kind, ' '.repeat(lockLimit + 1))).code).toBe('LOCK_INVALID');
  });

  test('that is too large and of no kind is refused', async () => {
    const text = 'a'.repeat(lockLimit + 1);
    expect((await refusedBy(() => readLock(text, 'my.lock'))).code).toBe('LOCK_INVALID');
  });

  test.each(lockKinds)('of %s that is something else is refused', async (kind) => {
    for (const text of ['', '\0', 'null', '[]', '"a"', '{}', 'a: b', '- a', '= 1'])
      expect((await refused(kind, text)).code).not.toBe('none');
  });

  test.each([
    ...toml.flatMap((kind) => [
      [kind, `a = ${'['.repeat(deep)}`] as const,
      [kind, `a = ${'{a='.repeat(deep)}`] as const,
      [kind, `[${'a.'.repeat(deep)}a]\n`] as const,
    ]),
    ...yaml.flatMap((kind) => [
      [kind, '['.repeat(deep)] as const,
      [kind, '{a: '.repeat(deep)] as const,
      [kind, Array.from({ length: 2000 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')] as const,
    ]),
    ['package-lock', `{"lockfileVersion":3,"packages":${'['.repeat(deep)}`] as const,
  ])('of %s that is nested deeply is refused (%#)', async (kind, text) => {
    expect((await refused(kind, text)).code).toBe('LOCK_INVALID');
  });

  test.each(toml)('of %s with a mistake is refused with its line', async (kind) => {
    expect(await refused(kind, 'a = 1\nb = = 2\n')).toMatchObject({
      code: 'LOCK_INVALID',
      found: ['lock 2'],
    });
    expect(await refused(kind, 'a = 1\na = 2\n')).toMatchObject({ code: 'LOCK_INVALID', found: ['lock 2'] });
  });

  test.each([
    ['a: 1\n  b: 2\n', 1],
    ['a:\nb:\na:\n', 3],
    ['a: &x 1\nb: *x\n', 2],
    ['a: 1\nb: !!js/function x\n', 2],
    ['a:\n  "\n', 3],
    ['a: 1\n- b\n', 2],
    ['a: 1\n? [b]\n: 2\n', 2],
    ['- a\n', 1],
  ])('of pnpm and Yarn 4 with the mistake %j is refused with its line %i', async (text, line) => {
    for (const kind of yaml)
      expect(await refused(kind, text)).toMatchObject({ code: 'LOCK_INVALID', found: [`lock ${line}`] });
  });

  test('with keys of objects changes nothing but itself', async () => {
    const table = '[__proto__]\npolluted = true\n[constructor.prototype]\npolluted = true\n';
    await refused('poetry', `${table}[[package]]\nname = "a"\n[package.__proto__]\nversion = "1.0"\n`);
    await refused('pnpm', '__proto__:\n  polluted: true\npackages:\n  __proto__:\n    polluted: true\n');
    await refused('package-lock', '{"lockfileVersion":3,"packages":{"__proto__":{"polluted":true}}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect({}).not.toHaveProperty('polluted');
  });

  test('cannot give an entry what it lacks by a prototype', async () => {
    const inherited = `[[package]]\nname = "a"\ngroups = ["main"]\n[package.__proto__]\nversion = "1.0"\n`;
    const text = `${inherited}[metadata]\nlock-version = "2.1"\n`;
    expect(await refused('poetry', text)).toMatchObject({
      code: 'LOCK_UNPINNED',
      messages: ['has no exact version', 'has no hash'],
    });
  });

  test('names entries by short texts without passwords', async () => {
    const name = `https://me:secret@host.example/${'a'.repeat(1000)}`;
    const { found } = await refused('uv', `version = 1\nrevision = 1\n[[package]]\nname = "${name}"\n`);
    expect(found).toEqual([expect.stringMatching(/^https:\/\/\*\*\*@host.{1,60}… 3$/)]);
  });
});

test('a mark of the order of bytes is no part of a lock', async () => {
  const { packages } = await readLock('\uFEFFlockfileVersion: "9.0"\n', 'pnpm-lock.yaml');
  expect(packages).toEqual([]);
});
