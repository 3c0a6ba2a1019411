import { double } from '../measure/exact-sum.ts';
import type { Reader } from '../measure/probe.ts';
import { distanceSql, leastDeviation, placeSql, readPlace, span } from './axis.ts';
import { both, type Pair } from './bins.ts';

type Asking = Pick<Reader, 'query' | 'dialect'>;

/** Numbers of 61 bits add up to the same in any order (measure/exact-sum.ts). */
const unit = double(2 ** 61);

/** Kolmogorov–Smirnov statistic: the greatest distance of the two distribution functions, 0 to 1. As in SciPy 1.17. */
export async function kolmogorovSmirnov({ query, dialect }: Asking, pair: Pair): Promise<number> {
  const [row] = await query(`SELECT max(abs(d)) AS d FROM (${steps(pair, dialect)})`);
  return Number(row?.d) / Number(pair.current.rows * pair.reference.rows);
}

/**
 * The first Wasserstein distance, as in SciPy 1.17, in standard deviations of the reference (n, not n − 1; at least
 * `leastDeviation`), as in Evidently 0.7.
 */
export async function wasserstein({ query, dialect }: Asking, pair: Pair): Promise<number> {
  const { toWhole } = dialect;
  const { axis, current, reference } = pair;
  const [ends] = await query(`SELECT min(value) AS low, max(value) AS high FROM ${both(pair)}`);
  const [low, high] = [readPlace(ends?.low, axis), readPlace(ends?.high, axis)];
  const range = span(low, high);
  if (range === 0) return 0;
  // beyond what a double holds
  if (!Number.isFinite(range)) return Number.NaN;
  // shares of the range, so that no figure is above 1
  const height = `abs(CAST(d AS DOUBLE) / ${double(Number(current.rows * reference.rows))})`;
  const width = `(${distanceSql('next', 'value', axis, dialect)} / ${double(range)})`;
  const [area] = await query(
    `SELECT sum(${toWhole(`${height} * ${width} * ${unit}`)}) AS area
     FROM (${steps(pair, dialect)}) WHERE next IS NOT NULL`,
  );
  const u = `(${distanceSql('value', placeSql(low), axis, dialect)} / ${double(range)})`;
  const [moments] = await query(
    `SELECT sum(${toWhole(`${u} * ${unit}`)} * n) AS first, sum(${toWhole(`${u} * ${u} * ${unit}`)} * n) AS second
     FROM ${reference.from}`,
  );
  const n = reference.rows;
  const [first, second] = [BigInt(String(moments?.first)), BigInt(String(moments?.second))];
  const variance = Number(((second * n) << 61n) - first * first) / Number(n * n) / 2 ** 122;
  const std = Math.sqrt(Math.max(0, variance)) * range;
  const distance = (Number(BigInt(String(area?.area ?? 0))) / 2 ** 61) * range;
  return distance / Math.max(std, leastDeviation[axis]);
}

/**
 * For each value the next one, and `d`: the distance of the two distribution functions there, times the rows of both sides,
 * which is a whole number. Grouped first: the window alone runs out of memory with one thread.
 */
function steps({ current, reference }: Pair, { whole }: Asking['dialect']): string {
  const n = `CAST(n AS ${whole})`;
  return `SELECT value, sum(d) OVER (ORDER BY value) AS d, lead(value) OVER (ORDER BY value) AS next FROM (
    SELECT value, sum(d) AS d FROM (
      SELECT value, ${n} * ${reference.rows} AS d FROM ${current.from}
      UNION ALL SELECT value, -${n} * ${current.rows} FROM ${reference.from}) GROUP BY value)`;
}
