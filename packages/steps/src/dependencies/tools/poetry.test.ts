import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { poetry } from './poetry.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: { POETRY_CONFIG_DIR: '/tmp/f/poetry' },
      secrets: {},
      files: {
        'poetry/config.toml': `[repositories.codeartifact]\nurl = "${at}pypi/pinned/"\n`,
        'poetry/auth.toml': `[http-basic.codeartifact]\nusername = "aws"\npassword = "TOKEN"\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: { POETRY_CONFIG_DIR: '/tmp/f/poetry' },
      secrets: {},
      files: {
        'poetry/config.toml': `[repositories.codeartifact]\nurl = "${at}pypi/pinned/"\n`,
        'poetry/auth.toml': `[http-basic.codeartifact]\nusername = "aws"\npassword = "TOKEN"\n`,
      },
    },
  ],
  [
    'netrc',
    {},
    {
      variables: { NETRC: '/tmp/f/netrc' },
      secrets: {},
      files: {
        netrc: `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login aws password TOKEN\n`,
      },
    },
  ],
  [
    'netrc',
    { isExtra: true },
    {
      variables: { NETRC: '/tmp/f/netrc' },
      secrets: {},
      files: {
        netrc: `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login aws password TOKEN\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: {
        POETRY_REPOSITORIES_CODEARTIFACT_URL: `${at}pypi/pinned/`,
        POETRY_HTTP_BASIC_CODEARTIFACT_USERNAME: 'aws',
      },
      secrets: { POETRY_HTTP_BASIC_CODEARTIFACT_PASSWORD: 'TOKEN' },
      files: {},
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: {
        POETRY_REPOSITORIES_CODEARTIFACT_URL: `${at}pypi/pinned/`,
        POETRY_HTTP_BASIC_CODEARTIFACT_USERNAME: 'aws',
      },
      secrets: { POETRY_HTTP_BASIC_CODEARTIFACT_PASSWORD: 'TOKEN' },
      files: {},
    },
  ],
] as const)('poetry by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(poetry, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
