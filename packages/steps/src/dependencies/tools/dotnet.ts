import { join } from 'node:path';
import { nugetConfig, nugetSecrets } from './nuget-config.ts';
import type { Tool } from './tool.ts';

/** A variable counts as a property of MSBuild, and this one names the configuration for a restore. */
export const dotnet: Tool = {
  name: 'dotnet',
  format: 'nuget',
  places: ['file', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const file = join(folder, 'nuget.config');
    return {
      variables: { RestoreConfigFile: file },
      secrets: nugetSecrets(access, place),
      files: [nugetConfig(access, place)],
      notes: [`what is no restore must be told the file: dotnet tool install --configfile ${file}`],
      command: 'dotnet restore --locked-mode',
    };
  },
};
