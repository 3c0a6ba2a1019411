import { join } from 'node:path';
import { tokenVariable } from './token.ts';
import type { RepositoryAccess, TokenPlace, Tool } from './tool.ts';

/** Maven reads MAVEN_ARGS since 3.9; an older one must be told the file each time. */
export const maven: Tool = {
  name: 'maven',
  format: 'maven',
  places: ['file', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const file = join(folder, 'settings.xml');
    return {
      variables: { MAVEN_ARGS: `--settings ${file}` },
      secrets: place === 'env' ? { [tokenVariable]: access.token } : {},
      files: [{ path: 'settings.xml', content: settings(access, place) }],
      notes: [
        `Maven before 3.9 does not read MAVEN_ARGS and would ask the public repository: mvn --settings ${file}`,
        `mvn deploy sends to a distributionManagement of the id codeartifact: ${access.endpoint}`,
      ],
      command: 'mvn --batch-mode verify',
    };
  },
};

function settings({ endpoint, token, isExtra }: RepositoryAccess, place: TokenPlace): string {
  const password = place === 'env' ? `\${env.${tokenVariable}}` : token;
  return `${[
    '<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">',
    '  <servers>',
    `    <server><id>codeartifact</id><username>aws</username><password>${password}</password></server>`,
    '  </servers>',
    ...(isExtra ? profile(endpoint) : mirror(endpoint)),
    '</settings>',
  ].join('\n')}\n`;
}

/** Stands in for every repository that a project or its plugins name. */
function mirror(endpoint: string): string[] {
  return [
    '  <mirrors>',
    `    <mirror><id>codeartifact</id><mirrorOf>*</mirrorOf><url>${endpoint}</url></mirror>`,
    '  </mirrors>',
  ];
}

function profile(endpoint: string): string[] {
  const id = `<id>codeartifact</id>`;
  return [
    `  <profiles><profile>${id}`,
    `    <repositories><repository>${id}<url>${endpoint}</url></repository></repositories>`,
    `    <pluginRepositories><pluginRepository>${id}<url>${endpoint}</url></pluginRepository></pluginRepositories>`,
    '  </profile></profiles>',
    '  <activeProfiles><activeProfile>codeartifact</activeProfile></activeProfiles>',
  ];
}
