import { expect, test } from 'vitest';
import { integrity, integrityHex, sha256 } from './fixture.ts';
import { readFileHashes, readHashes, readIntegrity } from './hash.ts';

const sha384 = `sha384:${'c'.repeat(96)}`;

test.each([
  ['SHA-256', [sha256], [sha256], undefined],
  ['upper case', [`sha256:${'A'.repeat(64)}`], [sha256], undefined],
  ['several', [sha256, sha384], [sha256, sha384], undefined],
  ['a weak one beside', [sha256, 'md5:00'], [sha256], undefined],
  ['MD5', [`md5:${'0'.repeat(32)}`], [], `md5:${'0'.repeat(32)}`],
  ['SHA-1', [`sha1:${'0'.repeat(40)}`], [], `sha1:${'0'.repeat(40)}`],
  ['one that is cut', ['sha256:abc'], [], 'sha256:abc'],
  ['one of a name of objects', ['constructor:00'], [], 'constructor:00'],
  ['none', [], [], undefined],
])('a file has %s', (_name, hashes, strong, weak) => {
  expect(readHashes(hashes)).toEqual({ strong, weak });
});

test.each([
  ['SHA-512', integrity, [integrityHex], undefined],
  ['SHA-256', `sha256-${'A'.repeat(43)}=`, [`sha256:${'0'.repeat(64)}`], undefined],
  ['a weak one beside', `sha1-${'A'.repeat(27)}= ${integrity}`, [integrityHex], undefined],
  ['options', `${integrity}?x=y`, [integrityHex], undefined],
  ['SHA-1', `sha1-${'A'.repeat(27)}=`, [], `sha1-${'A'.repeat(27)}=`],
  ['one that is cut', 'sha512-AAAA', [], 'sha512-AAAA'],
  ['bits behind its end', `sha256-${'A'.repeat(42)}B=`, [], `sha256-${'A'.repeat(42)}B=`],
  ['none', undefined, [], undefined],
  ['an empty one', '', [], undefined],
])('an integrity has %s', (_name, text, strong, weak) => {
  expect(readIntegrity(text)).toEqual({ strong, weak });
});

test('the hashes of files are kept apart', () => {
  expect(readFileHashes([{ hash: sha256 }, {}, { hash: 1 }])).toEqual([
    { strong: [sha256], weak: undefined },
    { strong: [], weak: undefined },
    { strong: [], weak: undefined },
  ]);
});
