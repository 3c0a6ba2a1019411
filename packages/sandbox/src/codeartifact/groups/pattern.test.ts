import { describe, expect, test } from 'vitest';
import { associationOf, bySpecificity, encodePattern, isWithin, patternProblem } from './pattern.ts';

test.each([
  '/*',
  '/npm/*',
  '/maven/com.anycompany~',
  '/npm/space/*',
  '/npm/space/anycompany-ui~',
  '/maven/org.apache.logging.log4j/log4j-core$',
  '/npm//*',
  '/npm//react$',
  '/pypi//ml-*',
  '/pypi//requests$',
  '/npm/any-*',
])('"%s" is a pattern', (pattern) => {
  expect(patternProblem(pattern)).toBeUndefined();
});

test.each([
  '/',
  'npm/*',
  '/conda/*',
  '/npm',
  '/npm/space',
  '/npm/space/name',
  '/npm/space*',
  '/npm/space/ui-~',
  '/npm/~',
  '/npm/$',
  '/npm/space$',
  '/npm/space/$',
  '/npm/a/b/c$',
  '/npm/a b/*',
  '/pypi/space/*',
  '/maven//core$',
  '/generic//*',
  `/npm/${'x'.repeat(520)}~`,
])('"%s" is no pattern', (pattern) => {
  expect(patternProblem(pattern)).toBeTypeOf('string');
});

describe('a pattern matches', () => {
  test.each([
    ['/*', 'npm', '', 'react', 'STRONG'],
    ['/npm/*', 'pypi', '', 'react', undefined],
    ['/npm/space/foo~', 'npm', 'space', 'foo', 'STRONG'],
    ['/npm/space/foo~', 'npm', 'space', 'foo-bar', 'STRONG'],
    ['/npm/space/foo~', 'npm', 'space', 'food', undefined],
    ['/npm/space/foo~', 'npm', 'space', 'Foo.bar', 'WEAK'],
    ['/maven/com.anycompany~', 'maven', 'com.anycompany', 'x', 'STRONG'],
    ['/maven/com.anycompany~', 'maven', 'com.anycompany.app', 'x', 'STRONG'],
    ['/maven/com.anycompany~', 'maven', 'com.anycompanyevil', 'x', undefined],
    ['/npm/space/*', 'npm', 'spacex', 'a', undefined],
    ['/pypi//ml-*', 'pypi', '', 'ml-core', 'STRONG'],
    ['/pypi//ml-*', 'pypi', '', 'mlcore', undefined],
    ['/npm//AsyncStorage$', 'npm', '', 'AsyncStorage', 'STRONG'],
    ['/npm//AsyncStorage$', 'npm', '', 'asyncstorage', 'WEAK'],
    ['/npm//foo-bar$', 'npm', '', 'foo..bar', 'WEAK'],
    ['/npm//foo-bar$', 'npm', '', 'foobar', undefined],
    ['/npm//foo$', 'npm', '', 'foo-bar', undefined],
    ['/npm//foo$', 'npm', '', 'ｆoo', 'WEAK'],
  ])('%s: %s %s %s: %s', (pattern, format, namespace, name, expected) => {
    expect(associationOf(pattern, { format, namespace, name })).toBe(expected);
  });
});

test.each([
  ['/npm/*', '/*', true],
  ['/npm/space/*', '/npm/*', true],
  ['/npm/*', '/npm/space/*', false],
  ['/npm/*', '/npm/*', false],
  ['/npm/space/foo-bar$', '/npm/space/foo~', true],
  ['/npm/space/food$', '/npm/space/foo~', false],
  ['/npm/space/foo$', '/npm/space/foo~', true],
  ['/npm/space/foo~', '/npm/space/foo$', false],
  ['/npm/space/foo-*', '/npm/space/foo~', true],
  ['/maven/com.a.b/*', '/maven/com.a~', true],
])('%s is within %s: %s', (pattern, other, expected) => {
  expect(isWithin(pattern, other)).toBe(expected);
});

test('the longest pattern is the most specific one, and a whole path is more so than its prefix', () => {
  const patterns = ['/*', '/npm//foo~', '/npm/*', '/npm//foo$', '/npm//*'];
  expect(patterns.sort(bySpecificity)).toEqual(['/npm//foo$', '/npm//foo~', '/npm//*', '/npm/*', '/*']);
});

test.each([
  ['/npm/*', '/npm/%2a'],
  ['/npm//a$', '/npm//a%24'],
])('%s is %s in an ARN', (pattern, encoded) => {
  expect(encodePattern(pattern)).toBe(encoded);
});
