import { double } from '../measure/exact-sum.ts';
import type { Reader } from '../measure/probe.ts';
import type { Bin } from '../report/plot.ts';

/** How numbers are put into bins. */
export type Binning = 'quantiles' | 'equal-width';

/** A column in the source and in the reference, each as a FROM item with `value` and `n`. */
export interface Pair {
  readonly current: string;
  readonly reference: string;
}

export type PairedBin = Bin & { readonly referenceRows: number };

/** A column with at most so many values is compared value by value, numbers as well (as in Evidently 0.7). */
const fewValues = 20;
/** More categories than this are a key, not a category. */
export const mostCategories = 10_000;

/** The bins of a column of numbers; categories where the reference has few values. */
export async function numberBins(
  { query }: Pick<Reader, 'query'>,
  pair: Pair,
  binning: Binning,
): Promise<readonly PairedBin[]> {
  const [distinct] = await query(`SELECT count(*) AS n FROM ${pair.reference}`);
  if (Number(distinct?.n) <= fewValues) return await categoryBins({ query }, pair);
  const edges = binning === 'quantiles' ? await deciles({ query }, pair) : await equalEdges({ query }, pair);
  // the ends of quantiles are open: what lies beyond the reference falls into the outermost bins
  const inner = edges.slice(1, -1);
  const below = inner.map((edge, at) => `sum(n) FILTER (WHERE value < ${double(edge)}) AS b${at}`);
  const rowsOf = async (from: string) => {
    const [row] = await query(
      `SELECT ${[...below, 'sum(n) AS total', 'min(value) AS low', 'max(value) AS high'].join(', ')} FROM ${from}`,
    );
    const upTo = [...inner.map((_, at) => Number(row?.[`b${at}`] ?? 0)), Number(row?.total ?? 0)];
    return {
      low: Number(row?.low),
      high: Number(row?.high),
      rows: upTo.map((rows, at) => rows - (upTo[at - 1] ?? 0)),
    };
  };
  const [current, reference] = [await rowsOf(pair.current), await rowsOf(pair.reference)];
  const ends = [Math.min(current.low, reference.low), ...inner, Math.max(current.high, reference.high)];
  return current.rows.map((rows, at) => ({
    from: ends[at] ?? 0,
    to: ends[at + 1] ?? 0,
    rows,
    referenceRows: reference.rows[at] ?? 0,
  }));
}

/** A bin for each value, in the order of their text. */
export async function categoryBins(
  { query }: Pick<Reader, 'query'>,
  { current, reference }: Pair,
): Promise<readonly PairedBin[]> {
  const rows = await query(
    `SELECT CAST(value AS VARCHAR) AS name, CAST(sum(a) AS BIGINT) AS a, CAST(sum(b) AS BIGINT) AS b FROM (
       SELECT value, n AS a, 0 AS b FROM ${current} UNION ALL SELECT value, 0, n FROM ${reference}
     ) GROUP BY value ORDER BY name, value LIMIT ${mostCategories + 1}`,
  );
  return rows.map(({ name, a, b }) => ({ value: String(name), rows: Number(a), referenceRows: Number(b) }));
}

/** The least value that at least a tenth, two tenths, … of the reference are not above; each once. */
async function deciles({ query }: Pick<Reader, 'query'>, { reference }: Pair): Promise<readonly number[]> {
  const [row] = await query(
    `SELECT ${Array.from({ length: 11 }, (_, at) => `min(value) FILTER (WHERE upto * 10 >= total * ${at}) AS q${at}`).join(', ')}
     FROM (SELECT value, sum(n) OVER (ORDER BY value) AS upto, sum(n) OVER () AS total FROM ${reference})`,
  );
  const edges = Array.from({ length: 11 }, (_, at) => Number(row?.[`q${at}`]));
  return [...new Set(edges)];
}

/** The values of the source and of the reference, as a FROM item. */
export function both({ current, reference }: Pair): string {
  return `(SELECT * FROM ${current} UNION ALL SELECT * FROM ${reference})`;
}

/** Bins of one width over both, as many as Sturges' rule gives: as NumPy 2 draws them. */
async function equalEdges(
  { query }: Pick<Reader, 'query'>,
  { current, reference }: Pair,
): Promise<readonly number[]> {
  const [row] = await query(
    `SELECT min(value) AS low, max(value) AS high, sum(n) AS total FROM ${both({ current, reference })}`,
  );
  const [low, high, total] = [Number(row?.low), Number(row?.high), Number(row?.total)];
  const bins = Math.max(1, Math.ceil((high - low) / ((high - low) / (Math.log2(total) + 1))));
  return Array.from({ length: bins + 1 }, (_, at) => (at === bins ? high : low + at * ((high - low) / bins)));
}
