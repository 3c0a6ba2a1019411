import { double } from '../measure/exact-sum.ts';
import type { Quantile } from './ask.ts';
import type { Engine } from './engine.ts';

/** What the engine holds for each value while it looks for a quantile; its limit of memory does not count this. */
const bytesPerValue = 16;

/** How many values may be held at once for quantiles, so that half of the memory is left for all else. */
export function mostValuesIn(memoryBytes: number): number {
  return Math.floor(memoryBytes / 2 / bytesPerValue);
}

/** The quantiles of the same numbers. */
export interface QuantileGroup {
  readonly x: string;
  readonly all: readonly Quantile[];
}

/**
 * Parts quantiles by what is done for them in one reading of the rows: those in `held` keep all of their values in memory,
 * `most` at once; each of `counted` has too many.
 */
export function packQuantiles(
  asked: readonly Quantile[],
  most: number,
): { readonly held: readonly (readonly QuantileGroup[])[]; readonly counted: readonly QuantileGroup[] } {
  const held: QuantileGroup[][] = [];
  const counted: QuantileGroup[] = [];
  let room = 0;
  for (const [x, all] of Map.groupBy(asked, (ask) => ask.x)) {
    const values = Math.max(...all.map((ask) => ask.values ?? 0));
    if (values > most) {
      counted.push({ x, all });
      continue;
    }
    if (held.length === 0 || values > room) {
      held.push([]);
      room = most;
    }
    held.at(-1)?.push({ x, all });
    room -= values;
  }
  return { held, counted };
}

/** Between two values that are next to each other, as the engine itself interpolates: it ends in the same digit. */
export function interpolate(low: number, high: number, share: number): number {
  return share === 0 ? low : low * (1 - share) + high * share;
}

/**
 * Quantiles of more numbers than memory holds: each value is counted once, in a table that goes to disk where it must, and
 * the value at a place is found in it by parts of the range that hold ever fewer values. Null of no numbers.
 */
export async function countedQuantiles(
  { query, keep, forget }: Pick<Engine, 'query' | 'keep' | 'forget'>,
  { x, all }: QuantileGroup,
  from: string,
): Promise<readonly (number | null)[]> {
  const table = 'quantile_values';
  await keep(
    table,
    `SELECT CAST(${x} AS DOUBLE) AS value, count(*) AS n FROM (${from}) WHERE (${x}) IS NOT NULL GROUP BY 1`,
  );
  const [row] = await query(
    `SELECT CAST(coalesce(sum(n), 0) AS DOUBLE) AS total, min(value) AS low, max(value) AS high FROM ${table}`,
  );
  const [total, low, high] = [Number(row?.total), Number(row?.low), Number(row?.high)];
  const found: (number | null)[] = [];
  for (const { at } of all) {
    if (total === 0) {
      found.push(null);
      continue;
    }
    const place = (total - 1) * at;
    const below = await valueAt(query, table, { low, high, rank: Math.floor(place) });
    const above = await valueAt(query, table, { low, high, rank: Math.ceil(place) });
    found.push(interpolate(below, above, place - Math.floor(place)));
  }
  await forget(table);
  return found;
}

/** So many values are sorted at once. */
const fewValues = 4_096;

interface Part {
  /** The least and the largest value. */
  readonly low: number;
  readonly high: number;
  /** How many numbers of the part are before the one that is looked for. */
  readonly rank: number;
}

/** The number with so many before it. */
async function valueAt(query: Engine['query'], table: string, whole: Part): Promise<number> {
  let part = whole;
  for (;;) {
    const { low, high } = part;
    if (low === high) return low;
    // halves, since the difference of two doubles may be none; the part of a value never falls as values grow
    const width = high / 2 - low / 2;
    const parts =
      width === 0
        ? 'value'
        : `floor((value / 2 - ${double(low / 2)}) / ${double(width)} * CAST(${fewValues} AS DOUBLE))`;
    const rows = await query(
      `SELECT ${parts} AS part, CAST(sum(n) AS DOUBLE) AS n, min(value) AS low, max(value) AS high FROM ${table}
       WHERE value BETWEEN ${double(low)} AND ${double(high)} GROUP BY 1 ORDER BY 1`,
    );
    part = partOf(rows, part.rank);
  }
}

function partOf(rows: readonly Readonly<Record<string, unknown>>[], rank: number): Part {
  let before = 0;
  for (const row of rows) {
    const n = Number(row.n);
    if (rank < before + n) return { low: Number(row.low), high: Number(row.high), rank: rank - before };
    before += n;
  }
  throw new Error('the place is behind the last value');
}
