import type { Known } from './probe.ts';

/**
 * Sums of floating-point numbers that depend neither on threads nor on the order of rows. Every number is scaled by a power
 * of two and rounded to a whole number of 61 bits; whole numbers add up to the same in any order, and 128 bits hold the sum
 * of 2^64 of them. A first reading finds the range that the power follows from. The error is at most 2^-62 of the largest
 * number for each row, which is less than adding doubles loses.
 */
const bits = 61;

/** SQL of the finite numbers of a cell, as doubles; NULL for all others. */
export function finite(cell: string, scope: string): string {
  const number = `CAST(${cell} AS DOUBLE)`;
  return `CASE WHEN ${scope} AND isfinite(${number}) THEN ${number} END`;
}

/** What the first reading must find for `sumOf` and `squaresOf`. */
export function rangeOf(x: string): readonly string[] {
  return [`count(${x})`, `min(${x})`, `max(${x})`];
}

/** A sum that is exact in units of 2^-exponent. */
interface ScaledSum {
  readonly sql: string;
  readonly exponent: number;
}

/** The sum of `x`; undefined before there is a number. */
export function sumOf(x: string, known: Known): ScaledSum | undefined {
  const most = largest(x, known);
  return most === undefined ? undefined : scaled(x, most);
}

/** The sums of the distances from the middle of the range, and of their squares. */
export function squaresOf(
  x: string,
  known: Known,
): { readonly first: ScaledSum; readonly second: ScaledSum; readonly middle: number } | undefined {
  const [min, max] = [known.number(`min(${x})`), known.number(`max(${x})`)];
  if (min === undefined || max === undefined) return undefined;
  const middle = min / 2 + max / 2;
  const most = Math.max(middle - min, max - middle);
  const distance = `(${x} - ${double(middle)})`;
  return {
    first: scaled(distance, most),
    second: scaled(`(${distance} * ${distance})`, most * most),
    middle,
  };
}

/** The value of a sum that was read. */
export function sumValue({ sql, exponent }: ScaledSum, known: Known): number {
  return toNumber(known.bigint(sql), exponent);
}

/** The variance of a sample from its sums: exact up to the last rounding. */
export function varianceOf(
  first: bigint,
  firstExponent: number,
  second: bigint,
  secondExponent: number,
  n: bigint,
): number {
  // (Σd² − (Σd)²/n) / (n − 1), over a common power of two
  const common = Math.max(2 * firstExponent, secondExponent);
  const squares = second * n * shift(common - secondExponent);
  const square = first * first * shift(common - 2 * firstExponent);
  const numerator = squares > square ? squares - square : 0n;
  return ratio(numerator, n * (n - 1n)) * 2 ** -common;
}

const shift = (by: number) => 1n << BigInt(by);

/** A quotient of whole numbers that may be beyond what a double holds. */
function ratio(numerator: bigint, denominator: bigint): number {
  const excess = Math.max(0, numerator.toString(2).length - denominator.toString(2).length - 900);
  return (Number(numerator >> BigInt(excess)) / Number(denominator)) * 2 ** excess;
}

function largest(x: string, known: Known): number | undefined {
  const [min, max] = [known.number(`min(${x})`), known.number(`max(${x})`)];
  return min === undefined || max === undefined ? undefined : Math.max(Math.abs(min), Math.abs(max));
}

function scaled(x: string, most: number): ScaledSum {
  const exponent = most === 0 ? 0 : Math.max(-900, Math.min(900, bits - Math.ceil(Math.log2(most))));
  return { sql: `sum(CAST(${x} * ${double(2 ** exponent)} AS HUGEINT))`, exponent };
}

function toNumber(sum: bigint, exponent: number): number {
  return Number(sum) * 2 ** -exponent;
}

/** A double as SQL: what JavaScript prints is read back as the same. */
export function double(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}
