import { join } from 'node:path';
import { npmrcFile, npmrcVariables } from './npmrc.ts';
import { tokenReference, tokenVariable } from './token.ts';
import type { RepositoryAccess, SetupFile, TokenPlace, Tool } from './tool.ts';

/**
 * Yarn 1 reads the file of npm. Yarn 4 reads variables, and files of the project and the home alone: so that its token need not
 * be a variable, it gets a plugin, which reads the token from a file.
 */
export const yarn: Tool = {
  name: 'yarn',
  format: 'npm',
  places: ['file', 'env'],
  beside: 'scope',
  setUp(access, place, folder) {
    const { endpoint, token, scope } = access;
    return {
      variables: {
        ...npmrcVariables(access, folder),
        // Yarn 1 sends no token for a download otherwise
        NPM_CONFIG_ALWAYS_AUTH: 'true',
        ...(scope === undefined ? { YARN_NPM_REGISTRY_SERVER: endpoint, YARN_NPM_ALWAYS_AUTH: 'true' } : {}),
        ...(place === 'env' ? {} : { YARN_PLUGINS: join(folder, 'yarn/codeartifact.cjs') }),
      },
      secrets: place === 'env' ? secretsOf(access) : {},
      files: [npmrcFile(access, place), ...(place === 'env' ? [] : pluginFiles(endpoint, token))],
      notes: scope === undefined ? [] : [scopeNote(endpoint, scope, place)],
      command: 'yarn install --immutable',
    };
  },
};

function secretsOf({ token, scope }: RepositoryAccess): Readonly<Record<string, string>> {
  return { [tokenVariable]: token, ...(scope === undefined ? { YARN_NPM_AUTH_TOKEN: token } : {}) };
}

function pluginFiles(endpoint: string, token: string): readonly SetupFile[] {
  return [
    { path: 'yarn/codeartifact.cjs', content: plugin },
    { path: 'yarn/access.json', content: `${JSON.stringify({ endpoint, token })}\n` },
  ];
}

/** Answers for one registry; for any other it says what was to be said. */
const plugin = `const { readFileSync } = require('node:fs');
const { join } = require('node:path');
module.exports = {
  name: 'ml-ci-codeartifact',
  factory: () => ({
    default: {
      hooks: {
        async getNpmAuthenticationHeader(header, registry) {
          const { endpoint, token } = JSON.parse(readFileSync(join(__dirname, 'access.json'), 'utf8'));
          return registry.replace(/\\/*$/, '/') === endpoint ? 'Bearer ' + token : header;
        },
      },
    },
  }),
};
`;

function scopeNote(endpoint: string, scope: string, place: TokenPlace): string {
  const lines = [
    'npmScopes:',
    `  ${scope.slice(1)}:`,
    `    npmRegistryServer: "${endpoint}"`,
    '    npmAlwaysAuth: true',
    ...(place === 'env' ? [`    npmAuthToken: "${tokenReference}"`] : []),
  ];
  return `Yarn 4 takes a scope from .yarnrc.yml alone:\n${lines.join('\n')}`;
}
