import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { parseChecks } from '../../src/data/checks/document.ts';
import { planSource } from '../../src/data/checks/plan.ts';
import { type Engine, openEngine } from '../../src/data/engine/engine.ts';
import { checkRows, localBackend } from '../../src/data/measure/check-source.ts';
import { folderWith, parquetIn } from './fixture.ts';

const columns = 200;

/** Five checks a column, some of which need a second and a third reading of the rows. */
const checks = `version: 1\ncolumns:\n${Array.from(
  { length: columns },
  (_, at) =>
    `  c${at}: { type: integer, min: 0, distinct: { min: 1 }, mean: { min: 0 }, outliers: { value: { method: ${at % 2 === 0 ? 'iqr' : 'z-score'} }, fail: 50% } }\n`,
).join('')}`;

it('reads the rows at most three times for 1,000 checks on 200 columns', async () => {
  const root = await folderWith({});
  const cells = Array.from({ length: columns }, (_, at) => `hash(i + ${at}) % 1000 AS c${at}`);
  await parquetIn(root, 'wide.parquet', `SELECT ${cells.join(', ')} FROM range(1000) t(i)`);
  const path = join(root, 'wide.parquet');
  const parsed = parseChecks(checks, 'checks.yml');
  const { plan, problems } = planSource(parsed.document, undefined, parsed);
  expect(problems).toEqual([]);
  expect(plan.checks.length).toBeGreaterThan(1_000);
  const signal = new AbortController().signal;
  const engine = await openEngine({
    duckdb,
    spill: root,
    paths: [path],
    memoryBytes: 1e9,
    diskBytes: 1e9,
    signal,
  });
  const readings: string[] = [];
  const note = (sql: string) => {
    if (sql.includes('read_parquet')) readings.push(sql);
  };
  const watched: Engine = {
    ...engine,
    query(sql, values) {
      if (!sql.startsWith('DESCRIBE')) note(sql);
      return engine.query(sql, values);
    },
    aggregate(asked, from) {
      note(from);
      return engine.aggregate(asked, from);
    },
    keep(name, select) {
      note(select);
      return engine.keep(name, select);
    },
  };
  const source = {
    entry: 'wide.parquet',
    format: 'parquet' as const,
    isTabbed: false,
    isPartitioned: false,
    files: [{ name: 'wide.parquet', path }],
  };
  const found = await checkRows(
    localBackend(watched, new Map()),
    { source, plan, csv: undefined, related: new Map() },
    { maxFindings: 10, nowMs: 0, expressions: new Map(), metrics: new Map(), id: '0' },
  );
  engine.close();
  expect(found.findings.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(readings.length).toBe(3);
});
