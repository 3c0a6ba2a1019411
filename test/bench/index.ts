// Runs every benchmark in a process of its own, one after the other. `--short` is the form of the gate.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const parts = readdirSync(import.meta.dirname).filter(
  (file) => file.endsWith('.ts') && !['index.ts', 'measure.ts'].includes(file) && !file.endsWith('.child.ts'),
);
let failed = 0;
for (const part of parts.sort()) {
  const { status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, part), ...process.argv.slice(2)],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) failed += 1;
}
console.log(`\n${parts.length - failed} of ${parts.length} benchmarks hold their limits`);
process.exitCode = failed === 0 ? 0 : 1;
