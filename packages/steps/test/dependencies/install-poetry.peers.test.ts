import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeInstalls } from './python-installs.ts';

describeInstalls({
  name: 'poetry',
  lock: 'poetry.lock',
  pyproject: (dependencies, index, isPackage = false) => `[project]
name = "model"
version = "1.0"
requires-python = ">=3.9"
dependencies = ${JSON.stringify(dependencies)}

[tool.poetry]
package-mode = ${isPackage}

[[tool.poetry.source]]
name = "public"
url = "${index}"
`,
  write: ['poetry', 'lock'],
  writeEnv: () => ({}),
  userFiles: {
    '.config/pypoetry/config.toml': '[repositories.ml-ci]\nurl = "http://127.0.0.1:9/simple/"\n',
    '.config/pypoetry/auth.toml': '[http-basic.ml-ci]\nusername = "other"\npassword = "other"\n',
  },
  userEnv: { POETRY_HTTP_BASIC_ML_CI_USERNAME: 'other', POETRY_HTTP_BASIC_ML_CI_PASSWORD: 'other' },
  async environment({ project, env, folder }) {
    const { PATH } = env;
    const { stdout } = await promisify(execFile)('poetry', ['env', 'info', '--path'], {
      cwd: project,
      env: { PATH, HOME: join(folder, 'home') },
    }).catch(() => ({ stdout: '' }));
    return stdout.trim() || join(project, '.venv');
  },
  reinstalls: true,
});
