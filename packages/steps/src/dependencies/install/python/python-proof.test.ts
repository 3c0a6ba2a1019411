import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { comparePackages, forget, prove } from './python-proof.ts';

const locked = (name: string, version: string, mayBeAbsent = false) => ({
  name,
  version,
  mayBeAbsent,
  hashes: [],
  line: 1,
});
const [a, other] = [locked('a', '1.0'), locked('b', '2.0', true)];

describe('what is in an environment', () => {
  test.each([
    ['is the lock', [a, other], { a: ['1.0'], b: ['2.0'] }, []],
    ['writes the version in another way', [a], { a: ['1.0.0'] }, []],
    ['lacks what may be absent', [a, other], { a: ['1.0'] }, []],
    ['lacks a package', [a, other], { b: ['2.0'] }, ['a==1.0 is not installed']],
    ['has another version', [a], { a: ['1.1'] }, ['a is 1.1, not 1.0']],
    ['has one of two versions', [locked('a', '1.0', true), locked('a', '2.0', true)], { a: ['2.0'] }, []],
    ['has both', [a, locked('a', '2.0', true)], { a: ['1.0', '2.0'] }, ['a is there 2 times']],
    ['has more', [a], { a: ['1.0'], pip: ['26.0'] }, []],
  ])('%s', (_name, packages, found, expected) => {
    expect(comparePackages(packages, new Map(Object.entries(found)))).toEqual(expected);
  });
});

describe('a folder of packages', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ml-ci-proof-'));
    await add('a-1.0.dist-info', 'Name: A\nVersion: 1.0\n\nVersion: 3.0 is planned');
    await add('b_b-2.0.dist-info', 'Name: b.b\nVersion: 2.0');
    await add('broken.dist-info', '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function add(name: string, metadata: string): Promise<void> {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'METADATA'), `Metadata-Version: 2.1\n${metadata}`);
  }

  test('is held against the lock', async () => {
    const packages = [a, locked('b-b', '2.0'), locked('c', '1', true)];
    expect(await prove(packages, [folder, folder])).toEqual({ state: 'installed', count: 2 });
    expect(await prove([locked('a', '2.0')], [folder])).toEqual({
      state: 'different',
      differences: ['a is 1.0, not 2.0'],
    });
    expect(await prove([other], [join(folder, 'nothing')])).toEqual({ state: 'installed', count: 0 });
  });

  test('forgets what is of the version of the lock, unless the tool lives in it', async () => {
    await forget([a, locked('b-b', '3.0')], [folder], 'b-b');
    expect(await readdir(folder)).toContain('a-1.0.dist-info');
    await forget([a, locked('b-b', '3.0')], [folder], 'poetry');
    expect((await readdir(folder)).sort()).toEqual(['b_b-2.0.dist-info', 'broken.dist-info']);
  });
});
