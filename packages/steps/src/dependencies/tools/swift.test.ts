import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { swift } from './swift.ts';

test.each([
  [
    'file',
    {},
    {
      variables: {},
      secrets: {},
      files: {
        'swift/netrc': `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login token password TOKEN\n`,
      },
    },
  ],
  [
    'file',
    { scope: '@ml' },
    {
      variables: {},
      secrets: {},
      files: {
        'swift/netrc': `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login token password TOKEN\n`,
      },
    },
  ],
] as const)('swift by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(swift, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
