import { expect, it } from 'vitest';
import { parseChallenge, repositoryScope } from './challenge.ts';

it.each([
  ['Basic', 'Basic realm="x"', { scheme: 'basic' }],
  [
    'Bearer',
    'Bearer realm="https://a.io/token",service="r.io",scope="repository:a:pull,push"',
    { scheme: 'bearer', realm: 'https://a.io/token', service: 'r.io', scope: 'repository:a:pull,push' },
  ],
  [
    'Bearer before Basic',
    'Basic realm="x", Bearer realm="https://a.io"',
    { scheme: 'bearer', realm: 'https://a.io' },
  ],
  ['quotes in a value', 'Bearer realm="https://a.io/\\"x"', { scheme: 'bearer', realm: 'https://a.io/"x' }],
  ['values without quotes', 'bearer realm=https://a.io', { scheme: 'bearer', realm: 'https://a.io' }],
  ['Basic where Bearer has no realm', 'Bearer service="x", Basic realm="y"', { scheme: 'basic' }],
  ['nothing we can answer', 'Negotiate', undefined],
  ['no header', undefined, undefined],
])('reads %s', (_rule, header, expected) => {
  expect(parseChallenge(header)).toEqual(expected);
});

it('asks for no more than it needs', () => {
  expect([repositoryScope('a/b', 'pull'), repositoryScope('a/b', 'push')]).toEqual([
    'repository:a/b:pull',
    'repository:a/b:pull,push',
  ]);
});
