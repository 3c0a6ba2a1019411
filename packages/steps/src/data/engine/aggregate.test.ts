import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from './engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({
    duckdb,
    spill: await mkdtemp(join(tmpdir(), 'ml-ci-aggregate-')),
    paths: [],
    memoryBytes: 256e6,
    diskBytes: 1e9,
    signal: new AbortController().signal,
  });
});
afterAll(() => engine.close());

describe('the number of different whole numbers', () => {
  it.each([
    ['that follow each other', 'SELECT i AS x FROM range(100000) t(i)', 100_000n],
    ['in any order, some of them twice', 'SELECT (i * 7919) % 65536 AS x FROM range(100000) t(i)', 65_536n],
    ['below zero', 'SELECT i - 50000 AS x FROM range(100000) t(i)', 100_000n],
    ['far apart', 'SELECT i * 1000003 AS x FROM range(10000) t(i)', 10_000n],
    ['with nulls between', 'SELECT CASE WHEN i % 2 = 0 THEN i END AS x FROM range(1000) t(i)', 500n],
    ['that are all the same', 'SELECT 7 AS x FROM range(1000)', 1n],
    ['of one byte', 'SELECT (i % 256 - 128)::TINYINT AS x FROM range(1000) t(i)', 256n],
    [
      'at the ends of 64 bits',
      'SELECT unnest([-9223372036854775808, 9223372036854775807, 9223372036854775807]) AS x',
      2n,
    ],
    [
      'beyond 64 bits',
      "SELECT CAST('170141183460469231731687303715884105727' AS HUGEINT) - i AS x FROM range(1000) t(i)",
      1_000n,
    ],
    [
      'without a sign',
      'SELECT 18446744073709551615::UBIGINT - i::UBIGINT AS x FROM range(1000) t(i)',
      1_000n,
    ],
    ['close to one end of them', 'SELECT 9223372036854775807 - i AS x FROM range(1000) t(i)', 1_000n],
    ['of nulls', 'SELECT NULL::BIGINT AS x FROM range(10)', 0n],
    ['of no rows', 'SELECT 1 AS x FROM range(0)', 0n],
  ])('%s', async (_name, rows, expected) => {
    const asked = [{ integers: 'x' }, 'count(*)', 'count(DISTINCT x)'];
    const [found, , plain] = await engine.aggregate(asked, rows);
    expect([BigInt(String(found)), plain]).toEqual([expected, expected]);
  });
});
