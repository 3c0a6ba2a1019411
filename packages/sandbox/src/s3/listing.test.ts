import { describe, expect, test } from 'vitest';
import { listEntries } from './listing.ts';

const keys = ['b/2', 'a', 'b/1', 'b', 'c/x/1', '\u{1F600}', '\uFFFD'];
const show = (prefix: string, delimiter: string, after: string) =>
  listEntries(keys, prefix, delimiter, after).map((entry) =>
    'key' in entry ? entry.key : `${entry.prefix}*`,
  );

describe('a listing', () => {
  test.each([
    ['all in the order of UTF-8', '', '', '', ['a', 'b', 'b/1', 'b/2', 'c/x/1', '\uFFFD', '\u{1F600}']],
    ['by a delimiter', '', '/', '', ['a', 'b', 'b/*', 'c/*', '\uFFFD', '\u{1F600}']],
    ['below a prefix', 'b/', '/', '', ['b/1', 'b/2']],
    ['after a key', '', '', 'b/1', ['b/2', 'c/x/1', '\uFFFD', '\u{1F600}']],
    ['after a common prefix', '', '/', 'b/', ['c/*', '\uFFFD', '\u{1F600}']],
    ['by a longer delimiter', 'c', '/x/', '', ['c/x/*']],
  ])('goes %s', (_name, prefix, delimiter, after, expected) => {
    expect(show(prefix, delimiter, after)).toEqual(expected);
  });
});
