import { describe, expect, test } from 'vitest';
import { isTagImmutable, type Mutability, mutabilityProblem } from './mutability.ts';

const of = (setting: Mutability['setting'], ...filters: string[]): Mutability => ({ setting, filters });

describe('a tag may move', () => {
  test.each([
    [of('MUTABLE'), 'v1', true],
    [of('IMMUTABLE'), 'v1', false],
    [of('IMMUTABLE_WITH_EXCLUSION', 'latest'), 'latest', true],
    [of('IMMUTABLE_WITH_EXCLUSION', 'latest'), 'latest-1', false],
    [of('IMMUTABLE_WITH_EXCLUSION', 'sha256-*', 'dev.*'), 'sha256-abc.sig', true],
    [of('IMMUTABLE_WITH_EXCLUSION', 'dev.*'), 'devx1', false],
    [of('MUTABLE_WITH_EXCLUSION', 'v*'), 'v1', false],
    [of('MUTABLE_WITH_EXCLUSION', '*-*-rc'), '1-2-rc', false],
    [of('MUTABLE_WITH_EXCLUSION', 'v*'), 'latest', true],
  ])('%o, "%s": %s', (mutability, tag, mayMove) => {
    expect(isTagImmutable(mutability, tag)).toBe(!mayMove);
  });
});

describe('a setting is refused', () => {
  test.each([
    ['no filter', of('IMMUTABLE_WITH_EXCLUSION')],
    ['a filter where none belongs', of('IMMUTABLE', 'x')],
    ['six filters', of('MUTABLE_WITH_EXCLUSION', 'a', 'b', 'c', 'd', 'e', 'f')],
    ['three wildcards', of('MUTABLE_WITH_EXCLUSION', '*a*b*')],
    ['what no tag may hold', of('MUTABLE_WITH_EXCLUSION', 'a b')],
  ])('with %s', (_name, mutability) => {
    expect(mutabilityProblem(mutability)).toEqual(expect.any(String));
  });

  test('not with five filters of two wildcards', () => {
    expect(mutabilityProblem(of('MUTABLE_WITH_EXCLUSION', '*a*', 'b', 'c', 'd', 'e'))).toBeUndefined();
  });
});
