import { join } from 'node:path';
import { netrcFile, netrcName } from './netrc.ts';
import type { RepositoryAccess, Tool, ToolSetup } from './tool.ts';

/** The name of the index that variables with credentials refer to. */
const name = 'codeartifact';

/** uv has a store of its own for credentials since 0.8.15; an older one is refused by the repository, and asks no other. */
export const uv: Tool = {
  name: 'uv',
  format: 'pypi',
  places: ['file', 'netrc', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const index = `${access.endpoint}simple/`;
    const variables = {
      ...indexes(access, place === 'env' ? `${name}=${index}` : index),
      UV_PUBLISH_URL: access.endpoint,
    };
    return { ...common, ...placed(access, place, folder, variables) };
  },
};

const common = {
  notes: ['an index that pyproject.toml names is asked before this one'],
  command: 'uv sync --locked',
};

/** All ways to name an index by a variable: those that are not ours are taken away. */
function indexes({ isExtra }: RepositoryAccess, index: string): Readonly<Record<string, string>> {
  if (isExtra) return { UV_INDEX: index };
  return {
    UV_DEFAULT_INDEX: index,
    UV_INDEX: '',
    UV_INDEX_URL: '',
    UV_EXTRA_INDEX_URL: '',
    UV_FIND_LINKS: '',
  };
}

function placed(
  access: RepositoryAccess,
  place: 'file' | 'netrc' | 'env',
  folder: string,
  variables: Readonly<Record<string, string>>,
): Pick<ToolSetup, 'variables' | 'secrets' | 'files'> {
  const { token, endpoint } = access;
  switch (place) {
    case 'file':
      return {
        variables: { ...variables, UV_CREDENTIALS_DIR: join(folder, 'uv') },
        secrets: {},
        files: [
          {
            path: 'uv/credentials.toml',
            content: `[[credential]]\nservice = "${endpoint}"\nusername = "aws"\nscheme = "basic"\npassword = "${token}"\n`,
          },
        ],
      };
    case 'netrc':
      return {
        variables: { ...variables, NETRC: join(folder, netrcName) },
        secrets: {},
        files: [netrcFile(access)],
      };
    case 'env':
      return {
        variables: { ...variables, UV_INDEX_CODEARTIFACT_USERNAME: 'aws', UV_PUBLISH_USERNAME: 'aws' },
        secrets: { UV_INDEX_CODEARTIFACT_PASSWORD: token, UV_PUBLISH_PASSWORD: token },
        files: [],
      };
  }
}
