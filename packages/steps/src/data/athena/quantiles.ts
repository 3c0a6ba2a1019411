import { interpolate } from '../engine/quantiles.ts';
import { double } from '../measure/exact-sum.ts';

/**
 * A query for exact quantiles: Athena's own are approximate. The values are counted, and each quantile lies between the
 * last value that is not above its place and the next: `n` values, and `l0`, `h0`, … around each place.
 */
export function quantileQuery(x: string, places: readonly number[], from: string): string {
  const around = places.flatMap((place, at) => {
    const position = `CAST(total - 1 AS DOUBLE) * ${double(place)}`;
    return [
      `min(value) FILTER (WHERE upto > floor(${position})) AS l${at}`,
      `min(value) FILTER (WHERE upto > ceil(${position})) AS h${at}`,
    ];
  });
  return `SELECT max(total) AS n, ${around.join(', ')}
    FROM (SELECT value, sum(n) OVER (ORDER BY value) AS upto, sum(n) OVER () AS total
      FROM (SELECT value, count(*) AS n FROM (SELECT ${x} AS value FROM (${from})) WHERE value IS NOT NULL GROUP BY value))`;
}

/** The quantile out of a row of that query, interpolated as the engine of this machine does. */
export function numbersOf(
  row: Readonly<Record<string, unknown>> | undefined,
  place: number,
  at: number,
): number | null {
  const [n, low, high] = [row?.n, row?.[`l${at}`], row?.[`h${at}`]];
  if (n === null || n === undefined || low === null || low === undefined) return null;
  const position = (Number(n) - 1) * place;
  const share = position - Math.floor(position);
  return interpolate(Number(low), Number(high), share);
}
