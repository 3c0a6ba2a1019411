import { expect, it } from 'vitest';
import type { LockedPackage } from '../lock/lock.ts';
import { vouchFor } from './vouching.ts';

const lockedOf = (name: string): LockedPackage => ({
  name,
  version: '1.0.0',
  hashes: [],
  isUnchecked: true,
  mayBeAbsent: true,
  line: 1,
});
const early = lockedOf('early');
const late = lockedOf('late');
const foundOf = (locked: LockedPackage, ...hashes: readonly string[]) => ({
  locked,
  facts: undefined,
  assets: [{ name: 'package.tgz', size: 1, hashes: ['md5:0', ...hashes] }],
  guard: undefined,
});

it('tells what the repository said before the install', () => {
  const vouched = vouchFor([foundOf(early, 'sha512:1'), { ...foundOf(late), assets: [] }]);
  expect(vouched.told(early)).toEqual(['sha512:1']);
  expect(vouched.told(late)).toEqual([]);
  expect(vouchFor(undefined).told(early)).toEqual([]);
});

it('holds what came in by the install against what the repository says afterwards', () => {
  const vouched = vouchFor([]);
  vouched.saw(late, 'sha512:1');
  expect(vouched.differences([foundOf(late, 'sha512:1'), foundOf(early, 'sha512:2')])).toEqual([]);
  expect(vouched.differences([foundOf(late, 'sha512:2')])).toEqual([
    'late@1.0.0 does not have the hash that the repository tells',
  ]);
  expect(vouched.differences([foundOf(late)])).toHaveLength(1);
});
