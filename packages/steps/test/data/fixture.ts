import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execute, type LogEvent, memoryHost, type Outcome, type Step } from '@ml-ci/core';
import { onTestFinished } from 'vitest';
import { validateData } from '../../src/data/validate-data/index.ts';

/** A run of the step on files of its own, for tests. */
export interface CheckedRun {
  readonly outcome: Outcome;
  readonly root: string;
  readonly events: readonly LogEvent[];
  /** The JSON report, where there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it and would fail on a wrong guess
  readonly report: any;
  read(path: string): Promise<string>;
}

/** A new folder with these files, removed after the test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await temporary();
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await write(root, files);
  return root;
}

const temporary = () => mkdtemp(join(tmpdir(), 'validate-data-'));

async function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

/** Runs the step in `root` with `checks` as its checks file. */
export async function runIn(
  root: string,
  checks: string,
  inputs: Readonly<Record<string, string>>,
  /** Sent when the first source of several is done. */
  signal?: 'SIGINT' | 'SIGTERM',
  /** On a host whose output others read. */
  isShared = false,
): Promise<CheckedRun> {
  await writeFile(join(root, 'checks.yml'), checks);
  const host = memoryHost({
    cwd: root,
    inputs: { checks: 'checks.yml', ...inputs },
    ...(isShared && { isShared }),
  });
  const { emit } = host;
  host.emit = (event) => {
    emit(event);
    if (signal !== undefined && event.type === 'progress') host.signal(signal);
  };
  // the step asks neither aws nor images for anything where all sources are local
  const services = () => ({
    services: {} as never,
    rehearsal: () => undefined,
    dispose: async () => undefined,
  });
  const outcome = await execute(validateData as unknown as Step, host, { services });
  const read = (path: string) => readFile(join(root, path), 'utf8');
  const report = await read('.ml-ci/validate-data/report.json').then(JSON.parse, () => undefined);
  return { outcome, root, events: host.events, report, read };
}

/** Runs the step on one file. */
export async function runOn(name: string, content: string | Uint8Array, checks: string): Promise<CheckedRun> {
  return runIn(await folderWith({ [name]: content }), checks, { sources: name });
}

/** Runs the step once on many files, each with checks of its own: one start of the engine for a whole table of cases. */
export async function runEach(
  cases: readonly { readonly content: string; readonly checks: string }[],
  inputs: Readonly<Record<string, string>> = {},
): Promise<CheckedRun> {
  const root = await temporary();
  try {
    const names = cases.map((_, index) => `case-${index}.csv`);
    await write(root, Object.fromEntries(cases.map(({ content }, index) => [`case-${index}.csv`, content])));
    const blocks = cases.map(
      ({ checks }, index) => `  case-${index}.csv:\n${checks.replace(/^/gm, '    ')}\n`,
    );
    return await runIn(root, `version: 1\nsources:\n${blocks.join('')}`, {
      ...inputs,
      sources: names.join(','),
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** What became of each check of a source: its status and the number of failing rows. */
export function statuses(report: CheckedRun['report'], source = 0): Record<string, [string, number]> {
  const checks: { check: string; status: string; failing: number }[] = report.sources[source].checks;
  return Object.fromEntries(checks.map(({ check, status, failing }) => [check, [status, failing]]));
}

/** The failing rows of a check, as the report names them. */
export function samplesOf(report: CheckedRun['report'], name: string, source = 0): readonly unknown[] {
  return report.sources[source].checks.find(({ check }: { check: string }) => check === name).samples;
}

/** Writes the result of a query as a Parquet file, and gives its bytes. */
export async function parquetIn(
  root: string,
  name: string,
  select: string,
  options?: string,
): Promise<Buffer> {
  return copied(root, name, select, `FORMAT parquet${options === undefined ? '' : `, ${options}`}`);
}

/** Writes the rows of a Parquet file as one of CSV or JSON Lines, by its ending. */
export async function fromParquet(root: string, from: string, to: string): Promise<Buffer> {
  const format = to.endsWith('.csv') ? 'FORMAT csv, HEADER' : 'FORMAT json';
  return copied(root, to, `SELECT * FROM '${join(root, from)}'`, format);
}

async function copied(root: string, name: string, select: string, format: string): Promise<Buffer> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (${format})`);
  connection.closeSync();
  instance.closeSync();
  return readFile(path);
}
