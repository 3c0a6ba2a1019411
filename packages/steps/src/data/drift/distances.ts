import { double } from '../measure/exact-sum.ts';
import type { Reader } from '../measure/probe.ts';
import { both, type Pair } from './bins.ts';

/** Numbers of 61 bits add up to the same in any order (measure/exact-sum.ts). */
const unit = double(2 ** 61);

/** Kolmogorov–Smirnov statistic: the greatest distance of the two distribution functions, 0 to 1. As in SciPy 1.17. */
export async function kolmogorovSmirnov({ query }: Pick<Reader, 'query'>, pair: Pair): Promise<number> {
  const [row] = await query(`SELECT max(abs(f - g)) AS d FROM (${distributions(pair)})`);
  return Number(row?.d);
}

/**
 * The first Wasserstein distance, as in SciPy 1.17, in standard deviations of the reference (n, not n − 1; at least 0.001),
 * as in Evidently 0.7.
 */
export async function wasserstein(
  { query, dialect }: Pick<Reader, 'query' | 'dialect'>,
  pair: Pair,
): Promise<number> {
  const { toWhole } = dialect;
  const [row] = await query(`SELECT min(value) AS low, max(value) AS high FROM ${both(pair)}`);
  const [low, high] = [Number(row?.low), Number(row?.high)];
  const range = high - low;
  if (range === 0) return 0;
  // beyond what a double holds
  if (!Number.isFinite(range)) return Number.NaN;
  // shares of the range, so that no figure is above 1
  const [area] = await query(
    `SELECT sum(${toWhole(`abs(f - g) * ((next - value) / ${double(range)}) * ${unit}`)}) AS area
     FROM (SELECT *, lead(value) OVER (ORDER BY value) AS next FROM (${distributions(pair)})) WHERE next IS NOT NULL`,
  );
  const u = `((value - ${double(low)}) / ${double(range)})`;
  const [moments] = await query(
    `SELECT sum(n) AS n, sum(${toWhole(`${u} * ${unit}`)} * n) AS first, sum(${toWhole(`${u} * ${u} * ${unit}`)} * n) AS second
     FROM ${pair.reference}`,
  );
  const n = BigInt(String(moments?.n));
  const [first, second] = [BigInt(String(moments?.first)), BigInt(String(moments?.second))];
  const variance = Number(((second * n) << 61n) - first * first) / Number(n * n) / 2 ** 122;
  const std = Math.sqrt(Math.max(0, variance)) * range;
  return ((Number(BigInt(String(area?.area ?? 0))) / 2 ** 61) * range) / Math.max(std, 0.001);
}

/** For each value the shares of rows of the source (`f`) and of the reference (`g`) that are not above it. */
function distributions({ current, reference }: Pair): string {
  return `SELECT value,
      CAST(sum(a) OVER upto AS DOUBLE) / CAST(sum(a) OVER () AS DOUBLE) AS f,
      CAST(sum(b) OVER upto AS DOUBLE) / CAST(sum(b) OVER () AS DOUBLE) AS g
    FROM (SELECT value, sum(a) AS a, sum(b) AS b FROM (
      SELECT value, n AS a, 0 AS b FROM ${current} UNION ALL SELECT value, 0, n FROM ${reference}
    ) GROUP BY value) WINDOW upto AS (ORDER BY value)`;
}
