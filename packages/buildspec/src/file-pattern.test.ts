import { describe, expect, it } from 'vitest';
import { filePattern } from './file-pattern.ts';

describe('filePattern', () => {
  it.each([
    ['**/*', 'a', true],
    ['**/*', 'a/.b/c.txt', true],
    ['**/*', '.env', true],
    ['*', 'a/b', false],
    ['*.txt', 'a.txt', true],
    ['*.txt', 'atxt', false],
    ['./out/*', 'out/a', true],
    ['out/**', 'out/a/b', true],
    ['out/**/b', 'out/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[ab].log', 'b.log', true],
    ['[!ab].log', 'b.log', false],
    ['*.{js,css}', 'x.css', true],
    ['*.{js,css}', 'x.ts', false],
    ['a,b', 'a,b', true],
    ['a{b', 'a{b', true],
    ['a+(b)', 'a+(b)', true],
  ])('%s on %s is %s', (pattern, path, expected) => {
    expect(filePattern(pattern).test(path)).toBe(expected);
  });
});
