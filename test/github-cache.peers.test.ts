import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { makeTgz } from '../packages/sandbox/test/package-files.ts';
import { startBench } from '../packages/steps/test/dependencies/bench.ts';
import { findTool } from './bench/lib/tools.ts';
import { run } from './surfaces/run.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
const workflow = `on: push
jobs:
  install:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: OWNER/ml-ci/actions/install@v1
        with: { owner: "${at.owner}", region: ${at.region}, domain: ml, repository: pinned, lock: package-lock.json, manager: npm }
`;

it('a workflow that act runs finds the downloads of the one before in the cache server of act', async () => {
  const act = findTool('act');
  if (act === undefined) throw new Error('act is not installed: npm run test:peers brings it');
  const shapes = await makeTgz('shapes', '2.0.0', {});
  const bench = await startBench({ npm: [shapes] });
  try {
    const project = { name: 'model', version: '1.0.0', dependencies: { shapes: '2.0.0' } };
    const entry = { version: '2.0.0', integrity: shapes.integrity };
    const packages = { '': project, 'node_modules/shapes': entry };
    await bench.write({
      '.github/workflows/line.yml': workflow,
      '.gitignore': 'node_modules\n.ml-ci\n',
      'package.json': JSON.stringify(project),
      'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
    });
    const home = join(bench.folder, 'home');
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid'];
    for (const args of [
      ['init', '--quiet', '--initial-branch=main'],
      ['add', '.'],
      ['commit', '--quiet', '-m', 'line'],
    ])
      expect(
        (await run('git', [...identity, ...args], { cwd: bench.project, env: { HOME: home } })).exitCode,
      ).toBe(0);
    const { ACTIONS_RUNTIME_TOKEN: _, ...env } = bench.env;
    const push = async () => {
      // Its machines keep their tools there.
      await rm(join(home, 'act'), { recursive: true, force: true });
      const args = [
        'push',
        '--platform=ubuntu-latest=-self-hosted',
        `--local-repository=OWNER/ml-ci@v1=${resolve(import.meta.dirname, '..')}`,
        '--action-offline-mode',
        `--action-cache-path=${join(home, 'act')}`,
        `--cache-server-path=${join(home, 'cache-server')}`,
        '--cache-server-addr=127.0.0.1',
        // With it, act gives actions a token of the run.
        `--artifact-server-path=${join(home, 'artifacts')}`,
        '--artifact-server-addr=127.0.0.1',
        ...Object.entries(env).map(([name, value]) => `--env=${name}=${value}`),
      ];
      return await run(act, args, {
        cwd: bench.project,
        env: { HOME: home, XDG_CACHE_HOME: join(home, 'act') },
      });
    };
    const first = await push();
    expect(first.exitCode).toBe(0);
    const second = await push();
    expect(second.exitCode).toBe(0);
    expect(second.text).toContain('Cache restored successfully');
    expect(second.text).toContain('1 archive of earlier runs with a hash of the lock');
  } finally {
    await bench.close();
  }
});
