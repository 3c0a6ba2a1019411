import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { pip } from './pip.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';
const withToken = at.replace('://', '://aws:TOKEN@');

test.each([
  [
    'file',
    {},
    {
      variables: {
        PIP_CONFIG_FILE: '/tmp/f/pip.conf',
        PIP_CACHE_DIR: '/tmp/f/pip-cache',
        PIP_INDEX_URL: '',
        PIP_EXTRA_INDEX_URL: '',
        PIP_FIND_LINKS: '',
      },
      secrets: {},
      files: {
        'pip.conf': `[global]\nindex-url = ${withToken}pypi/pinned/simple/\nextra-index-url =\nfind-links =\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: {
        PIP_CONFIG_FILE: '/tmp/f/pip.conf',
        PIP_CACHE_DIR: '/tmp/f/pip-cache',
        PIP_EXTRA_INDEX_URL: '',
      },
      secrets: {},
      files: { 'pip.conf': `[global]\nextra-index-url = ${withToken}pypi/pinned/simple/\n` },
    },
  ],
  [
    'netrc',
    {},
    {
      variables: {
        PIP_CONFIG_FILE: '/tmp/f/pip.conf',
        PIP_CACHE_DIR: '/tmp/f/pip-cache',
        PIP_INDEX_URL: '',
        PIP_EXTRA_INDEX_URL: '',
        PIP_FIND_LINKS: '',
        NETRC: '/tmp/f/netrc',
      },
      secrets: {},
      files: {
        'pip.conf': `[global]\nindex-url = ${at}pypi/pinned/simple/\nextra-index-url =\nfind-links =\n`,
        netrc: `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login aws password TOKEN\n`,
      },
    },
  ],
  [
    'netrc',
    { isExtra: true },
    {
      variables: {
        PIP_CONFIG_FILE: '/tmp/f/pip.conf',
        PIP_CACHE_DIR: '/tmp/f/pip-cache',
        PIP_EXTRA_INDEX_URL: '',
        NETRC: '/tmp/f/netrc',
      },
      secrets: {},
      files: {
        'pip.conf': `[global]\nextra-index-url = ${at}pypi/pinned/simple/\n`,
        netrc: `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login aws password TOKEN\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: {
        PIP_CONFIG_FILE: '/tmp/f/pip.conf',
        PIP_CACHE_DIR: '/tmp/f/pip-cache',
        PIP_EXTRA_INDEX_URL: '',
        PIP_FIND_LINKS: '',
      },
      secrets: { PIP_INDEX_URL: `${withToken}pypi/pinned/simple/` },
      files: { 'pip.conf': `[global]\nextra-index-url =\nfind-links =\n` },
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: { PIP_CONFIG_FILE: '/tmp/f/pip.conf', PIP_CACHE_DIR: '/tmp/f/pip-cache' },
      secrets: { PIP_EXTRA_INDEX_URL: `${withToken}pypi/pinned/simple/` },
      files: { 'pip.conf': `[global]\n` },
    },
  ],
] as const)('pip by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(pip, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
