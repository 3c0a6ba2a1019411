import { plural } from '@ml-ci/core';
import type { DriftRule } from '../checks/check.ts';
import type { Found, Probe, Reader } from '../measure/probe.ts';
import type { Related } from '../measure/related.ts';
import type { Axis } from './axis.ts';
import { orderedBins, type Pair, type PairedBin, type Side } from './bins.ts';
import { type Categories, categoryBins } from './categories.ts';
import { kolmogorovSmirnov, wasserstein } from './distances.ts';
import { cramersV, jensenShannon, populationStability } from './measures.ts';

/** What is compared, and what it is compared with. */
export interface Compared {
  readonly axis: Axis;
  /** Each a FROM item with `value` and `n`, its number of rows. */
  readonly current: string;
  readonly reference: string;
  readonly related: Pick<Related, 'broken'>;
}

/** Bars beyond these tell nobody anything. */
const mostBars = 20;

/** How far the values of a column have moved from those of the reference. */
export function driftProbe(rule: DriftRule, { axis, current, reference, related }: Compared): Probe {
  return {
    asks: [],
    async tell(_known, reader): Promise<Found> {
      if (related.broken !== undefined) return { kind: 'unmeasured', reason: related.broken };
      const pair = {
        axis,
        current: await sideOf(reader, current),
        reference: await sideOf(reader, reference),
      };
      const few = tooFew(pair, rule);
      if (few !== undefined) return { kind: 'unmeasured', reason: few };
      const { bins, note } = await binsOf(reader, pair, rule);
      if (bins.length === 0) return { kind: 'unmeasured', reason: note ?? '' };
      const figure = await figureOf(rule, reader, pair, bins);
      // NaN is above no limit: it would pass
      if (!Number.isFinite(figure)) return { kind: 'unmeasured', reason: 'its numbers are too far apart' };
      const { warn = Number.POSITIVE_INFINITY, fail = Number.POSITIVE_INFINITY } = rule;
      const told = `${rule.measure} is ${shown(figure, figure > warn ? fail : warn)}`;
      return {
        kind: 'figure',
        value: figure,
        // without `fail`, the check itself only warns
        isFailing: figure > (rule.fail ?? warn),
        isWarning: figure > warn,
        text: note === undefined ? told : `${told} ${note}`,
        plots: [plotOf(bins)],
      };
    },
  };
}

async function binsOf(reader: Reader, pair: Pair, rule: DriftRule): Promise<Categories> {
  return pair.axis === 'names'
    ? await categoryBins(reader, pair)
    : { bins: await orderedBins(reader, pair, rule.bins) };
}

async function figureOf(
  { measure }: DriftRule,
  reader: Reader,
  pair: Pair,
  bins: readonly PairedBin[],
): Promise<number> {
  switch (measure) {
    case 'psi':
      return populationStability(bins);
    case 'jensen-shannon':
      return jensenShannon(bins);
    case 'chi-square':
      return cramersV(bins);
    case 'kolmogorov-smirnov':
      return await kolmogorovSmirnov(reader, pair);
    case 'wasserstein':
      return await wasserstein(reader, pair);
  }
}

async function sideOf({ query }: Reader, from: string): Promise<Side> {
  const [row] = await query(`SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM ${from}`);
  return { from, rows: BigInt(String(row?.n)) };
}

function tooFew({ current, reference }: Pair, { minRows, source }: DriftRule): string | undefined {
  for (const [rows, name] of [
    [current.rows, 'the source'],
    [reference.rows, `"${source}"`],
  ] as const)
    if (rows < minRows) return `${name} has ${plural(rows, 'value')}, and drift is told from ${minRows}`;
  return undefined;
}

/** The bins that are drawn: of many categories the most common ones, and the rest as one. */
function plotOf(bins: readonly PairedBin[]) {
  const sum = (some: readonly PairedBin[], key: 'rows' | 'referenceRows') =>
    some.reduce((total, bin) => total + bin[key], 0);
  const isNumeric = bins[0]?.value === undefined;
  const named = bins
    .filter(({ value }) => isNumeric || value !== undefined)
    .toSorted((a, b) => (isNumeric ? 0 : b.referenceRows + b.rows - a.referenceRows - a.rows));
  const drawn = isNumeric || bins.length <= mostBars ? named : named.slice(0, mostBars);
  const [rows, referenceRows] = [sum(bins, 'rows'), sum(bins, 'referenceRows')];
  const others =
    drawn.length === bins.length
      ? []
      : [{ rows: rows - sum(drawn, 'rows'), referenceRows: referenceRows - sum(drawn, 'referenceRows') }];
  return { kind: 'bins' as const, bins: [...drawn, ...others], rows, referenceRows };
}

/** A figure for people: three digits, or all where those would put it on the other side of the limit. */
function shown(value: number, max: number): string {
  const short = Number(value.toPrecision(3));
  return String(short > max === value > max ? short : value);
}
