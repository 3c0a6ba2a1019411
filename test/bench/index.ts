// Runs every benchmark in a process of its own, one after the other. `--short` is the form of the gate; `--write` makes
// docs/benchmarks.md from what was measured.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmarksPage } from './lib/page.ts';
import type { Findings } from './measure.ts';

const args = process.argv.slice(2).filter((arg) => arg !== '--write');
const folder = mkdtempSync(join(tmpdir(), 'ml-ci-bench-'));
const findingsFile = join(folder, 'findings.jsonl');
writeFileSync(findingsFile, '');
const parts = readdirSync(import.meta.dirname).filter(
  (file) => file.endsWith('.ts') && !['index.ts', 'measure.ts'].includes(file) && !file.endsWith('.child.ts'),
);
let failed = 0;
for (const part of parts.sort()) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, part), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, BENCH_FINDINGS: findingsFile },
  });
  if (status !== 0) failed += 1;
}
const findings: Findings[] = readFileSync(findingsFile, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
rmSync(folder, { recursive: true });
if (process.argv.includes('--write')) {
  const page = join(import.meta.dirname, '../../docs/benchmarks.md');
  writeFileSync(page, await benchmarksPage(findings, args));
  console.log(`\nwrote ${page}`);
}
console.log(`\n${parts.length - failed} of ${parts.length} benchmarks hold their limits`);
process.exitCode = failed === 0 ? 0 : 1;
