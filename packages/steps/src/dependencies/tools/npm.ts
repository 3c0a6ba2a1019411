import { join } from 'node:path';
import { inBothCases, npmrcFile, npmrcVariables } from './npmrc.ts';
import { tokenVariable } from './token.ts';
import type { Tool } from './tool.ts';

export const npm: Tool = {
  name: 'npm',
  format: 'npm',
  places: ['file', 'env'],
  beside: 'scope',
  setUp(access, place, folder) {
    return {
      variables: {
        ...npmrcVariables(access, folder),
        // the cache of npm keeps the headers of a request where an answer depends on them, the token among them
        ...inBothCases('npm_config_cache', join(folder, 'npm-cache')),
      },
      secrets: place === 'env' ? { [tokenVariable]: access.token } : {},
      files: [npmrcFile(access, place)],
      notes: [],
      command: 'npm ci',
    };
  },
};
