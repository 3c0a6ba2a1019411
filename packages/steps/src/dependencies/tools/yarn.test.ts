import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { yarn } from './yarn.ts';

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
        NPM_CONFIG_ALWAYS_AUTH: 'true',
        YARN_NPM_REGISTRY_SERVER: `${at}npm/pinned/`,
        YARN_NPM_ALWAYS_AUTH: 'true',
        YARN_PLUGINS: '/tmp/f/yarn/codeartifact.cjs',
      },
      secrets: {},
      files: {
        npmrc: `registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=TOKEN\n`,
        'yarn/codeartifact.cjs': expect.stringContaining('getNpmAuthenticationHeader'),
        'yarn/access.json': `{"endpoint":"${at}npm/pinned/","token":"TOKEN"}\n`,
      },
    },
  ],
  [
    'file',
    { scope: '@ml' },
    {
      variables: {
        npm_config_userconfig: '/tmp/f/npmrc',
        NPM_CONFIG_USERCONFIG: '/tmp/f/npmrc',
        NPM_CONFIG_ALWAYS_AUTH: 'true',
        YARN_PLUGINS: '/tmp/f/yarn/codeartifact.cjs',
      },
      secrets: {},
      files: {
        npmrc: `@ml:registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=TOKEN\n`,
        'yarn/codeartifact.cjs': expect.stringContaining('getNpmAuthenticationHeader'),
        'yarn/access.json': `{"endpoint":"${at}npm/pinned/","token":"TOKEN"}\n`,
      },
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
        NPM_CONFIG_ALWAYS_AUTH: 'true',
        YARN_NPM_REGISTRY_SERVER: `${at}npm/pinned/`,
        YARN_NPM_ALWAYS_AUTH: 'true',
      },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN', YARN_NPM_AUTH_TOKEN: 'TOKEN' },
      files: {
        npmrc: `registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=\${CODEARTIFACT_AUTH_TOKEN}\n`,
      },
    },
  ],
  [
    'env',
    { scope: '@ml' },
    {
      variables: {
        npm_config_userconfig: '/tmp/f/npmrc',
        NPM_CONFIG_USERCONFIG: '/tmp/f/npmrc',
        NPM_CONFIG_ALWAYS_AUTH: 'true',
      },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN' },
      files: {
        npmrc: `@ml:registry=${at}npm/pinned/\n${host}npm/pinned/:_authToken=\${CODEARTIFACT_AUTH_TOKEN}\n`,
      },
    },
  ],
] as const)('yarn by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(yarn, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});

test.each([
  ['the registry of the login', '/npm/pinned/', 'Bearer TOKEN'],
  ['the same without a slash', '/npm/pinned', 'Bearer TOKEN'],
  ['another repository', '/npm/other/', 'was there'],
])('the plugin for Yarn 4 answers for %s', async (_rule, path, answer) => {
  const folder = await mkdtemp(join(tmpdir(), 'yarn-plugin-'));
  await mkdir(join(folder, 'yarn'));
  for (const [name, content] of Object.entries(setupOf(yarn, 'file').files))
    await writeFile(join(folder, name), content);
  const { factory } = createRequire(import.meta.url)(join(folder, 'yarn/codeartifact.cjs'));
  const { hooks } = factory().default;
  expect(await hooks.getNpmAuthenticationHeader('was there', at.slice(0, -1) + path)).toBe(answer);
});
