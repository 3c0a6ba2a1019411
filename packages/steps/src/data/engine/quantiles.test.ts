import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from './engine.ts';
import { countedQuantiles, mostValuesIn, packQuantiles } from './quantiles.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({
    duckdb,
    spill: await mkdtemp(join(tmpdir(), 'ml-ci-quantiles-')),
    paths: [],
    memoryBytes: 64e6,
    diskBytes: 1e9,
    signal: new AbortController().signal,
  });
});
afterAll(() => engine.close());

const places = [0, 0.1, 0.25, 0.5, 0.95, 0.999, 1];

describe('quantiles of values that are counted', () => {
  it.each([
    ['one number', 'SELECT 7.5 AS x'],
    ['all the same', 'SELECT 7.5 AS x FROM range(1000)'],
    ['few numbers, many times each', 'SELECT hash(i) % 7 AS x FROM range(10000) t(i)'],
    ['as many parts as numbers', 'SELECT i::DOUBLE AS x FROM range(5000) t(i)'],
    ['more than one round of parts', 'SELECT hash(i) / 1e19::DOUBLE AS x FROM range(200000) t(i)'],
    ['far apart', 'SELECT pow(10, i % 600 - 300) * (1 - 2 * (i % 2)) AS x FROM range(6000) t(i)'],
    ['the ends of doubles', `SELECT unnest([-1.7976931348623157e308, 1.7976931348623157e308, 0, 1]) AS x`],
    ['the least of doubles', `SELECT unnest([5e-324, 1e-323, 0, -5e-324, 0]) AS x`],
    ['nulls between', 'SELECT CASE WHEN i % 3 > 0 THEN i::DOUBLE END AS x FROM range(1000) t(i)'],
    ['no number', 'SELECT NULL::DOUBLE AS x FROM range(10)'],
    ['no rows', 'SELECT 1::DOUBLE AS x FROM range(0)'],
  ])('are those of the engine: %s', async (_name, rows) => {
    const from = `SELECT CAST(x AS DOUBLE) AS x FROM (${rows})`;
    const asked = places.map((at) => ({ x: 'x', at }));
    const held = await engine.aggregate(asked, from);
    const counted = await countedQuantiles(engine, { x: 'x', all: asked }, from);
    expect(counted).toEqual(held.map((value) => value ?? null));
  });

  it('are asked for where the numbers are more than memory holds', async () => {
    const most = mostValuesIn(64e6);
    const from = 'SELECT i::DOUBLE AS x FROM range(1001) t(i)';
    const asked = [{ x: 'x', at: 0.5, values: most + 1 }, 'count(x)', { x: '-x', at: 0.5, values: 1001 }];
    expect(await engine.aggregate(asked, from)).toEqual([500, 1001n, -500]);
  });
});

describe('packing', () => {
  const of = (x: string, values?: number) => ({ x, at: 0.5, ...(values !== undefined && { values }) });

  it('holds together what fits together, and counts what fits nowhere', () => {
    const [a, b, c, d, e] = [of('a', 60), of('b', 50), of('c', 40), of('d', 101), of('e')];
    const { held, counted } = packQuantiles([a, b, c, d, e], 100);
    expect(held.map((some) => some.map(({ x }) => x))).toEqual([['a'], ['b', 'c', 'e']]);
    expect(counted.map(({ x }) => x)).toEqual(['d']);
  });

  it('holds the numbers of several quantiles once', () => {
    const quarter = { x: 'a', at: 0.25, values: 80 };
    const { held } = packQuantiles([quarter, of('a', 80), of('b', 20)], 100);
    expect(held.map((some) => some.map(({ x, all }) => [x, all.length]))).toEqual([
      [
        ['a', 2],
        ['b', 1],
      ],
    ]);
  });
});
