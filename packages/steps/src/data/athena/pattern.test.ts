import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { portablePattern } from './pattern.ts';

it.each([
  ['plain text', 'abc-1 ä', 'abc\\-1 ä'],
  ['the ends of the text', '^a|b$', '\\Aa|b\\z'],
  ['any character but a line feed', 'a.b', 'a[^\\n]b'],
  ['ASCII sets', '\\d\\w\\S', '[0-9][0-9A-Za-z_][^\\t\\n\\f\\r ]'],
  ['sets in brackets', '[\\d.x-]', '[0-9\\.x\\-]'],
  ['a bracket that Java would nest, and signs it would read', '[[&&^a-z]', '[\\[\\&\\&\\^a-z]'],
  ['a closing bracket that is meant', '[]a]', '[\\]a]'],
  ['repeats', '(?:ab){2,3}?c*d+?(e)', '(?:ab){2,3}?c*d+?(e)'],
  ['escaped signs', '\\.\\[\\\\', '\\.\\[\\\\'],
])('writes %s', (_rule, pattern, portable) => {
  expect(portablePattern(pattern)).toEqual({ ok: true, pattern: portable });
});

it.each([
  ['flags', '(?i)a'],
  ['a named group', '(?P<a>b)'],
  ['a word boundary', '\\ba'],
  ['a Unicode class', '\\pL'],
  ['a POSIX class', '[[:alpha:]]'],
  ['a quoted part', '\\Qa\\E'],
  ['a set turned over in brackets', '[\\D]'],
  ['a character beyond 16 bits', '😀'],
  ['a possessive repeat', 'a{2}+'],
  ['an octal escape', '\\07'],
  ['a repeat of an end', '^*a'],
])('refuses %s', (_rule, pattern) => {
  expect(portablePattern(pattern).ok).toBe(false);
});

it('keeps the meaning, in the engine of this machine', async () => {
  const patterns = ['^a$', 'a.c', '^\\d{2,3}-[\\w.]+$', '[^]x]', '[a-c\\-]$', '^(?:ab|\\s)+$', '^$', '[+--]'];
  const texts = ['a', 'a\n', 'abc', 'a\nc', '12-x.y', '1-x', ']', 'x', '-', 'abab ab', '', '٣-a', ','];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const find = async (text: string, pattern: string) => {
    const reader = await connection.runAndReadAll('SELECT regexp_matches($1::VARCHAR, $2::VARCHAR)', [
      text,
      pattern,
    ]);
    return reader.getRowsJS()[0]?.[0];
  };
  for (const pattern of patterns) {
    const portable = portablePattern(pattern);
    if (!portable.ok) throw new Error(`${pattern} ${portable.reason}`);
    for (const text of texts) {
      const meant = await find(text, pattern);
      expect([pattern, text, await find(text, portable.pattern)]).toEqual([pattern, text, meant]);
      const inJava = portable.pattern.replaceAll('\\A', '^').replaceAll('\\z', '$');
      expect([pattern, text, new RegExp(inJava).test(text)]).toEqual([pattern, text, meant]);
    }
  }
  connection.closeSync();
  instance.closeSync();
});
