import { expect, test } from 'vitest';
import { otherSha256, sha256 } from './fixture.ts';
import { readLock } from './read-lock.ts';
import { toRequirements } from './to-requirements.ts';

test('a requirements lock names each project once, and is given to pip as it was', async () => {
  const text = `B_b[x]==1.0 ; os_name == "nt" --hash=${sha256}\nb.b==1.0 --hash=${otherSha256}\na==2.0 --hash=${sha256}\n`;
  const lock = await readLock(text, 'requirements.txt');
  expect(lock.packages).toEqual([
    { name: 'a', version: '2.0', hashes: [sha256], mayBeAbsent: false, line: 3 },
    { name: 'b-b', version: '1.0', hashes: [sha256, otherSha256], mayBeAbsent: false, line: 1 },
  ]);
  expect(toRequirements(lock)).toBe(text.replaceAll(' --hash', ' \\\n    --hash'));
});
