import { plural } from '@ml-ci/core';
import type { Check, HistoryRule } from '../checks/check.ts';
import type { Finding } from '../report/verdict.ts';
import { statusOf } from '../report/verdict.ts';

/** A check against earlier runs, and what it is told from. */
export interface Compared {
  readonly check: Check & { readonly rule: HistoryRule };
  /** The figure of this run; undefined where it was not measured. */
  readonly value: number | undefined;
  /** Those of earlier runs, the oldest first. */
  readonly earlier: readonly number[];
  /** Rows of the source. */
  readonly rows: bigint;
}

/** Holds a figure against those of earlier runs. */
export function compareRuns({ check, value, earlier, rows }: Compared): Finding {
  const { rule } = check;
  const last = earlier.slice(-rule.last);
  const nothing = { check, failing: 0n, rows };
  if (value === undefined)
    return { ...nothing, status: 'skipped', message: `not measured: "${rule.check}" was not measured` };
  if (last.length < rule.minRuns) {
    const message = `not measured: ${plural(last.length, 'earlier run')}, and ${rule.minRuns} are needed`;
    return { ...nothing, status: 'skipped', message };
  }
  const { median, difference, change, z } = distanceOf(value, last);
  const isFailing =
    difference > (rule.maxDifference ?? Number.POSITIVE_INFINITY) ||
    change > (rule.maxChange ?? Number.POSITIVE_INFINITY) ||
    z > (rule.maxZ ?? Number.POSITIVE_INFINITY);
  const failing = isFailing ? 1n : 0n;
  const parts = [
    rule.maxDifference === undefined ? [] : [`differs by ${short(difference)}`],
    rule.maxChange === undefined ? [] : [`by ${short(change * 100)} %`],
    rule.maxZ === undefined ? [] : [`robust z ${short(z)}`],
  ].flat();
  const text = `is ${short(value)}, and ${short(median)} in the median of ${plural(last.length, 'run')}: ${parts.join(', ')}`;
  const status = statusOf(check.limits, failing, rows);
  return {
    check,
    status,
    failing,
    rows,
    figure: { value, text, plots: [{ kind: 'series', values: last }] },
    message: isFailing ? text : undefined,
  };
}

interface Distance {
  readonly median: number;
  readonly difference: number;
  /** A share of the median. */
  readonly change: number;
  readonly z: number;
}

/**
 * How far a value is from others. The robust z-score is 0.6745 × distance / MAD; where more than half are the same, the
 * mean absolute deviation takes its place with the factor 0.7979 (Iglewicz and Hoaglin, 1993); where all are, any other
 * value is infinitely far.
 */
export function distanceOf(value: number, others: readonly number[]): Distance {
  const median = medianOf(others);
  const difference = Math.abs(value - median);
  const deviations = others.map((other) => Math.abs(other - median));
  const mad = medianOf(deviations);
  const mean = deviations.reduce((sum, each) => sum + each, 0) / deviations.length;
  const ratio = (part: number, whole: number) => (part === 0 ? 0 : part / whole);
  return {
    median,
    difference,
    change: ratio(difference, Math.abs(median)),
    z: mad > 0 ? ratio(0.6745 * difference, mad) : ratio(0.7979 * difference, mean),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

const short = (value: number) => Number(value.toPrecision(4));
