import { rangeOf } from '../measure/exact-sum.ts';
import { type Ask, type Distinct, distinctSql, isDistinct, isQuantile } from './ask.ts';
import type { Engine } from './engine.ts';
import { countedQuantiles, packQuantiles, type QuantileGroup } from './quantiles.ts';

type Used = Pick<Engine, 'query' | 'keep' | 'forget' | 'mostValues'>;

/**
 * Aggregates by the engine of this machine: one pass over the rows, one more where quantiles need more memory than there is,
 * and one over a single column for each count of different whole numbers.
 */
export async function aggregate(engine: Used, asked: readonly Ask[], from: string): Promise<unknown[]> {
  const found = new Map<Ask, unknown>();
  const { held, counted } = packQuantiles(asked.filter(isQuantile), engine.mostValues);
  const distinct = asked.filter(isDistinct);
  const plain = [
    ...asked.filter((ask) => typeof ask === 'string'),
    ...distinct.flatMap(({ integers }) => rangeOf(integers)),
  ];
  const [first = [], ...others] = held;
  for (const [sqls, groups] of [[plain, first] as const, ...others.map((some) => [[], some] as const)]) {
    const columns = [...sqls, ...groups.map(quantilesSql)];
    if (columns.length === 0) continue;
    const [row] = await engine.query(
      `SELECT ${columns.map((sql, at) => `${sql} AS a${at}`).join(', ')} FROM (${from})`,
    );
    for (const [at, sql] of sqls.entries()) found.set(sql, row?.[`a${at}`]);
    for (const [at, { all }] of groups.entries()) {
      const list = row?.[`a${sqls.length + at}`];
      for (const [place, ask] of all.entries()) found.set(ask, Array.isArray(list) ? list[place] : null);
    }
  }
  for (const group of counted) {
    const values = await countedQuantiles(engine, group, from);
    for (const [at, ask] of group.all.entries()) found.set(ask, values[at]);
  }
  for (const ask of distinct) {
    const extent = rangeOf(ask.integers).map((sql) => found.get(sql));
    found.set(ask, await countDistinct(engine, ask, extent, from));
  }
  return asked.map((ask) => found.get(ask));
}

/** All quantiles of the same numbers as one aggregate, which keeps these once: a list, or null of no numbers. */
function quantilesSql({ x, all }: QuantileGroup): string {
  return `quantile_cont(${x}, [${all.map(({ at }) => at).join(', ')}])`;
}

/** Numbers that one group stands for, each by one bit. */
const bits = 64n;

/**
 * Keys mostly follow each other: then a group for every 64 numbers, with a bit for each that is there, takes less than half
 * of the time that a group for each number does. Where they lie far apart it would take more.
 */
async function countDistinct(
  { query }: Used,
  ask: Distinct,
  extent: readonly unknown[],
  from: string,
): Promise<unknown> {
  if (extent[1] === null || extent[1] === undefined) return 0n;
  const [count = 0n, low = 0n, high = 0n] = extent.map((value) => BigInt(String(value)));
  const isDense = (high - low) / bits < count / 4n;
  // so that no difference is too large for its type
  const wide = fitsBigint(low) && fitsBigint(high) ? 'BIGINT' : 'HUGEINT';
  const place = `CAST(CAST(x AS ${wide}) - CAST('${low}' AS ${wide}) AS BIGINT)`;
  const sql = isDense
    ? `SELECT sum(bit_count(there)) AS n FROM (
         SELECT ${place} >> 6 AS block, bit_or(1::UBIGINT << CAST(${place} & 63 AS UBIGINT)) AS there
         FROM (SELECT ${ask.integers} AS x FROM (${from})) WHERE x IS NOT NULL GROUP BY 1)`
    : `SELECT ${distinctSql(ask)} AS n FROM (${from})`;
  const [row] = await query(sql);
  return row?.n;
}

const fitsBigint = (value: bigint) => BigInt.asIntN(64, value) === value;
