import { join } from 'node:path';
import { netrcFile, netrcName } from './netrc.ts';
import type { RepositoryAccess, Tool } from './tool.ts';

/** Poetry asks what pyproject.toml names as a source, and the public index where that names none. */
export const poetry: Tool = {
  name: 'poetry',
  format: 'pypi',
  places: ['file', 'netrc', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const { endpoint, token } = access;
    const common = { notes: [sourceNote(access)], command: 'poetry install' };
    switch (place) {
      case 'file':
        return {
          ...common,
          variables: { POETRY_CONFIG_DIR: join(folder, 'poetry') },
          secrets: {},
          files: [
            // for poetry publish --repository codeartifact
            { path: 'poetry/config.toml', content: `[repositories.codeartifact]\nurl = "${endpoint}"\n` },
            {
              path: 'poetry/auth.toml',
              content: `[http-basic.codeartifact]\nusername = "aws"\npassword = "${token}"\n`,
            },
          ],
        };
      case 'netrc':
        return {
          ...common,
          variables: { NETRC: join(folder, netrcName) },
          secrets: {},
          files: [netrcFile(access)],
        };
      case 'env':
        return {
          ...common,
          variables: {
            POETRY_REPOSITORIES_CODEARTIFACT_URL: endpoint,
            POETRY_HTTP_BASIC_CODEARTIFACT_USERNAME: 'aws',
          },
          secrets: { POETRY_HTTP_BASIC_CODEARTIFACT_PASSWORD: token },
          files: [],
        };
    }
  },
};

function sourceNote({ endpoint, isExtra }: RepositoryAccess): string {
  const lines = [
    '[[tool.poetry.source]]',
    'name = "codeartifact"',
    `url = "${endpoint}simple/"`,
    `priority = "${isExtra ? 'supplemental' : 'primary'}"`,
  ];
  return `pyproject.toml must name the repository, or the public index is asked:\n${lines.join('\n')}`;
}
