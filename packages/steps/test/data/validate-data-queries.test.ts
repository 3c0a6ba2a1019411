import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, parquetIn, runIn, samplesOf, statuses } from './fixture.ts';

const orders = 'id,kind,amount\n1,a,10\n2,b,-5\n3,a,7\n4,c,1\n';
const kinds = `SELECT * FROM (VALUES ('a', 'fruit'), ('b', 'root')) t(kind, label)`;
const typed = `sources:
  orders.csv:
    columns: { id: { type: integer }, kind: {}, amount: { type: integer } }
`;
const checks = (query: string, own: string, rest = typed) => `version: 1
tables: { orders: orders.csv, kinds: kinds.parquet }
queries:
  joined: ${JSON.stringify(query)}
${rest}  query:joined:
${own.replace(/^/gm, '    ')}
`;

async function folder(content = orders): Promise<string> {
  const root = await folderWith({ 'orders.csv': content });
  await parquetIn(root, 'kinds.parquet', kinds);
  return root;
}
const sources = 'query:joined';
const joined = 'SELECT o.id, o.amount, k.label FROM orders o LEFT JOIN kinds k USING (kind)';
const own =
  'columns:\n  id: { type: integer, unique: true }\n  amount: { type: integer, min: 0 }\n  label: { in: [fruit] }\nrow-count: 4';

