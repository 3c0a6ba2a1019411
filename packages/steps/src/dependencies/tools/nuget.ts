import { join } from 'node:path';
import { nugetConfig, nugetSecrets } from './nuget-config.ts';
import type { Tool } from './tool.ts';

/** No variable names a configuration for nuget. */
export const nuget: Tool = {
  name: 'nuget',
  format: 'nuget',
  places: ['file', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const command = `nuget restore -ConfigFile ${join(folder, 'nuget.config')}`;
    return {
      variables: {},
      secrets: nugetSecrets(access, place),
      files: [nugetConfig(access, place)],
      notes: [`no variable names its file: ${command}`],
      command,
    };
  },
};
