import { access, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@ml-ci/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, EngineError, openEngine } from '../../src/data/engine/engine.ts';
import { folderWith, runIn } from './fixture.ts';

/** What a checks file may try, and each way to say it. `OUT` is a path in the folder of the run. */
const attacks: [string, string][] = [
  ['a subquery that reads a file', `(SELECT count(*) FROM read_text('/etc/passwd')) > 0`],
  ['EXISTS', `EXISTS (FROM '/etc/passwd')`],
  ['IN with a subquery', `a IN (SELECT content FROM read_text('/etc/passwd'))`],
  ['ANY with a list', `a = ANY ([1, 2])`],
  ['a FROM of its own', `true FROM read_csv('/etc/passwd')`],
  ['a FROM of a file name', `true FROM '/etc/passwd'`],
  ['a second statement', `true; COPY (SELECT 1) TO 'OUT'`],
  ['a second SELECT', `true; SELECT * FROM read_text('/etc/passwd')`],
  ['a closed bracket', `true) FROM read_text('/etc/passwd') WHERE (true`],
  ['a closed bracket and a comment', `true) FROM read_text('/etc/passwd') --`],
  ['UNION', `true UNION SELECT content FROM read_text('/etc/passwd')`],
  ['WHERE', `true WHERE a > 0`],
  ['WITH', `WITH t AS (FROM '/etc/passwd') SELECT true`],
  ['COPY', `COPY (SELECT 1) TO 'OUT'`],
  ['ATTACH', `ATTACH 'OUT'`],
  ['INSTALL', `INSTALL httpfs`],
  ['LOAD', `LOAD httpfs`],
  ['SET', `SET enable_external_access = true`],
  ['PRAGMA', `PRAGMA database_list`],
  ['EXPORT', `EXPORT DATABASE 'OUT'`],
  ['CREATE', `CREATE TABLE t AS SELECT 1`],
  ['a table function', `read_text('/etc/passwd') IS NOT NULL`],
  ['a query in text', `query('SELECT 1') = 1`],
  ['an aggregate', `sum(a) > 0`],
  ['a window', `row_number() OVER () > 0`],
  ['a setting', `current_setting('temp_directory') = 'x'`],
  ['a variable', `getvariable('x') IS NULL`],
  ['chance', `random() < 0.5`],
  ['the clock', `now() > '2024-01-01'`],
  ['the clock by another name', `age(TIMESTAMP '2024-01-01') > INTERVAL 1 DAY`],
  ['a log entry', `write_log('x') IS NULL`],
  ['a function of another schema', `system.main.abs(a) > 0`],
  ['a parameter', `a > $1`],
  ['a star', `COLUMNS(*) > 0`],
  ['a lambda', `len(list_filter([1], lambda x: x > 0)) > 0`],
  ['a column of another table', `reject_errors.line > 0`],
  ['two expressions', `true, false`],
  ['no expression', `-- nothing`],
  ['an open comment', `true /*`],
  ['a statement behind a comment', `true --\n; ATTACH 'OUT'`],
];

