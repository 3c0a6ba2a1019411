// More than 1,000 checks on 200 columns: what is ours of the time, which is all that is not spent in the engine, under 1 s;
// and at most 3 readings of the rows.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkWide } from '../../packages/steps/test/data/wide-source.ts';
import { median, report } from './measure.ts';

const rounds = process.argv.includes('--short') ? 3 : 11;
const root = await mkdtemp(join(tmpdir(), 'ml-ci-bench-'));
const first = await checkWide(root);
const runs = [];
for (let round = 0; round < rounds; round += 1) runs.push(await checkWide(root));
await rm(root, { recursive: true });
const compileMs = median(runs.map((run) => run.compileMs));
const readings = Math.max(...runs.map((run) => run.readings));
const what = `${first.checks} checks, 200 columns`;
report('Compiling checks', [
  ms(`${what}, in a fresh process`, first.compileMs),
  ms(`${what}, again`, compileMs),
  { name: 'readings of the rows', value: String(readings), limit: '3', holds: readings <= 3 },
]);

function ms(name: string, value: number) {
  return { name, value: `${value.toFixed(0)} ms`, limit: '1 s', holds: value < 1_000 };
}
