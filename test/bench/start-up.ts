// `ml-ci --help` against a bare start of Node: at most 2 times as long.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/bundle.ts';
import { measure, pairs, report } from './measure.ts';

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-'));
try {
  await bundleCli(folder);
  const run = async (...args: string[]) => (await measure(process.execPath, args)).wallMs;
  const rounds = process.argv.includes('--short') ? 15 : 41;
  const help = await pairs(
    rounds,
    () => run(join(folder, 'bin.js'), '--help'),
    () => run('-e', '0'),
  );
  report('Start-up (the bundle that is published)', [
    {
      name: 'ml-ci --help',
      value: `${help.ratio.toFixed(2)} × (${help.a.toFixed(0)} ms : ${help.b.toFixed(0)} ms)`,
      limit: '2 × node -e 0',
      holds: help.ratio <= 2,
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
