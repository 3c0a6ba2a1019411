// `ml-ci --help` and an action that stops at a missing input, against a bare start of Node.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleActions, bundleCli } from '../../scripts/bundle.ts';
import { measure, pairs, report } from './measure.ts';

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-'));
try {
  await bundleCli(join(folder, 'cli'));
  await bundleActions(join(folder, 'actions'));
  const run = async (...args: string[]) => (await measure(process.execPath, args)).wallMs;
  // a workspace with nothing in it, as an action finds it where nothing was checked out
  const stopped = { cwd: folder, env: { PATH: process.env.PATH }, expect: 2 };
  const promote = [join(folder, 'actions/promote.js')];
  const rounds = 41; // short enough in either form, and a median of fewer moves by a tenth
  const help = await pairs(
    rounds,
    () => run(join(folder, 'cli/bin.js'), '--help'),
    () => run('-e', '0'),
  );
  const action = await pairs(
    rounds,
    async () => (await measure(process.execPath, promote, stopped)).wallMs,
    () => run('-e', '0'),
  );
  report('Start-up (the bundles that are shipped)', [
    {
      name: 'ml-ci --help',
      value: `${help.ratio.toFixed(2)} × (${help.a.toFixed(0)} ms : ${help.b.toFixed(0)} ms)`,
      limit: '2 × node -e 0',
      holds: help.ratio <= 2,
    },
    {
      name: 'action promote, input missing',
      value: `${action.ratio.toFixed(2)} × (${action.a.toFixed(0)} ms : ${action.b.toFixed(0)} ms)`,
      limit: '2.5 × node -e 0',
      holds: action.ratio <= 2.5,
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
