import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { gem } from './gem.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';
const withToken = at.replace('://', '://aws:TOKEN@');

test.each([
  [
    'file',
    {},
    {
      variables: {
        RUBYGEMS_HOST: `${at}ruby/pinned`,
        GEMRC: '/tmp/f/gem/gemrc',
        BUNDLE_USER_CONFIG: '/tmp/f/gem/bundle',
      },
      secrets: {},
      files: {
        'gem/gemrc': `---\n:sources:\n- ${withToken}ruby/pinned/\n`,
        'gem/bundle': `---\nBUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "${at}ruby/pinned/"\nBUNDLE_ML___111111111111__D__CODEARTIFACT__EU___WEST___1__AMAZONAWS__COM: "aws:TOKEN"\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: {
        RUBYGEMS_HOST: `${at}ruby/pinned`,
        GEMRC: '/tmp/f/gem/gemrc',
        BUNDLE_USER_CONFIG: '/tmp/f/gem/bundle',
      },
      secrets: {},
      files: {
        'gem/gemrc': `---\n:sources:\n- ${withToken}ruby/pinned/\n- https://rubygems.org/\n`,
        'gem/bundle': `---\nBUNDLE_ML___111111111111__D__CODEARTIFACT__EU___WEST___1__AMAZONAWS__COM: "aws:TOKEN"\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: { RUBYGEMS_HOST: `${at}ruby/pinned` },
      secrets: {
        BUNDLE_ML___111111111111__D__CODEARTIFACT__EU___WEST___1__AMAZONAWS__COM: 'aws:TOKEN',
        GEM_HOST_API_KEY: 'Bearer TOKEN',
      },
      files: {},
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: { RUBYGEMS_HOST: `${at}ruby/pinned` },
      secrets: {
        BUNDLE_ML___111111111111__D__CODEARTIFACT__EU___WEST___1__AMAZONAWS__COM: 'aws:TOKEN',
        GEM_HOST_API_KEY: 'Bearer TOKEN',
      },
      files: {},
    },
  ],
] as const)('gem by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(gem, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
