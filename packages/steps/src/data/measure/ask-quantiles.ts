import type { Probe } from './probe.ts';

/** What tells whether the numbers of a column fit into memory all together. */
export interface NumbersAtOnce {
  /** What the engine holds at once for quantiles. */
  readonly most: number;
  /** The column has no more. */
  readonly rows: number;
}

/**
 * Quantiles of `x`, the earliest that they can be asked for: at once where so many rows are no matter, otherwise once the
 * numbers are counted, since what is known of the size of a file is far above what it has.
 */
export function askQuantiles(
  x: string,
  places: readonly number[],
  { most, rows }: NumbersAtOnce,
): Probe['asks'] {
  const ask = (values: number) => places.map((at) => ({ x, at, values }));
  if (rows <= most / 4) return [() => ask(rows)];
  const count = `count(${x})`;
  return [() => [count], (known) => ask(known.number(count) ?? 0)];
}
