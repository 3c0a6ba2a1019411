import { join } from 'node:path';
import { netrcFile, netrcName } from './netrc.ts';
import { withToken } from './token.ts';
import type { Tool } from './tool.ts';

/**
 * pip reads a file that PIP_CONFIG_FILE names in the place of the user's, after the one of the machine; variables are stronger
 * than files, and an empty one counts as unset.
 */
export const pip: Tool = {
  name: 'pip',
  format: 'pypi',
  places: ['file', 'netrc', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const index = `${access.endpoint}simple/`;
    const key = access.isExtra ? 'extra-index-url' : 'index-url';
    const variable = access.isExtra ? 'PIP_EXTRA_INDEX_URL' : 'PIP_INDEX_URL';
    const shown = place === 'file' ? withToken(index, access.token) : index;
    const lines = [
      ...(place === 'env' ? [] : [`${key} = ${shown}`]),
      // those of the machine's own file would be asked too
      ...(access.isExtra ? [] : ['extra-index-url =', 'find-links =']),
    ];
    return {
      variables: {
        PIP_CONFIG_FILE: join(folder, 'pip.conf'),
        // the cache of pip keeps the headers of a request where an answer depends on them
        PIP_CACHE_DIR: join(folder, 'pip-cache'),
        ...(place === 'env' ? {} : { [variable]: '' }),
        ...(access.isExtra ? {} : { PIP_EXTRA_INDEX_URL: '', PIP_FIND_LINKS: '' }),
        ...(place === 'netrc' ? { NETRC: join(folder, netrcName) } : {}),
      },
      secrets: place === 'env' ? { [variable]: withToken(index, access.token) } : {},
      files: [
        { path: 'pip.conf', content: ['[global]', ...lines].map((line) => `${line}\n`).join('') },
        ...(place === 'netrc' ? [netrcFile(access)] : []),
      ],
      notes: [],
      command: 'pip install -r requirements.txt',
    };
  },
};
