import { join } from 'node:path';
import type { Tool } from './tool.ts';

/** Gradle takes properties of a project from variables, and repositories from its build alone. */
export const gradle: Tool = {
  name: 'gradle',
  format: 'maven',
  places: ['file', 'env'],
  beside: 'extra',
  setUp({ endpoint, token, isExtra }, place, folder) {
    const isEnv = place === 'env';
    const password = isEnv ? 'codeartifactPassword' : 'file(codeartifactTokenFile).text';
    const lines = [
      'repositories {',
      ...(isExtra ? ['  mavenCentral()'] : []),
      `  maven { url = codeartifactUrl; credentials { username = 'aws'; password = ${password} } }`,
      '}',
    ];
    return {
      variables: {
        ORG_GRADLE_PROJECT_codeartifactUrl: endpoint,
        ...(isEnv ? {} : { ORG_GRADLE_PROJECT_codeartifactTokenFile: join(folder, 'gradle/token') }),
      },
      secrets: isEnv ? { ORG_GRADLE_PROJECT_codeartifactPassword: token } : {},
      files: isEnv ? [] : [{ path: 'gradle/token', content: token }],
      notes: [`build.gradle must name the repository:\n${lines.join('\n')}`],
      command: 'gradle build',
    };
  },
};
