import type { Dialect } from '../engine/dialect.ts';
import type { Known } from './probe.ts';

/**
 * Sums of floating-point numbers that depend neither on threads nor on the order of rows. Every number is scaled by a power
 * of two to at most 1 and rounded to a whole number of 61 bits; whole numbers add up to the same in any order, and 128 bits
 * hold the sum of 2^64 of them. A first reading finds the range that the power follows from. The error is at most 2^-62 of
 * the largest number for each row, which is less than adding doubles loses.
 */
const bits = 61;

/** What the first reading must find for sums. */
export function rangeOf(x: string): readonly string[] {
  return [`count(${x})`, `min(${x})`, `max(${x})`];
}

/** What the second reading must find for the sum of `x`. */
export function askSum(x: string, known: Known, dialect: Dialect): readonly string[] {
  const scale = scaleOf(x, known);
  return scale === undefined ? [] : [wholeSum(scaled(x, scale), dialect)];
}

/** The sum of `x`; undefined where it has no number. */
export function sumOf(x: string, known: Known, dialect: Dialect): number | undefined {
  const scale = scaleOf(x, known);
  if (scale === undefined) return undefined;
  return unscaled(Number(known.bigint(wholeSum(scaled(x, scale), dialect))) * 2 ** -bits, scale);
}

/** What the second reading must find for the deviation of `x`: the distances from the middle of its range, and their squares. */
export function askSquares(x: string, known: Known, dialect: Dialect): readonly string[] {
  const at = middleOf(x, known);
  return at === undefined ? [] : [wholeSum(at.distance, dialect), wholeSum(square(at.distance), dialect)];
}

/** Mean and standard deviation of a sample; undefined for fewer than two numbers. */
export function deviationOf(
  x: string,
  known: Known,
  dialect: Dialect,
): { readonly mean: number; readonly std: number } | undefined {
  const at = middleOf(x, known);
  const n = known.bigint(`count(${x})`);
  if (at === undefined || n < 2n) return undefined;
  const [first, second] = [at.distance, square(at.distance)].map((sql) =>
    known.bigint(wholeSum(sql, dialect)),
  );
  if (first === undefined || second === undefined) return undefined;
  // (Σd² − (Σd)²/n) / (n − 1), in whole numbers up to the last division
  const squares = ((second * n) << BigInt(bits)) - first * first;
  const variance = Number(squares > 0n ? squares : 0n) / Number(n * (n - 1n)) / 2 ** (2 * bits);
  const mean = at.middle + unscaled((Number(first) / Number(n)) * 2 ** -bits, at.scale);
  return { mean, std: unscaled(Math.sqrt(variance), at.scale) };
}

function middleOf(
  x: string,
  known: Known,
): { readonly middle: number; readonly scale: number; readonly distance: string } | undefined {
  const [min, max] = [known.number(`min(${x})`), known.number(`max(${x})`)];
  if (min === undefined || max === undefined) return undefined;
  const middle = min / 2 + max / 2;
  const scale = exponentOf(Math.max(middle - min, max - middle));
  return { middle, scale, distance: scaled(`(${x} - ${double(middle)})`, scale) };
}

function scaleOf(x: string, known: Known): number | undefined {
  const [min, max] = [known.number(`min(${x})`), known.number(`max(${x})`)];
  return min === undefined || max === undefined
    ? undefined
    : exponentOf(Math.max(Math.abs(min), Math.abs(max)));
}

const square = (u: string) => `(${u} * ${u})`;

function wholeSum(u: string, { toWhole }: Dialect): string {
  return `sum(${toWhole(`${u} * ${double(2 ** bits)}`)})`;
}

/** The power of two that a number is at most. */
function exponentOf(most: number): number {
  return most === 0 ? 0 : Math.ceil(Math.log2(most));
}

/** In two factors, since a power of two beyond 1023 is no double. */
function scaled(x: string, exponent: number): string {
  const half = Math.trunc(exponent / 2);
  return `(${x} * ${double(2 ** -half)} * ${double(2 ** -(exponent - half))})`;
}

function unscaled(u: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return u * 2 ** half * 2 ** (exponent - half);
}

/** A double as SQL: what JavaScript prints is read back as the same. */
export function double(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}