describe('a query', () => {
  it('is a source with the rows of its result, counted in the order that it says', async () => {
    const root = await folder();
    const { outcome, report } = await runIn(root, checks(`${joined} ORDER BY o.id DESC`, own), { sources });
    expect([outcome.error, report?.rows]).toEqual([undefined, 4]);
    expect(statuses(report)).toMatchObject({
      'id unique': ['passed', 0],
      'amount type': ['passed', 0],
      'amount min': ['failed', 1],
      'label nullable': ['failed', 1],
      'label in': ['failed', 1],
      'row-count': ['passed', 0],
    });
    expect(samplesOf(report, 'amount min')).toEqual([
      { file: 'query:joined', row: 3, values: [{ column: 'amount', value: '-5' }] },
    ]);
    expect(report.sources[0].format).toBe('query');
    expect(report.sources[0].files.map(({ name }: { name: string }) => name)).toEqual([
      'orders.csv',
      'kinds.parquet',
    ]);
    expect(report.sources[0].files[0].digest).toBe(sha256(orders));
  });

  it('without an order names values and no row, and tells the same each time', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, id) => `${id},${id % 3 === 0 ? 'a' : 'b'},${(id % 50) - 1}\n`,
    );
    const root = await folder(`id,kind,amount\n${lines.join('')}`);
    const digests = new Set<unknown>();
    for (const threads of ['1', '2', '5']) {
      const { outcome, report } = await runIn(root, checks(joined, own), { sources, threads });
      expect(samplesOf(report, 'amount min')[0]).toEqual({
        file: 'query:joined',
        values: [{ column: 'amount', value: '-1' }],
      });
      digests.add(outcome.outputs['report-digest']);
    }
    expect(digests.size).toBe(1);
  });

  it.each([
    [
      'groups and windows',
      'SELECT kind, sum(amount) AS amount, row_number() OVER (ORDER BY kind) AS id FROM orders GROUP BY kind ORDER BY kind',
    ],
    [
      'a part of its own',
      'WITH few AS (SELECT * FROM Orders WHERE amount > 0) SELECT id, amount FROM few ORDER BY id LIMIT 3',
    ],
    ['a union', 'SELECT id, amount FROM orders UNION ALL SELECT 9, 9 ORDER BY id'],
    ['a subquery', 'SELECT id, amount FROM orders WHERE kind IN (SELECT kind FROM kinds) ORDER BY id'],
    ['large numbers', 'SELECT id, 123456789012345678901234567890 AS amount FROM orders ORDER BY id'],
    ['text like SQL', `SELECT id, amount, 'x''); DROP TABLE orders; --' AS t FROM orders ORDER BY id;`],
  ])('may have %s', async (_rule, query) => {
    const { outcome, report } = await runIn(
      await folder(),
      checks(query, 'columns: { id: { type: integer } }'),
      { sources },
    );
    expect(outcome.error).toBeUndefined();
    expect(statuses(report)).toMatchObject({ readable: ['passed', 0], 'id type': ['passed', 0] });
  });

  it('can be what another source is held against, and be held against one', async () => {
    const rule = 'columns: { kind: { references: { source: kinds.parquet } }, id: {} }';
    const root = await folder();
    const { outcome, report } = await runIn(root, checks('SELECT id, kind FROM orders ORDER BY id', rule), {
      sources,
    });
    expect(outcome.error).toBeUndefined();
    expect(samplesOf(report, 'kind references')).toMatchObject([{ row: 4, values: [{ value: 'c' }] }]);
    const back = checks('SELECT DISTINCT kind FROM kinds', 'row-count: 2').replace(
      'kind: {}',
      'kind: { references: { source: query:joined } }',
    );
    const other = await runIn(root, back, { sources: `orders.csv,${sources}` });
    expect(statuses(other.report)).toMatchObject({ 'kind references': ['failed', 1] });
  });

  it.each([
    [
      'a row of a table cannot be read',
      'id,kind,amount\n1,a\n',
      '"orders.csv" has 1 row that cannot be read',
    ],
    [
      'a cell is not of its type',
      'id,kind,amount\n1,a,x\n',
      '"orders.csv" has 1 cell in "amount" that are no integer',
    ],
    ['a table cannot be read', Buffer.from('id,kind,\xff\n', 'latin1').toString('latin1'), 'cannot be read'],
  ])('where %s nothing of it is measured', async (_rule, content, reason) => {
    const root = await folderWith({ 'orders.csv': Buffer.from(content, 'latin1') });
    await parquetIn(root, 'kinds.parquet', kinds);
    const { outcome, report } = await runIn(root, checks(joined, own), { sources });
    expect([outcome.exitCode, outcome.error]).toEqual([1, undefined]);
    expect(statuses(report)).toMatchObject({ readable: ['failed', 1], 'amount min': ['skipped', 0] });
    expect(samplesOf(report, 'readable')).toMatchObject([{ reason: expect.stringContaining(reason) }]);
  });

  it('is held against a reference that only the input names', async () => {
    const root = await folder();
    await writeFile(join(root, 'before.csv'), 'id,amount,label\n1,10,fruit\n');
    const text = checks(joined, 'columns: { id: { type: integer } }').replace(
      'version: 1\n',
      'version: 1\nrow-change: 20%\n',
    );
    const { outcome, report } = await runIn(root, text, { sources, reference: 'before.csv' });
    expect(outcome.error).toBeUndefined();
    expect(statuses(report)).toMatchObject({ 'row-change': ['failed', 1] });
  });

  it('finds names that stand twice', async () => {
    const query = 'SELECT o.kind, k.kind FROM orders o JOIN kinds k USING (kind)';
    const { report } = await runIn(await folder(), checks(query, 'row-count: 3'), { sources });
    expect(statuses(report)).toMatchObject({ header: ['failed', 1], 'row-count': ['passed', 0] });
  });

  it.each([
    ['a column that is not there', 'SELECT nothing FROM orders', 'CHECK_SQL_FAILED'],
    ['a cast that fails', 'SELECT CAST(kind AS INTEGER) AS id FROM orders', 'CHECK_SQL_FAILED'],
    ['types that do not fit', 'SELECT sqrt(kind) AS id FROM orders', 'CHECK_SQL_FAILED'],
    ['a name that is no query', joined, 'CHECKS_INVALID', 'query:other'],
  ])('%s is a mistake of the checks file', async (_rule, query, code, entry = sources) => {
    const { outcome } = await runIn(await folder(), checks(query, 'row-count: 4'), {
      sources: `${sources},${entry}`,
    });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, code]);
    expect(JSON.stringify(outcome)).not.toMatch(/'a'/);
  });

  it.each([
    ['a table that is a query', 'tables: { orders: orders.csv, kinds: query:joined }'],
    ['a name of a table with a dot', 'tables: { orders.csv: orders.csv, kinds: kinds.parquet }'],
  ])('%s is refused', async (_rule, tables) => {
    const text = checks(joined, 'row-count: 4').replace(/^tables.*$/m, tables);
    const { outcome } = await runIn(await folder(), text, { sources });
    expect(outcome.error?.code).toBe('CHECKS_INVALID');
  });
});

