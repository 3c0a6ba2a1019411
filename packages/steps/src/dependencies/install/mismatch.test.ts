import { expect, it } from 'vitest';
import { mismatched } from './mismatch.ts';

const locked = { mayBeAbsent: false, line: 1 };
const sha512 = Buffer.alloc(64, 1);
const sha256 = 'ab'.repeat(32);
const packages = [
  { ...locked, name: 'shapes', version: '2.0.0', hashes: [`sha512:${sha512.toString('hex')}`] },
  { ...locked, name: 'torch', version: '2.9.0', hashes: [`sha256:${'0'.repeat(64)}`, `sha256:${sha256}`] },
];

it.each([
  [
    'npm',
    `npm error Integrity checksum failed when using sha512: wanted sha512-${sha512.toString('base64')} but got sha512-AA==.`,
    ['shapes 2.0.0'],
  ],
  ['pip', `    Expected sha256 ${sha256}\n         Got        ${'1'.repeat(64)}`, ['torch 2.9.0']],
  ['one that names no hash', 'npm error code EINTEGRITY', []],
  ['one that names hashes of nobody', `sha256:${'2'.repeat(64)}`, []],
])('of the words of %s the package is told', (_tool, stderr, expected) => {
  expect(mismatched({ packages }, { stdout: '', stderr })).toEqual(expected);
});
