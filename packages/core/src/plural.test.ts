import { expect, it } from 'vitest';
import { plural } from './plural.ts';

it.each([
  [0, '0 blobs'],
  [1, '1 blob'],
  [2, '2 blobs'],
  [1n, '1 blob'],
  [20n, '20 blobs'],
])('%s is %s', (count, text) => expect(plural(count, 'blob')).toBe(text));

it('takes a plural that is not made with s', () => {
  expect([1, 2].map((count) => plural(count, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
});