describe('SQL in a checks file', () => {
  let problems: readonly Problem[];
  beforeAll(async () => {
    const root = await mkdtemp(join(tmpdir(), 'validate-data-'));
    await writeFile(join(root, 'd.csv'), 'a\n1\n');
    const lines = attacks.map(
      ([, sql]) => `  - sql: ${JSON.stringify(sql.replaceAll('OUT', join(root, 'out')))}\n`,
    );
    const checks = `version: 1\ncolumns: { a: { type: integer } }\nexpressions:\n${lines.join('')}`;
    const { outcome, events } = await runIn(root, checks, { sources: 'd.csv' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECK_SQL_FORBIDDEN']);
    expect(JSON.stringify([outcome, events])).not.toContain('root:x:0');
    const left = (await readdir(root)).filter((name) => name !== '.ml-ci').toSorted();
    expect(left).toEqual(['checks.yml', 'd.csv']);
    problems = outcome.error?.problems ?? [];
    await rm(root, { recursive: true });
  });

  it.each(attacks.map(([rule], at) => [rule, at] as const))('%s is refused by its line', (_rule, at) => {
    expect(problems.map(({ place }) => place)).toContain(`checks.yml:${at + 4}`);
  });

  it.each(attacks.slice(0, 3))(
    '%s alone is refused as well: exit 2, nothing read, nothing written',
    async (_rule, sql) => {
      const root = await folderWith({ 'd.csv': 'a\n1\n' });
      const checks = `version: 1\ncolumns: { a: { type: integer } }\nexpressions:\n  - sql: ${JSON.stringify(sql)}\n`;
      const { outcome, report } = await runIn(root, checks, { sources: 'd.csv' });
      expect([outcome.exitCode, outcome.error?.code, report]).toEqual([2, 'CHECK_SQL_FORBIDDEN', undefined]);
    },
  );

  it('is refused wherever it stands, all of it at once', async () => {
    const root = await folderWith({ 'd.csv': 'a\n1\n' });
    const checks =
      'version: 1\ncolumns: { a: { type: integer } }\nexpressions:\n  - sql: sum(a) > 1\n  - sql: a > 0\n  - sql: (SELECT 1) = 1\n';
    const { outcome } = await runIn(root, checks, { sources: 'd.csv' });
    expect(outcome.error?.problems?.map(({ place }) => place)).toEqual(['checks.yml:4', 'checks.yml:6']);
  });

  it.each([
    ['a cast that fails', 'CAST(b AS INTEGER) > 0', 2, 'CHECK_SQL_FAILED'],
    ['a function that does not fit', 'sqrt(b) > 0', 2, 'CHECK_SQL_FAILED'],
    ['a number', 'a + 1', 2, 'CHECK_SQL_FAILED'],
    ['a cast that may fail', 'TRY_CAST(b AS INTEGER) > 0', 0, undefined],
    ['constants that JSON has no number for', 'a < 123456789012345678901234567890', 0, undefined],
    ['text that looks like SQL', `b <> 'x''); DROP TABLE t; --'`, 0, undefined],
  ])('%s is told apart', async (_rule, sql, exitCode, code) => {
    const root = await folderWith({ 'd.csv': 'a,b\n1,x\n' });
    const checks = `version: 1\ncolumns: { a: { type: integer }, b: { type: string } }\nexpressions:\n  - sql: ${JSON.stringify(sql)}\n`;
    const { outcome } = await runIn(root, checks, { sources: 'd.csv' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([exitCode, code]);
  });
});

describe('the engine', () => {
  it.each([
    `SELECT * FROM read_text('/etc/passwd')`,
    `SELECT * FROM read_csv('ROOT/secret.csv')`,
    `SELECT * FROM read_csv('ROOT/spill/engine/../../secret.csv')`,
    `SELECT * FROM read_csv('ROOT/spill/engine/link.csv')`,
    `SELECT * FROM glob('ROOT/*')`,
    `COPY (SELECT 1) TO 'ROOT/out.csv'`,
    `COPY (SELECT 1) TO 'ROOT/declared.csv/../out.csv'`,
    `ATTACH 'ROOT/out.db'`,
    `EXPORT DATABASE 'ROOT/out'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET enable_external_access = true',
    `SET allowed_directories = ['/']`,
    'RESET lock_configuration',
    'SET threads = 1',
    `CREATE PERSISTENT SECRET s (TYPE http)`,
    `SELECT * FROM read_text('https://127.0.0.1:1/x')`,
  ])('is locked by itself against %s', async (sql) => {
    const root = await folderWith({
      'declared.csv': 'a\n1\n',
      'secret.csv': 'a\nsecret\n',
      'spill/engine/x': '',
    });
    await symlink(join(root, 'secret.csv'), join(root, 'spill/engine/link.csv'));
    await withEngine(root, async (engine) => {
      const error = await engine.query(sql.replaceAll('ROOT', root)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(EngineError);
      expect(['Permission', 'Invalid Input', 'IO', 'Catalog', 'Missing Extension']).toContain(
        (error as EngineError).type,
      );
    });
    for (const name of ['out.csv', 'out.db', 'out']) await expect(access(join(root, name))).rejects.toThrow();
  });

  it('reads what is declared', async () => {
    const root = await folderWith({ 'declared.csv': 'a\n1\n' });
    await withEngine(root, async (engine) => {
      expect(await engine.query(`SELECT a FROM read_csv('${root}/declared.csv')`)).toEqual([{ a: 1n }]);
    });
  });
});

async function withEngine(root: string, use: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await openEngine({
    duckdb: await import('@duckdb/node-api'),
    spill: join(root, 'spill'),
    paths: [join(root, 'declared.csv')],
    memoryBytes: 256_000_000,
    diskBytes: 100_000_000,
    signal: new AbortController().signal,
  });
  try {
    await use(engine);
  } finally {
    engine.close();
  }
}
