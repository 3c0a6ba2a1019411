import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Given } from './arguments.ts';
import { changeFile } from './change-file.ts';
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import type { Table } from './log.ts';
import { exportLine, statementsOf } from './shell.ts';
import { refuseForeign } from './state-folder.ts';
import type { RunInfo } from './step.ts';
import type { VerdictName } from './verdict.ts';

/** What one run of a step leaves in `.ml-ci/runs/<step>.json`. It holds no secret. */
export interface RunRecord {
  readonly step: string;
  readonly verdict: VerdictName;
  readonly reason?: string;
  readonly outputs: Readonly<Record<string, string | number | boolean>>;
  /** The inputs as they were written, secrets left out. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly error?: { readonly code: string; readonly message: string; readonly fix?: string };
  readonly run: RunInfo;
  /** ISO 8601, on the clock of the run. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The endpoint that was not AWS's own: then this is a rehearsal and satisfies no gate outside it. */
  readonly rehearsal?: string;
}

const maxAgeMs = 3_600_000;

/** Writes the record of a step, and its outputs as shell lines for a buildspec to source. */
export async function writeRecord(
  files: Files,
  record: RunRecord,
  tables: readonly Table[] = [],
): Promise<void> {
  const path = await files.state(join('runs', `${record.step}.json`));
  await files.write(path, `${JSON.stringify(record, undefined, 2)}\n`);
  await writeTables(files, record.step, tables);
  changeFile(await files.state('outputs.env'), (before) => outputLines(before ?? '', record));
}

/** The tables of a run, whole: a summary has room for a part of them only. */
async function writeTables(files: Files, step: string, tables: readonly Table[]): Promise<void> {
  const path = await files.state(join('runs', `${step}.tables.json`));
  if (tables.length > 0) await files.write(path, `${JSON.stringify(tables, undefined, 2)}\n`);
  else await rm(path, { force: true });
}

/** The lines of `outputs.env`: those of other steps stay, those of this step are replaced. */
export function outputLines(before: string, record: RunRecord): string {
  const prefix = `ML_CI_${screaming(record.step)}_`;
  const others = statementsOf(before).filter((statement) => !statement.startsWith(`export ${prefix}`));
  const own = Object.entries(record.outputs).map(([name, value]) =>
    exportLine(`${prefix}${screaming(name)}`, String(value)),
  );
  return [...others, ...own, ''].join('\n');
}

/**
 * Finds outputs of earlier steps of the same run. A record that git tracks, or that is a link, is refused: anybody who
 * can change the tree could choose what is released.
 */
export async function readHandover(
  wanted: readonly string[],
  files: Files,
  current: { readonly run: RunInfo; readonly rehearsal: string | undefined; readonly clock: Clock },
): Promise<(output: string) => Given | undefined> {
  const steps = [...new Set(wanted.map((output) => output.split('.')[0] ?? ''))];
  const records = new Map<string, RunRecord>();
  for (const step of steps) {
    const record = await readRecord(step, files);
    if (record && isSameRun(record, current)) records.set(step, record);
  }
  return (output) => {
    const [step = '', name = ''] = output.split('.');
    const value = records.get(step)?.outputs[name];
    return value === undefined ? undefined : { raw: String(value), place: `${step} of this run` };
  };
}

/** The record of a step, or undefined where there is none; FILE_UNSAFE where it cannot be trusted. */
export async function readRecord(step: string, files: Files): Promise<RunRecord | undefined> {
  const text = await readHandedOver(`${step}.json`, files);
  // written by writeRecord; a file that somebody else wrote there has the rights of this user
  return text === undefined ? undefined : (JSON.parse(text) as RunRecord);
}

/** The records of all steps that ran here, of whichever run, in the order of their names; FILE_UNSAFE as above. */
export async function readRecords(files: Files): Promise<readonly RunRecord[]> {
  const folder = join(files.root, '.ml-ci', 'runs');
  const names = existsSync(folder) ? await readdir(folder) : [];
  const records: RunRecord[] = [];
  for (const name of names.sort()) {
    const [, step] = /^([a-z0-9-]+)\.json$/.exec(name) ?? [];
    const record = step === undefined ? undefined : await readRecord(step, files);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** A file of `.ml-ci/runs/`, or undefined where there is none; FILE_UNSAFE where it came with the tree, or is a link. */
export async function readHandedOver(name: string, files: Files): Promise<string | undefined> {
  const place = join('runs', name);
  await refuseForeign(files.root, [place]);
  const path = join(files.root, '.ml-ci', place);
  return existsSync(path) ? await readFile(path, 'utf8') : undefined;
}

/** What tells to which run something belongs. */
export type RunMark = Pick<RunRecord, 'run' | 'finishedAt' | 'rehearsal'>;

/** True when a record belongs to this run: the same id, or, on a terminal, the same commit less than an hour ago. */
export function isSameRun(
  record: RunMark,
  {
    run,
    rehearsal,
    clock,
  }: { readonly run: RunInfo; readonly rehearsal: string | undefined; readonly clock: Clock },
): boolean {
  if (record.rehearsal !== rehearsal || record.run.model !== run.model) return false;
  if (record.run.id !== run.id) return false;
  if (run.id !== 'local') return true;
  const age = clock.now() - Date.parse(record.finishedAt);
  return record.run.commit === run.commit && age >= 0 && age < maxAgeMs;
}

function screaming(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
