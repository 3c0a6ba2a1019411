import type { Reader } from '../measure/probe.ts';
import type { Bin } from '../report/plot.ts';
import { type Axis, type Place, placeSql, readPlace, span, told } from './axis.ts';
import { categoryBins } from './categories.ts';

/** How ordered values are put into bins. */
type Binning = 'quantiles' | 'equal-width';

/** Values that are compared: a FROM item with `value` and `n`, and the rows in it. */
export interface Side {
  readonly from: string;
  readonly rows: bigint;
}

/** A column in the source and in the reference. */
export interface Pair {
  readonly axis: Axis;
  readonly current: Side;
  readonly reference: Side;
}

export type PairedBin = Bin & { readonly referenceRows: number };

/** A column with at most so many values is compared value by value, numbers as well (as in Evidently 0.7). */
const fewValues = 20;

/** The bins of a column of ordered values; a bin for each value where the reference has few. */
export async function orderedBins(
  { query }: Pick<Reader, 'query'>,
  pair: Pair,
  binning: Binning,
): Promise<readonly PairedBin[]> {
  const { axis } = pair;
  const [distinct] = await query(`SELECT count(*) AS n FROM ${pair.reference.from}`);
  if (Number(distinct?.n) <= fewValues) return (await categoryBins({ query }, pair)).bins;
  const edges = binning === 'quantiles' ? await deciles({ query }, pair) : await equalEdges({ query }, pair);
  // the ends of quantiles are open: what lies beyond the reference falls into the outermost bins
  const inner = edges.slice(1, -1);
  const below = inner.map((edge, at) => `sum(n) FILTER (WHERE value < ${placeSql(edge)}) AS b${at}`);
  const rowsOf = async ({ from }: Side) => {
    const [row] = await query(
      `SELECT ${[...below, 'sum(n) AS total', 'min(value) AS low', 'max(value) AS high'].join(', ')} FROM ${from}`,
    );
    const upTo = [...inner.map((_, at) => Number(row?.[`b${at}`] ?? 0)), Number(row?.total ?? 0)];
    return {
      low: readPlace(row?.low, axis),
      high: readPlace(row?.high, axis),
      rows: upTo.map((rows, at) => rows - (upTo[at - 1] ?? 0)),
    };
  };
  const [current, reference] = [await rowsOf(pair.current), await rowsOf(pair.reference)];
  const [low, high] = [
    current.low < reference.low ? current.low : reference.low,
    current.high > reference.high ? current.high : reference.high,
  ];
  const ends = [low, ...inner, high].map((place) => told(place, axis));
  return current.rows.map((rows, at) => ({
    from: ends[at] ?? 0,
    to: ends[at + 1] ?? 0,
    rows,
    referenceRows: reference.rows[at] ?? 0,
  }));
}

/** The least value that at least a tenth, two tenths, … of the reference are not above; each once. */
async function deciles(
  { query }: Pick<Reader, 'query'>,
  { axis, reference }: Pair,
): Promise<readonly Place[]> {
  // counted in a window, which goes to disk where it is large; the quantiles of the engine stay in memory
  const tenths = Array.from({ length: 11 }, (_, at) => BigInt(at) * reference.rows);
  const [row] = await query(
    `SELECT ${tenths.map((least, at) => `min(value) FILTER (WHERE upto * 10 >= ${least}) AS q${at}`).join(', ')}
     FROM (SELECT value, sum(n) OVER (ORDER BY value) AS upto FROM ${reference.from})`,
  );
  return [...new Set(tenths.map((_, at) => readPlace(row?.[`q${at}`], axis)))];
}

/** The values of the source and of the reference, as a FROM item. */
export function both({ current, reference }: Pair): string {
  return `(SELECT * FROM ${current.from} UNION ALL SELECT * FROM ${reference.from})`;
}

/** Bins of one width over both, as many as Sturges' rule gives: as NumPy 2 draws them. */
async function equalEdges({ query }: Pick<Reader, 'query'>, pair: Pair): Promise<readonly Place[]> {
  const [row] = await query(`SELECT min(value) AS low, max(value) AS high FROM ${both(pair)}`);
  const [low, high] = [readPlace(row?.low, pair.axis), readPlace(row?.high, pair.axis)];
  const range = span(low, high);
  const total = Number(pair.current.rows + pair.reference.rows);
  const bins = Math.max(1, Math.ceil(range / (range / (Math.log2(total) + 1))));
  return Array.from({ length: bins + 1 }, (_, at) => {
    if (at === bins) return high;
    const offset = at * (range / bins);
    // a whole number is below an edge where it is below the next whole number
    return typeof low === 'bigint' ? low + BigInt(Math.ceil(offset)) : low + offset;
  });
}
