import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { makeWheel } from '../../../sandbox/test/package-files.ts';
import { contentHash } from '../../src/dependencies/install/python/content-hash.ts';
import { startBench } from './bench.ts';
import { describeInstalls } from './python-installs.ts';

const command: string = 'poetry';
const isThere = spawnSync(command, ['--version']).status === 0;

describeInstalls({
  name: 'poetry',
  lock: 'poetry.lock',
  namesIndex: true,
  fillsFolders: false,
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

describe.skipIf(!isThere)(
  'install with poetry from a lock of the public index (skipped where "poetry" does not run)',
  () => {
    const wheel = makeWheel('shapes', '2.0');
    const pyproject = {
      project: { name: 'model', version: '1.0', 'requires-python': '>=3.9', dependencies: ['shapes==2.0'] },
      tool: { poetry: { 'package-mode': false, 'requires-plugins': { 'poetry-of-somebody': '*' } } },
    };
    const lock = `[[package]]
name = "shapes"
version = "2.0"
description = ""
optional = false
python-versions = ">=3.8"
groups = ["main"]
files = [
    {file = "${wheel.fileName}", hash = "sha256:${wheel.sha256}"},
]

[metadata]
lock-version = "2.1"
python-versions = ">=3.9"
content-hash = "${contentHash(pyproject, 'with-groups')}"
`;

    test('takes it from the repository, which no package of the lock names', async () => {
      const bench = await startBench({ pypi: [wheel] }, {}, { commands: ['poetry'] });
      try {
        await bench.write({ 'pyproject.toml': stringify(pyproject), 'poetry.lock': lock });
        const { outcome } = await bench.install({ lock: 'poetry.lock' });
        expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
        expect(await bench.read('poetry.lock')).toBe(lock);
        expect((await bench.paths()).filter((path) => path.includes('poetry-of-somebody'))).toEqual([]);
      } finally {
        await bench.close();
      }
    });
  },
);
