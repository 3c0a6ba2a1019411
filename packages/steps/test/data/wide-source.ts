import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import { parseChecks } from '../../src/data/checks/document.ts';
import { planSource } from '../../src/data/checks/plan.ts';
import { type Engine, openEngine } from '../../src/data/engine/engine.ts';
import { checkRows, localBackend } from '../../src/data/measure/check-source.ts';
import type { SourceResult } from '../../src/data/report/report.ts';
import { parquetIn } from './fixture.ts';

const columns = 200;

/** Five checks a column, some of which need a second and a third reading of the rows. */
const checks = `version: 1\ncolumns:\n${Array.from(
  { length: columns },
  (_, at) =>
    `  c${at}: { type: integer, min: 0, distinct: { min: 1 }, mean: { min: 0 }, outliers: { value: { method: ${at % 2 === 0 ? 'iqr' : 'z-score'} }, fail: 50% } }\n`,
).join('')}`;

/** What more than 1,000 checks of 200 columns took. */
export interface WideRun {
  readonly checks: number;
  /** Queries that read the rows. */
  readonly readings: number;
  /** All time that was not spent in the engine: from the text of the checks file to the verdicts. */
  readonly compileMs: number;
  readonly found: Pick<SourceResult, 'findings'>;
}

/** Checks 1,000 rows of 200 columns, which it writes into the folder. */
export async function checkWide(root: string): Promise<WideRun> {
  const cells = Array.from({ length: columns }, (_, at) => `hash(i + ${at}) % 1000 AS c${at}`);
  await parquetIn(root, 'wide.parquet', `SELECT ${cells.join(', ')} FROM range(1000) t(i)`);
  const path = join(root, 'wide.parquet');
  const engine = await openEngine({
    duckdb,
    spill: root,
    paths: [path],
    memoryBytes: 1e9,
    diskBytes: 1e9,
    signal: new AbortController().signal,
  });
  const watch = new Watch(engine);
  const startedAt = performance.now();
  const parsed = parseChecks(checks, 'checks.yml');
  const { plan, problems } = planSource(parsed.document, undefined, parsed);
  if (problems.length > 0) throw new Error(`the checks have mistakes: ${JSON.stringify(problems)}`);
  const source = {
    entry: 'wide.parquet',
    format: 'parquet' as const,
    isTabbed: false,
    isPartitioned: false,
    files: [{ name: 'wide.parquet', path }],
  };
  const found = await checkRows(
    localBackend(watch.engine, new Map()),
    { source, plan, csv: undefined, related: new Map() },
    { maxFindings: 10, nowMs: 0, expressions: new Map(), metrics: new Map(), id: '0' },
  );
  const wholeMs = performance.now() - startedAt;
  engine.close();
  return {
    checks: plan.checks.length,
    readings: watch.readings,
    compileMs: wholeMs - watch.engineMs,
    found,
  };
}

/** An engine whose time, and whose readings of a file, are counted. */
class Watch {
  readings = 0;
  engineMs = 0;
  readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = {
      ...engine,
      query: (sql, values) =>
        this.#timed(sql.startsWith('DESCRIBE') ? '' : sql, () => engine.query(sql, values)),
      aggregate: (asked, from) => this.#timed(from, () => engine.aggregate(asked, from)),
      keep: (name, select) => this.#timed(select, () => engine.keep(name, select)),
      typesOf: (expressions, from) => this.#timed('', () => engine.typesOf(expressions, from)),
    };
  }

  async #timed<T>(sql: string, run: () => Promise<T>): Promise<T> {
    if (sql.includes('read_parquet')) this.readings += 1;
    const startedAt = performance.now();
    try {
      return await run();
    } finally {
      this.engineMs += performance.now() - startedAt;
    }
  }
}
