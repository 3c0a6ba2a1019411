import { join } from 'node:path';
import { describeInstalls } from './python-installs.ts';

describeInstalls({
  name: 'uv',
  lock: 'uv.lock',
  namesIndex: true,
  fillsFolders: true,
  pyproject: (dependencies) =>
    `[project]\nname = "model"\nversion = "1.0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(dependencies)}\n`,
  write: ['uv', 'lock'],
  writeEnv: (index) => ({ UV_DEFAULT_INDEX: index, UV_NO_CACHE: '1' }),
  userFiles: { '.config/uv/uv.toml': 'index-url = "http://127.0.0.1:9/simple"\n' },
  userEnv: { UV_DEFAULT_INDEX: 'http://127.0.0.1:9/simple', UV_INDEX_URL: 'http://127.0.0.1:9/simple' },
  environment: async ({ project }) => join(project, '.venv'),
  reinstalls: true,
});
