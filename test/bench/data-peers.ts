// `validate-data` against the tools that users know, on the same file with the same twelve checks: whole processes, in turn.
// They are those of the peers ring (`npm run test:peers` puts them there); what is not there is left out, and said.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/bundle.ts';
import { largeChecks } from './lib/large-checks.ts';
import { type Figure, measure, median, report, seconds } from './measure.ts';

const isShort = process.argv.includes('--short');
/** The short form has few rows, where starting Python is most of what the others take: it shows that all of it runs. */
const rows = isShort ? 200_000 : 10_000_000;
const rounds = isShort ? 1 : 3;

/** How many times as long each may be expected to take: what is aimed at, on 10 M rows. */
const peers = [
  { name: 'pandera on pandas', tool: 'pandera-pandas', environment: 'pandera', aim: 5 },
  { name: 'pandera on polars', tool: 'pandera-polars', environment: 'pandera', aim: 1.5 },
  { name: 'Great Expectations', tool: 'great-expectations', environment: 'great-expectations', aim: 10 },
  { name: 'Soda on DuckDB', tool: 'soda', environment: 'soda', aim: 1.5 },
] as const;

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-peers-'));
// the engine stays outside the bundle, which therefore lies where the engine is found
const cli = await mkdtemp(join(import.meta.dirname, '../../node_modules/.bench-'));
try {
  await bundleCli(cli);
  const file = join(folder, 'large.parquet');
  await measure(process.execPath, [
    join(import.meta.dirname, 'validate-data.child.ts'),
    'create',
    file,
    String(rows),
  ]);
  await writeFile(join(folder, 'large.yml'), largeChecks);
  const own = [join(cli, 'bin.js'), 'validate-data', '--checks', 'large.yml', '--sources', 'large.parquet'];
  const ours = () => measure(process.execPath, own, { cwd: folder });
  const figures: Figure[] = [];
  for (const { name, tool, environment, aim } of peers) {
    const python = join(import.meta.dirname, `../../.cache/peers/${environment}/bin/python`);
    if (!existsSync(python)) {
      console.log(`${name} is not there: npm run test:peers puts it there`);
      continue;
    }
    const theirs = () =>
      measure(python, [join(import.meta.dirname, 'data-peers.py'), tool, file], { cwd: folder });
    const times: { readonly ours: number; readonly theirs: number; readonly bytes: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [a, b] = [await ours(), await theirs()];
      times.push({ ours: a.wallMs, theirs: b.wallMs, bytes: b.peakBytes });
    }
    const ratio = median(times.map((time) => time.theirs / time.ours));
    const [a, b] = [median(times.map((time) => time.ours)), median(times.map((time) => time.theirs))];
    figures.push({
      name: `${name}, against ours`,
      value: `${ratio.toFixed(1)} × (${seconds(b)} : ${seconds(a)})`,
      limit: `slower than ours${isShort ? '' : `, aim ${aim} ×`}`,
      holds: ratio > 1,
    });
  }
  if (figures.length > 0)
    report(`Data validation beside other tools, 12 checks, ${rows / 1_000_000} M rows × 7 columns`, figures);
} finally {
  await rm(folder, { recursive: true, force: true });
  await rm(cli, { recursive: true, force: true });
}
