import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { maven } from './maven.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: { MAVEN_ARGS: '--settings /tmp/f/settings.xml' },
      secrets: {},
      files: {
        'settings.xml': `<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">\n  <servers>\n    <server><id>codeartifact</id><username>aws</username><password>TOKEN</password></server>\n  </servers>\n  <mirrors>\n    <mirror><id>codeartifact</id><mirrorOf>*</mirrorOf><url>${at}maven/pinned/</url></mirror>\n  </mirrors>\n</settings>\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: { MAVEN_ARGS: '--settings /tmp/f/settings.xml' },
      secrets: {},
      files: {
        'settings.xml': `<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">\n  <servers>\n    <server><id>codeartifact</id><username>aws</username><password>TOKEN</password></server>\n  </servers>\n  <profiles><profile><id>codeartifact</id>\n    <repositories><repository><id>codeartifact</id><url>${at}maven/pinned/</url></repository></repositories>\n    <pluginRepositories><pluginRepository><id>codeartifact</id><url>${at}maven/pinned/</url></pluginRepository></pluginRepositories>\n  </profile></profiles>\n  <activeProfiles><activeProfile>codeartifact</activeProfile></activeProfiles>\n</settings>\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: { MAVEN_ARGS: '--settings /tmp/f/settings.xml' },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN' },
      files: {
        'settings.xml': `<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">\n  <servers>\n    <server><id>codeartifact</id><username>aws</username><password>\${env.CODEARTIFACT_AUTH_TOKEN}</password></server>\n  </servers>\n  <mirrors>\n    <mirror><id>codeartifact</id><mirrorOf>*</mirrorOf><url>${at}maven/pinned/</url></mirror>\n  </mirrors>\n</settings>\n`,
      },
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: { MAVEN_ARGS: '--settings /tmp/f/settings.xml' },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN' },
      files: {
        'settings.xml': `<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">\n  <servers>\n    <server><id>codeartifact</id><username>aws</username><password>\${env.CODEARTIFACT_AUTH_TOKEN}</password></server>\n  </servers>\n  <profiles><profile><id>codeartifact</id>\n    <repositories><repository><id>codeartifact</id><url>${at}maven/pinned/</url></repository></repositories>\n    <pluginRepositories><pluginRepository><id>codeartifact</id><url>${at}maven/pinned/</url></pluginRepository></pluginRepositories>\n  </profile></profiles>\n  <activeProfiles><activeProfile>codeartifact</activeProfile></activeProfiles>\n</settings>\n`,
      },
    },
  ],
] as const)('maven by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(maven, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
