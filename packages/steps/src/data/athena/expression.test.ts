import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { athenaExpression } from './expression.ts';

/** Columns by name: the first letter tells the type. */
const natives = {
  d: 'DOUBLE',
  f: 'FLOAT',
  i: 'INTEGER',
  n: 'DECIMAL(9,2)',
  s: 'VARCHAR',
  b: 'BOOLEAN',
  t: 'TIMESTAMP',
  y: 'DATE',
  a: 'array<int>',
};
const columns = new Map(Object.entries(natives).map(([name, native]) => [name, { sql: `$${name}`, native }]));

let parse: (sql: string) => Promise<unknown>;
let close: () => void;
beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  parse = async (sql) => {
    const read = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [`SELECT ${sql}`]);
    return JSON.parse(String(read.getRowsJS()[0]?.[0])).statements[0].node.select_list[0];
  };
  close = () => {
    connection.closeSync();
    instance.closeSync();
  };
});
afterAll(() => close());

it.each([
  ['a comparison without floats', 'i >= 3', '($i >= 3)'],
  ['NaN above every number', 'd > 3', '($d > 3 OR is_nan(CAST($d AS DOUBLE)))'],
  ['NaN below none', 'd < 3', '($d < 3)'],
  ['NaN at least as large', 'd >= i', '(NOT ($d < $i))'],
  ['NaN not at most', 'd <= 3', '(NOT ($d > 3 OR is_nan(CAST($d AS DOUBLE))))'],
  ['NaN equal to NaN', 'd = f', '($d = $f OR (is_nan(CAST($d AS DOUBLE)) AND is_nan(CAST($f AS DOUBLE))))'],
  [
    'NaN above a number that may be null',
    'd > i',
    '($d > $i OR (is_nan(CAST($d AS DOUBLE)) AND $i IS NOT NULL))',
  ],
  [
    'NaN above what may be NaN',
    'd > f',
    '($d > $f OR (is_nan(CAST($d AS DOUBLE)) AND NOT is_nan(CAST($f AS DOUBLE))))',
  ],
  ['division, always of doubles', 'i / 2 = 1', '((CAST($i AS DOUBLE) / CAST(2 AS DOUBLE)) = 1)'],
  ['decimals as they are written', 'n < -0.05', "($n < DECIMAL '-0.05')"],
  ['dates and times', "y > DATE '2024-02-29'", "($y > DATE '2024-02-29')"],
  ['an instant', "t > TIMESTAMP '2024-02-29 10:00:00.5'", "($t > TIMESTAMP '2024-02-29 10:00:00.500000')"],
  ['truth', 'b = true', '($b = true)'],
  [
    'sets and ranges',
    "s NOT IN ('a', 'it''s') AND i BETWEEN 1 AND 2",
    "(($s NOT IN ('a', 'it''s')) AND (($i >= 1) AND ($i <= 2)))",
  ],
  ['choices', 'CASE WHEN b THEN i ELSE 2 END = 1', '(CASE WHEN $b THEN $i ELSE 2 END = 1)'],
  ['null', 'coalesce(i, 0) IS NOT NULL OR NOT b', '((coalesce($i, 0) IS NOT NULL) OR (NOT $b))'],
  ['text', "length(s || 'x') > 2 AND s LIKE 'a_%'", "((length(($s || 'x')) > 2) AND ($s LIKE 'a_%'))"],
  ['a pattern', "regexp_matches(s, '^a.$')", "regexp_like($s, '\\Aa[^\\n]\\z')"],
  ['a part of a text', "contains(s, 'a')", "(strpos($s, 'a') > 0)"],
  [
    'casts that say the same',
    'CAST(i AS DOUBLE) > 1e3',
    "(CAST($i AS DOUBLE) > CAST('1000' AS DOUBLE) OR is_nan(CAST(CAST($i AS DOUBLE) AS DOUBLE)))",
  ],
])('writes %s', async (_rule, sql, athena) => {
  expect(athenaExpression(await parse(sql), columns)).toEqual({ ok: true, sql: athena });
});

it.each([
  ['a function that is not listed', 'trim(s)'],
  ['whole division', 'i // 2 = 1'],
  ['a rest', 'i % 2 = 0'],
  ['a cast that reads text', 'CAST(s AS DOUBLE) > 1'],
  ['a cast that rounds', 'CAST(d AS INTEGER) = 1'],
  ['a try', 'TRY_CAST(i AS DOUBLE) > 1'],
  ['a cast of more than a column', 'CAST(i + 1 AS DOUBLE) > 1'],
  ['an interval', "t > TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1 DAY"],
  ['a constant that was rounded', 'n > 123456789012345678901'],
  ['a date that is none', "y > DATE '2024-02-30'"],
  ['a column of a type that no check knows', 'a IS NULL'],
  ['a pattern that is read differently', "regexp_matches(s, '(?i)a')"],
  ['a pattern of the row', 'regexp_matches(s, s)'],
  ['a pattern with flags beside it', "regexp_matches(s, 'a', 'i')"],
  ['floats in a list', 'i IN (d, 1)'],
  ['words in upper and lower case', "s ILIKE 'a'"],
  ['a row', "(i, s) = (1, 'a')"],
])('refuses %s', async (_rule, sql) => {
  expect(athenaExpression(await parse(sql), columns).ok).toBe(false);
});
