import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { gradle } from './gradle.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: {
        ORG_GRADLE_PROJECT_codeartifactUrl: `${at}maven/pinned/`,
        ORG_GRADLE_PROJECT_codeartifactTokenFile: '/tmp/f/gradle/token',
      },
      secrets: {},
      files: { 'gradle/token': 'TOKEN' },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: {
        ORG_GRADLE_PROJECT_codeartifactUrl: `${at}maven/pinned/`,
        ORG_GRADLE_PROJECT_codeartifactTokenFile: '/tmp/f/gradle/token',
      },
      secrets: {},
      files: { 'gradle/token': 'TOKEN' },
    },
  ],
  [
    'env',
    {},
    {
      variables: { ORG_GRADLE_PROJECT_codeartifactUrl: `${at}maven/pinned/` },
      secrets: { ORG_GRADLE_PROJECT_codeartifactPassword: 'TOKEN' },
      files: {},
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: { ORG_GRADLE_PROJECT_codeartifactUrl: `${at}maven/pinned/` },
      secrets: { ORG_GRADLE_PROJECT_codeartifactPassword: 'TOKEN' },
      files: {},
    },
  ],
] as const)('gradle by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(gradle, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
