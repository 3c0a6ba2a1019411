import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { twine } from './twine.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: { TWINE_REPOSITORY: 'codeartifact' },
      secrets: {},
      files: {
        pypirc: `[distutils]\nindex-servers = codeartifact\n[codeartifact]\nrepository = ${at}pypi/pinned/\nusername = aws\npassword = TOKEN\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: { TWINE_REPOSITORY_URL: `${at}pypi/pinned/`, TWINE_USERNAME: 'aws' },
      secrets: { TWINE_PASSWORD: 'TOKEN' },
      files: {},
    },
  ],
] as const)('twine by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(twine, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
