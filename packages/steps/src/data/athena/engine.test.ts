import { expect, it } from 'vitest';
import { athenaEngine } from './engine.ts';
import { athenaLiteral } from './literal.ts';
import { numbersOf } from './quantiles.ts';

const there = { catalog: 'AwsDataCatalog', database: 'sales' };

/** An engine over a runner that gives every column a 1, and what it was asked. */
function engineWithLog() {
  const asked: string[] = [];
  const engine = athenaEngine(
    {
      async run({ sql }) {
        asked.push(sql);
        const columns = [...sql.matchAll(/ AS (a\d+)\b/g)].map(([, name = '']) => ({ name, type: 'bigint' }));
        return { columns, rows: [columns.map(() => '1')], scannedBytes: 5 };
      },
    },
    there,
  );
  return { engine, asked };
}

it('splits what is longer than the SQL that Athena takes, and adds up what is scanned', async () => {
  const { engine, asked } = engineWithLog();
  const asks = Array.from({ length: 500 }, (_, at) => `count_if(${'x'.repeat(1_000)}${at})`);
  expect(await engine.aggregate(asks, 'SELECT 1')).toEqual(asks.map(() => 1n));
  expect(asked.length).toBe(3);
  for (const sql of asked) expect(Buffer.byteLength(sql)).toBeLessThan(262_144);
  expect(engine.scannedBytes()).toBe(15);
});

it('refuses one check that is longer than that', async () => {
  const { engine, asked } = engineWithLog();
  await expect(engine.aggregate(['x'.repeat(300_000)], 'SELECT 1')).rejects.toThrow('one check is longer');
  expect(asked).toEqual([]);
});

it('puts what is kept before the queries that name it, and what that names before it', async () => {
  const { engine, asked } = engineWithLog();
  await engine.keep('second_1', 'SELECT 2 FROM first_1');
  await engine.keep('first_1', 'SELECT 1');
  await engine.keep('first_11', 'SELECT 11');
  await engine.query('SELECT * FROM second_1');
  await engine.query('SELECT 0');
  expect(asked).toEqual([
    'WITH first_1 AS (SELECT 1), second_1 AS (SELECT 2 FROM first_1) SELECT * FROM second_1',
    'SELECT 0',
  ]);
});

it.each([
  [{ n: 5, l0: 3, h0: 3 }, 0.5, 3],
  [{ n: 4, l0: 2, h0: 3 }, 0.5, 2.5],
  [{ n: 5, l0: 1, h0: 2147480000 }, 0.9, 1288488000.4000003],
  [{ n: 0, l0: null, h0: null }, 0.5, null],
  [{ n: null, l0: null, h0: null }, 0.5, null],
])('interpolates %j at %d', (row, place, quantile) => {
  expect(numbersOf(row, place, 0)).toBe(quantile);
});

it.each([
  [{ type: 'integer', text: '-5' }, undefined, '(-5)'],
  [{ type: 'integer', text: '9223372036854775808' }, 'BIGINT', "DECIMAL '9223372036854775808'"],
  [{ type: 'number', value: 1.5, text: '1.5' }, 'DECIMAL(9,2)', "DECIMAL '1.5'"],
  [{ type: 'number', value: 1.5, text: '1.5' }, 'FLOAT', "CAST('1.5' AS REAL)"],
  [{ type: 'number', value: 1.5, text: '1.5' }, 'BIGINT', "CAST('1.5' AS DOUBLE)"],
  [{ type: 'string', text: "it's" }, 'VARCHAR', "'it''s'"],
  [{ type: 'date', text: '2024-02-29' }, 'DATE', "DATE '2024-02-29'"],
  [{ type: 'timestamp', text: '2024-02-29' }, 'TIMESTAMP', "TIMESTAMP '2024-02-29 00:00:00.000000'"],
  [
    { type: 'timestamp', text: '2024-02-29T23:30:01.25-02:00' },
    'TIMESTAMP',
    "TIMESTAMP '2024-03-01 01:30:01.250000'",
  ],
  [
    { type: 'timestamp', text: '2024-02-29 23:30Z' },
    'TIMESTAMP WITH TIME ZONE',
    "CAST('2024-02-29 23:30:00.000000 UTC' AS TIMESTAMP(6) WITH TIME ZONE)",
  ],
] as const)('writes the literal %j for %s', (literal, native, sql) => {
  expect(athenaLiteral(literal, native)).toBe(sql);
});
