import { inBothCases, npmrcFile, npmrcVariables } from './npmrc.ts';
import { tokenVariable } from './token.ts';
import type { Tool } from './tool.ts';

/** pnpm 11 and 12 take no registry from npm_config_registry: without a variable of their own they would ask the public one. */
export const pnpm: Tool = {
  name: 'pnpm',
  format: 'npm',
  places: ['file', 'env'],
  beside: 'scope',
  setUp(access, place, folder) {
    const { endpoint, scope, token } = access;
    return {
      variables: {
        ...npmrcVariables(access, folder),
        ...(scope === undefined ? inBothCases('pnpm_config_registry', endpoint) : {}),
      },
      secrets: place === 'env' ? { [tokenVariable]: token } : {},
      files: [npmrcFile(access, place)],
      notes: [],
      command: 'pnpm install --frozen-lockfile',
    };
  },
};
