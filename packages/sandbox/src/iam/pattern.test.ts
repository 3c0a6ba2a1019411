import { describe, expect, it } from 'vitest';
import { matches } from './pattern.ts';

describe('matches', () => {
  it.each([
    ['*', 'arn:aws:s3:::b/k', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['arn:aws:s3:::b?/k', 'arn:aws:s3:::b1/k', true],
    ['arn:aws:s3:::b?/k', 'arn:aws:s3:::b/k', false],
    ['a.c', 'abc', false],
    ['a+(b)', 'a+(b)', true],
    ['ecr:Get', 'ecr:GetAuthorizationToken', false],
  ])('"%s" and "%s": %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });
});