const attacks: [string, string][] = [
  ['a table function', `SELECT * FROM read_text('/etc/passwd')`],
  ['a file as a table', `SELECT * FROM '/etc/passwd'`],
  ['a declared file by its path', `SELECT * FROM 'ROOT/orders.csv'`],
  ['a file in quotes', `SELECT * FROM "ROOT/secret.csv"`],
  ['a file in a subquery', `SELECT * FROM orders WHERE id IN (SELECT content FROM read_text('/etc/passwd'))`],
  ['a file in a part', `WITH x AS (SELECT * FROM read_csv('ROOT/secret.csv')) SELECT * FROM x`],
  ['a part named as a file', `WITH "ROOT/secret.csv" AS (SELECT 1) SELECT * FROM orders`],
  ['a file in a join', `SELECT * FROM orders JOIN 'ROOT/secret.csv' ON true`],
  ['a file in a lateral join', `SELECT * FROM orders, LATERAL (SELECT * FROM glob('ROOT/*'))`],
  ['a file in a union', `SELECT id FROM orders UNION SELECT content FROM read_text('/etc/passwd')`],
  ['a file in an order', `SELECT id FROM orders ORDER BY (SELECT content FROM read_text('/etc/passwd'))`],
  ['a file in a limit', `SELECT id FROM orders LIMIT (SELECT count(*) FROM read_text('/etc/passwd'))`],
  [
    'a file in a window',
    `SELECT sum(id) OVER (ORDER BY (SELECT 1 FROM read_text('/etc/passwd'))) FROM orders`,
  ],
  ['a file in a filter', `SELECT count(*) FILTER (EXISTS (FROM '/etc/passwd')) FROM orders`],
  ['the tables of the engine', `SELECT * FROM duckdb_settings()`],
  ['its views', `SELECT * FROM duckdb_tables`],
  ['a schema', `SELECT * FROM information_schema.tables`],
  ['a table of the catalog', `SELECT * FROM system.main.orders`],
  ['the environment', `SELECT getenv('HOME') FROM orders`],
  ['a setting', `SELECT current_setting('temp_directory') FROM orders`],
  ['a variable', `SELECT getvariable('x') FROM orders`],
  ['a query in text', `SELECT * FROM query('SELECT 1')`],
  ['a table by text', `SELECT * FROM query_table('orders')`],
  ['chance', `SELECT random() FROM orders`],
  ['the clock', `SELECT now() FROM orders`],
  ['a sample', `SELECT * FROM orders TABLESAMPLE 10%`],
  ['a sample of the result', `SELECT * FROM orders USING SAMPLE 3`],
  ['an order left to chance', `SELECT first(id) FROM orders`],
  ['COLUMNS', `SELECT COLUMNS('i.*') FROM orders`],
  ['a parameter', `SELECT $1 FROM orders`],
  ['a lambda', `SELECT list_transform([1], lambda x: x + 1) FROM orders`],
  ['recursion', `WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT * FROM t`],
  ['a second statement', `SELECT 1; SELECT 2`],
  ['COPY', `COPY orders TO 'ROOT/out.csv'`],
  ['COPY behind a SELECT', `SELECT 1; COPY orders TO 'ROOT/out.csv'`],
  ['ATTACH', `ATTACH 'ROOT/out.db'`],
  ['INSTALL', `INSTALL httpfs`],
  ['SET', `SET enable_external_access = true`],
  ['CREATE', `CREATE TABLE t AS SELECT 1`],
  ['INSERT', `INSERT INTO orders VALUES (1)`],
  ['DROP', `DROP TABLE orders`],
  ['SHOW', `SHOW TABLES`],
  ['DESCRIBE', `DESCRIBE orders`],
  ['SUMMARIZE', `SUMMARIZE orders`],
  ['PIVOT', `PIVOT orders ON kind USING sum(amount)`],
  ['a table of another query', `SELECT * FROM query_0`],
  ['a bracket that closes early', `SELECT 1) FROM (SELECT * FROM '/etc/passwd'`],
  ['no query', `-- nothing`],
  ['a type of an extension', `SELECT CAST(id AS inet) FROM orders`],
];

describe('an attack', () => {
  let problems: readonly { readonly place?: string | undefined }[];
  beforeAll(async () => {
    const root = await mkdtemp(join(tmpdir(), 'validate-data-'));
    await writeFile(join(root, 'orders.csv'), orders);
    await writeFile(join(root, 'secret.csv'), 'secret\n1\n');
    await parquetIn(root, 'kinds.parquet', kinds);
    const queries = attacks.map(
      ([, sql], at) => `  q${at}: ${JSON.stringify(sql.replaceAll('ROOT', root))}\n`,
    );
    const text = `version: 1\ntables: { orders: orders.csv, kinds: kinds.parquet }\nqueries:\n${queries.join('')}row-count: { min: 0 }\n`;
    const { outcome, events } = await runIn(root, text, { sources: 'query:q0' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECK_SQL_FORBIDDEN']);
    expect(JSON.stringify([outcome, events])).not.toContain('root:x:0');
    problems = outcome.error?.problems ?? [];
    await rm(root, { recursive: true });
  });

  it.each(attacks.map(([rule], at) => [rule, at] as const))('%s is refused by its line', (_rule, at) => {
    expect(problems.map(({ place }) => place)).toContain(`checks.yml:${at + 4}`);
  });
});
