import { expect, it } from 'vitest';
import { fileProblems, pinsOf, unnamedFiles } from './files.ts';

const [one, two, three] = ['a', 'b', 'c'].map((letter) => `sha256:${letter.repeat(64)}`);
const a = { name: 'a.whl', hashes: [one ?? ''] };
const b = { name: 'b.whl', hashes: [two ?? ''] };
const z = { name: 'z.whl', hashes: [three ?? ''] };
/** A file with the content of another. */
const under = (name: string, { hashes }: typeof a) => ({ name, hashes });
const lockOf = (...files: readonly (typeof a)[]) => ({
  hashes: files.flatMap(({ hashes }) => hashes),
  files,
});
const assets = (files: readonly (typeof a)[]) =>
  files.map(({ name, hashes }) => ({ name, size: 1, hashes: [...hashes, 'md5:0'] }));
const sha384 = { name: 'a.whl', hashes: [`sha384:${'d'.repeat(96)}`] };

it.each<[string, (typeof a)[], (typeof a)[], readonly string[]]>([
  ['as the lock says', [a], [a], []],
  ['of which one of two was changed', [a, b], [a, under('b.whl', z)], ['b.whl']],
  ['of which one has the content of the other', [a, b], [a, under('b.whl', a)], ['b.whl']],
  ['that were both changed', [a, b], [under('a.whl', z), under('b.whl', z)], ['a.whl', 'b.whl']],
  ['for platforms that the repository does not have', [a, b], [b], []],
  ['beside one that the lock does not name', [a], [a, z], []],
  ['of which one may have either of two hashes', [{ ...a, hashes: [...a.hashes, ...b.hashes] }], [a], []],
  ['that have another name in the repository', [a], [under('A.whl', a)], []],
  ['of which none is there', [a], [z], ['none']],
  ['where the repository has none', [a], [], ['none']],
  ['by a hash that the repository does not make', [sha384], [a], ['none']],
])('files %s', (_rule, files, here, expected) => {
  const problems = fileProblems(lockOf(...files), assets(here));
  expect(problems.map((problem) => /file "([^"]+)"/.exec(problem)?.[1] ?? 'none')).toEqual(expected);
});

it('of which the lock has the hashes alone are fine where one of them is there', () => {
  const { hashes } = lockOf(a, b);
  expect(fileProblems({ hashes }, assets([a, under('b.whl', z)]))).toEqual([]);
  expect(fileProblems({ hashes: [] }, assets([z]))).toEqual([]);
});

it('that no lock pins must have a hash in the repository', () => {
  const sha512 = `sha512:${'e'.repeat(128)}`;
  const unchecked = { hashes: [], isUnchecked: true };
  const strong = assets([{ name: 'package.tgz', hashes: [sha512] }]);
  expect(fileProblems(unchecked, strong)).toEqual([]);
  expect(pinsOf(strong)).toEqual([sha512]);
  expect(fileProblems(unchecked, assets([{ name: 'package.tgz', hashes: [] }]))).toHaveLength(1);
});

it('that the lock does not name are counted', () => {
  expect(unnamedFiles(lockOf(a), assets([a, b, z]))).toBe(2);
  expect(unnamedFiles({ hashes: lockOf(a).hashes }, assets([a, b, z]))).toBe(0);
});
