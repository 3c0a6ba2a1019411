import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { uv } from './uv.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: {
        UV_DEFAULT_INDEX: `${at}pypi/pinned/simple/`,
        UV_INDEX: '',
        UV_INDEX_URL: '',
        UV_EXTRA_INDEX_URL: '',
        UV_FIND_LINKS: '',
        UV_PUBLISH_URL: `${at}pypi/pinned/`,
        UV_CREDENTIALS_DIR: '/tmp/f/uv',
      },
      secrets: {},
      files: {
        'uv/credentials.toml': `[[credential]]\nservice = "${at}pypi/pinned/"\nusername = "aws"\nscheme = "basic"\npassword = "TOKEN"\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: {
        UV_INDEX: `${at}pypi/pinned/simple/`,
        UV_PUBLISH_URL: `${at}pypi/pinned/`,
        UV_CREDENTIALS_DIR: '/tmp/f/uv',
      },
      secrets: {},
      files: {
        'uv/credentials.toml': `[[credential]]\nservice = "${at}pypi/pinned/"\nusername = "aws"\nscheme = "basic"\npassword = "TOKEN"\n`,
      },
    },
  ],
  [
    'netrc',
    {},
    {
      variables: {
        UV_DEFAULT_INDEX: `${at}pypi/pinned/simple/`,
        UV_INDEX: '',
        UV_INDEX_URL: '',
        UV_EXTRA_INDEX_URL: '',
        UV_FIND_LINKS: '',
        UV_PUBLISH_URL: `${at}pypi/pinned/`,
        NETRC: '/tmp/f/netrc',
      },
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
      variables: {
        UV_INDEX: `${at}pypi/pinned/simple/`,
        UV_PUBLISH_URL: `${at}pypi/pinned/`,
        NETRC: '/tmp/f/netrc',
      },
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
        UV_DEFAULT_INDEX: `codeartifact=${at}pypi/pinned/simple/`,
        UV_INDEX: '',
        UV_INDEX_URL: '',
        UV_EXTRA_INDEX_URL: '',
        UV_FIND_LINKS: '',
        UV_PUBLISH_URL: `${at}pypi/pinned/`,
        UV_INDEX_CODEARTIFACT_USERNAME: 'aws',
        UV_PUBLISH_USERNAME: 'aws',
      },
      secrets: { UV_INDEX_CODEARTIFACT_PASSWORD: 'TOKEN', UV_PUBLISH_PASSWORD: 'TOKEN' },
      files: {},
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: {
        UV_INDEX: `codeartifact=${at}pypi/pinned/simple/`,
        UV_PUBLISH_URL: `${at}pypi/pinned/`,
        UV_INDEX_CODEARTIFACT_USERNAME: 'aws',
        UV_PUBLISH_USERNAME: 'aws',
      },
      secrets: { UV_INDEX_CODEARTIFACT_PASSWORD: 'TOKEN', UV_PUBLISH_PASSWORD: 'TOKEN' },
      files: {},
    },
  ],
] as const)('uv by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(uv, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
