import { join } from 'node:path';
import type { Tool } from './tool.ts';

/** Swift reads a netrc of its own: its entry has another user name than that of the shared one. */
export const swift: Tool = {
  name: 'swift',
  format: 'swift',
  places: ['file'],
  beside: 'scope',
  setUp({ endpoint, token, scope }, _place, folder) {
    const file = join(folder, 'swift/netrc');
    const only = scope === undefined ? [] : ['--scope', scope.slice(1)];
    const command = `swift build --netrc-file ${file}`;
    return {
      variables: {},
      secrets: {},
      files: [
        {
          path: 'swift/netrc',
          content: `machine ${new URL(endpoint).hostname} login token password ${token}\n`,
        },
      ],
      notes: [
        `in the folder of Package.swift, once: swift package-registry set ${[...only, endpoint].join(' ')}`,
        `no variable names its file: ${command}`,
      ],
      command,
    };
  },
};
