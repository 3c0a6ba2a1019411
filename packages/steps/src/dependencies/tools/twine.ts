import { join } from 'node:path';
import type { Tool } from './tool.ts';

/** twine has no variable for its configuration: with the file alone it fails, and publishes nowhere else. */
export const twine: Tool = {
  name: 'twine',
  format: 'pypi',
  places: ['file', 'env'],
  beside: undefined,
  setUp({ endpoint, token }, place, folder) {
    const file = join(folder, 'pypirc');
    if (place === 'env') {
      return {
        variables: { TWINE_REPOSITORY_URL: endpoint, TWINE_USERNAME: 'aws' },
        secrets: { TWINE_PASSWORD: token },
        files: [],
        notes: [],
        command: 'twine upload dist/*',
      };
    }
    const command = `twine upload --config-file ${file} dist/*`;
    const lines = [
      '[distutils]',
      'index-servers = codeartifact',
      '[codeartifact]',
      `repository = ${endpoint}`,
      'username = aws',
      `password = ${token}`,
    ];
    return {
      variables: { TWINE_REPOSITORY: 'codeartifact' },
      secrets: {},
      files: [{ path: 'pypirc', content: `${lines.join('\n')}\n` }],
      notes: [`no variable names its file: ${command}`],
      command,
    };
  },
};
