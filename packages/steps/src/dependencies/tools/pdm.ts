import { join } from 'node:path';
import { netrcFile, netrcName } from './netrc.ts';
import { tokenReference, tokenVariable, withToken } from './token.ts';
import type { RepositoryAccess, TokenPlace, Tool } from './tool.ts';

/**
 * pdm reads the file that PDM_CONFIG_FILE names in the place of the user's. It puts variables into addresses and nowhere else; a
 * variable for the address is stronger than the file.
 */
export const pdm: Tool = {
  name: 'pdm',
  format: 'pypi',
  places: ['file', 'netrc', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const isEnv = place === 'env';
    return {
      variables: {
        PDM_CONFIG_FILE: join(folder, 'pdm.toml'),
        ...(access.isExtra ? {} : { PDM_PYPI_URL: `${access.endpoint}simple/` }),
        ...(isEnv && !access.isExtra ? { PDM_PYPI_USERNAME: 'aws' } : {}),
        ...(isEnv ? { PDM_PUBLISH_USERNAME: 'aws' } : {}),
        ...(place === 'netrc' ? { NETRC: join(folder, netrcName) } : {}),
      },
      secrets: isEnv ? secretsOf(access) : {},
      files: [
        { path: 'pdm.toml', content: configuration(access, place) },
        ...(place === 'netrc' ? [netrcFile(access)] : []),
      ],
      notes: [
        'a source that pyproject.toml names is asked as well; one of the name pypi in the place of this one',
      ],
      command: 'pdm install --frozen-lockfile',
    };
  },
};

function secretsOf({ token, isExtra }: RepositoryAccess): Readonly<Record<string, string>> {
  return {
    [isExtra ? tokenVariable : 'PDM_PYPI_PASSWORD']: token,
    PDM_PUBLISH_PASSWORD: token,
  };
}

function configuration({ endpoint, token, isExtra }: RepositoryAccess, place: TokenPlace): string {
  const index = `${endpoint}simple/`;
  const credentials = place === 'file' ? ['username = "aws"', `password = "${token}"`] : [];
  const shown = place === 'env' && isExtra ? withToken(index, tokenReference) : index;
  const lines = [
    isExtra ? '[pypi.codeartifact]' : '[pypi]',
    `url = "${shown}"`,
    ...credentials,
    '[repository.codeartifact]',
    `url = "${endpoint}"`,
    ...credentials,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
