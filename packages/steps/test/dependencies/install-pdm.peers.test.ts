import { join } from 'node:path';
import { describeInstalls, type PythonTool } from './python-installs.ts';

const pdm: PythonTool = {
  name: 'pdm',
  lock: 'pdm.lock',
  namesIndex: true,
  fillsFolders: false,
  pyproject: (dependencies) => `[project]
name = "model"
version = "1.0"
requires-python = ">=3.9"
dependencies = ${JSON.stringify(dependencies)}
`,
  // With the addresses of the files, as a lock made beside another index has them.
  write: ['pdm', 'lock', '--strategy', 'static_urls'],
  writeEnv: (index) => ({ PDM_PYPI_URL: index, PDM_CHECK_UPDATE: 'false' }),
  userFiles: { '.config/pdm/config.toml': '[pypi]\nurl = "http://127.0.0.1:9/simple/"\n' },
  userEnv: { PDM_PYPI_URL: 'http://127.0.0.1:9/simple/' },
  environment: async ({ project }) => join(project, '.venv'),
  reinstalls: true,
};

describeInstalls(pdm);
describeInstalls({
  ...pdm,
  title: 'pdm and a lock without addresses',
  namesIndex: false,
  write: ['pdm', 'lock'],
});
