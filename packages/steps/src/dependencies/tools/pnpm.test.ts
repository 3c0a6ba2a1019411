import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { pnpm } from './pnpm.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';
const host = at.replace('https:', '');

test.each([
  [
    'file',
    {},
    {
      variables: {
        npm_config_userconfig: '/tmp/f/npmrc',
        NPM_CONFIG_USERCONFIG: '/tmp/f/npmrc',
        npm_config_registry: `${at}npm/pinned/`,
        NPM_CONFIG_REGISTRY: `${at}npm/pinned/`,
        pnpm_config_registry: `${at}npm/pinned/`,
        PNPM_CONFIG_REGISTRY: `${at}npm/pinned/`,
      },
      secrets: {},
      files: { npmrc: `registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=TOKEN\n` },
    },
  ],
  [
    'file',
    { scope: '@ml' },
    {
      variables: { npm_config_userconfig: '/tmp/f/npmrc', NPM_CONFIG_USERCONFIG: '/tmp/f/npmrc' },
      secrets: {},
      files: { npmrc: `@ml:registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=TOKEN\n` },
    },
  ],
  [
    'env',
    {},
    {
      variables: {
        npm_config_userconfig: '/tmp/f/npmrc',
        NPM_CONFIG_USERCONFIG: '/tmp/f/npmrc',
        npm_config_registry: `${at}npm/pinned/`,
        NPM_CONFIG_REGISTRY: `${at}npm/pinned/`,
        pnpm_config_registry: `${at}npm/pinned/`,
        PNPM_CONFIG_REGISTRY: `${at}npm/pinned/`,
      },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN' },
      files: {
        npmrc: `registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=\${CODEARTIFACT_AUTH_TOKEN}\n`,
      },
    },
  ],
  [
    'env',
    { scope: '@ml' },
    {
      variables: { npm_config_userconfig: '/tmp/f/npmrc', NPM_CONFIG_USERCONFIG: '/tmp/f/npmrc' },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN' },
      files: {
        npmrc: `@ml:registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=\${CODEARTIFACT_AUTH_TOKEN}\n`,
      },
    },
  ],
] as const)('pnpm by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(pnpm, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
