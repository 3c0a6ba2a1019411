import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetIn, runIn } from './fixture.ts';
import type { Answer, ImportCase } from './import-cases.ts';

const peers = join(import.meta.dirname, '../../../../.cache/peers');

/** What this step and the other tool say of each case; the other tool is started once. */
export async function answersOf(
  cases: readonly ImportCase[],
  tool: { readonly environment: string; readonly script: string; readonly rules: 'json' | 'yml' },
): Promise<{ readonly ours: readonly Answer[]; readonly theirs: readonly (readonly [string, number])[] }> {
  const root = await mkdtemp(join(tmpdir(), 'import-cases-'));
  try {
    const ours: Answer[] = [];
    const asked: { rules: string; data: string }[] = [];
    for (const [at, each] of cases.entries()) {
      const [data, rules] = [
        `${at}.${each.parquet === undefined ? 'csv' : 'parquet'}`,
        `${at}.${tool.rules}`,
      ];
      if (each.parquet === undefined)
        await writeFile(join(root, data), `${each.csv?.trim().replaceAll(/\n +/g, '\n')}\n`);
      else await parquetIn(root, data, each.parquet);
      const text = typeof each.rules === 'string' ? each.rules : JSON.stringify(each.rules, null, 1);
      await writeFile(join(root, rules), text);
      asked.push({ rules: join(root, rules), data: join(root, data) });
      ours.push(await ourAnswer(root, text, data, each.name));
    }
    const python = join(peers, tool.environment, 'bin/python');
    const script = join(import.meta.dirname, tool.script);
    const { stdout, stderr, status } = spawnSync(python, [script], {
      input: JSON.stringify(asked),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return { ours, theirs: JSON.parse(stdout) };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** What is no row fails no row: columns, figures and numbers of rows. */
const ofRows = new Set([
  'type',
  'nullable',
  'finite',
  'min',
  'max',
  'above',
  'below',
  'in',
  'not-in',
  'matches',
  'length',
  'unique',
  'expression',
  'outliers',
]);

async function ourAnswer(root: string, rules: string, data: string, name: string): Promise<Answer> {
  const { outcome, report } = await runIn(root, rules, { sources: data });
  const { verdict } = outcome;
  if (verdict !== 'passed' && verdict !== 'failed')
    throw new Error(`${name}: ${outcome.error?.message} ${JSON.stringify(outcome.error?.problems)}`);
  const checks: { kind: string; status: string; failing: number }[] = report.sources[0].checks;
  const failed = checks.filter(({ kind, status }) => status === 'failed' && ofRows.has(kind));
  return [verdict, failed.reduce((sum, { failing }) => sum + failing, 0)];
}
