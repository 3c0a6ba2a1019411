import { expect, it } from 'vitest';
import { escapePattern, fromPython } from './python-regex.ts';

it.each<[string, string]>([
  ['^[A-Z]+$', '^[A-Z]+$'],
  ['\\d{2,4}', '\\p{Nd}{2,4}'],
  ['a{,3}', 'a{0,3}'],
  ['[\\w.-]+', '[\\p{L}\\p{N}_.-]+'],
  ['\\w', '[\\p{L}\\p{N}_]'],
  ['\\D', '\\P{Nd}'],
  ['[]a]', '[\\]a]'],
  ['[^]a]]', '[^\\]a]]'],
  ['[[]', '[\\[]'],
  ['[{,]', '[{,]'],
  ['\\u00e9|\\\\d', '\\x{00e9}|\\\\d'],
  ['a\\Z', 'a\\z'],
  ['(?P<year>\\d)(?:x)(?i:y)', '(?P<year>\\p{Nd})(?:x)(?i:y)'],
])('%s is %s', (python, pattern) => expect(fromPython(python)).toEqual({ ok: true, pattern }));

it.each([
  ['a(?=b)', 'looks ahead'],
  ['(?!a)', 'looks ahead'],
  ['(?<=a)b', 'looks behind'],
  ['(a)\\1', 'refers to a group'],
  ['(?P<n>a)(?P=n)', 'refers to a group'],
  ['(?x)a b', 'flags'],
  ['a++', 'possessive'],
  ['[\\W]', '"\\W" in a class'],
])('%s is refused', (python, reason) =>
  expect(fromPython(python)).toEqual({ ok: false, reason: expect.stringContaining(reason) }),
);

it('escapes text', () => expect(escapePattern('a.b$')).toBe('a\\.b\\$'));
