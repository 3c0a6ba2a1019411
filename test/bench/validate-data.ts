// `validate-data` against the engine alone: 12 checks over 10 M rows of Parquet against one query by hand with the same
// figures, at most 1.5 times as long; start to verdict on 1,000 rows against a process that selects 1, at most 2 times.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/bundle.ts';
import { largeChecks } from './lib/large-checks.ts';
import { measure, pairs, report } from './measure.ts';

const smallChecks = `version: 1
columns:
  id: { type: integer, unique: true }
  x: { type: number, min: 0, max: 1 }
  c: { in: [a, b, c] }
row-count: 1000
`;

const isShort = process.argv.includes('--short');
const rows = isShort ? 5_000_000 : 10_000_000;
/** 1.5 is the aim; the short form has few rounds beside whatever else a machine does, and catches what would double it. */
const limit = isShort ? 2 : 1.5;
const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-'));
// the engine stays outside the bundle, which therefore lies where the engine is found
const cli = await mkdtemp(join(import.meta.dirname, '../../node_modules/.bench-'));
try {
  await bundleCli(cli);
  await prepare();
  const child = join(import.meta.dirname, 'validate-data.child.ts');
  const engine = async (...args: string[]) => (await measure(process.execPath, [child, ...args])).wallMs;
  const step = async (checks: string, source: string) =>
    (
      await measure(
        process.execPath,
        [join(cli, 'bin.js'), 'validate-data', '--checks', checks, '--sources', source],
        { cwd: folder },
      )
    ).wallMs;
  await engine('create', join(folder, 'large.parquet'), String(rows));
  const large = await pairs(
    isShort ? 3 : 5,
    () => step('large.yml', 'large.parquet'),
    () => engine('query', join(folder, 'large.parquet')),
  );
  const small = await pairs(
    isShort ? 9 : 21,
    () => step('small.yml', 'small.csv'),
    () => engine('one'),
  );
  report('Data validation', [
    figure(`12 checks, ${rows / 1_000_000} M rows × 7 columns`, large, limit, 'one query by hand'),
    figure('start to verdict, 1,000 rows', small, isShort ? 2.5 : 2, 'open and SELECT 1'),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
  await rm(cli, { recursive: true, force: true });
}

async function prepare(): Promise<void> {
  const lines = Array.from({ length: 1_000 }, (_, id) => `${id},${id / 1_000},${'abc'[id % 3]}\n`);
  await writeFile(join(folder, 'small.csv'), `id,x,c\n${lines.join('')}`);
  await writeFile(join(folder, 'small.yml'), smallChecks);
  await writeFile(join(folder, 'large.yml'), largeChecks);
}

function figure(
  name: string,
  { a, b, ratio }: Awaited<ReturnType<typeof pairs>>,
  limit: number,
  against: string,
) {
  return {
    name,
    value: `${ratio.toFixed(2)} × (${a.toFixed(0)} ms : ${b.toFixed(0)} ms)`,
    limit: `${limit} × ${against}`,
    holds: ratio <= limit,
  };
}
