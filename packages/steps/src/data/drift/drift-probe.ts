import { plural } from '@ml-ci/core';
import type { DriftRule } from '../checks/check.ts';
import type { Found, Probe, Reader } from '../measure/probe.ts';
import type { Related } from '../measure/related.ts';
import { categoryBins, mostCategories, numberBins, type Pair, type PairedBin } from './bins.ts';
import { kolmogorovSmirnov, wasserstein } from './distances.ts';
import { cramersV, jensenShannon, populationStability } from './measures.ts';

/** What is compared, and what it is compared with. */
export interface Compared {
  readonly pair: Pair;
  readonly related: Pick<Related, 'broken'>;
  readonly isNumber: boolean;
}

/** Bars beyond these tell nobody anything. */
const mostBars = 20;

/** How far the values of a column have moved from those of the reference. */
export function driftProbe(rule: DriftRule, { pair, related, isNumber }: Compared): Probe {
  return {
    asks: [],
    async tell(_known, reader): Promise<Found> {
      if (related.broken !== undefined) return { kind: 'unmeasured', reason: related.broken };
      const few = await tooFew(reader, pair, rule);
      if (few !== undefined) return { kind: 'unmeasured', reason: few };
      const bins = isNumber ? await numberBins(reader, pair, rule.bins) : await categoryBins(reader, pair);
      if (bins.length > mostCategories)
        return { kind: 'unmeasured', reason: `it has more than ${mostCategories} different values` };
      const figure = await figureOf(rule, reader, pair, bins);
      // NaN is above no limit: it would pass
      if (!Number.isFinite(figure)) return { kind: 'unmeasured', reason: 'its numbers are too far apart' };
      const { warn = Number.POSITIVE_INFINITY, fail = Number.POSITIVE_INFINITY } = rule;
      const text = `${rule.measure} is ${shown(figure, figure > warn ? fail : warn)}`;
      const most = bins.toSorted((a, b) => b.referenceRows + b.rows - a.referenceRows - a.rows);
      return {
        kind: 'figure',
        value: figure,
        // without `fail`, the check itself only warns
        isFailing: figure > (rule.fail ?? warn),
        isWarning: figure > warn,
        text,
        plots: [plotOf(isNumber && bins[0]?.value === undefined ? bins : most)],
      };
    },
  };
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

async function tooFew(
  { query }: Reader,
  pair: Pair,
  { minRows, source }: DriftRule,
): Promise<string | undefined> {
  for (const [from, name] of [
    [pair.current, 'the source'],
    [pair.reference, `"${source}"`],
  ]) {
    const [row] = await query(`SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM ${from}`);
    const rows = Number(row?.n);
    if (rows < minRows) return `${name} has ${plural(rows, 'value')}, and drift is told from ${minRows}`;
  }
  return undefined;
}

/** The bins that are drawn: of many categories the most common ones, and the rest as one. */
function plotOf(bins: readonly PairedBin[]) {
  const sum = (some: readonly PairedBin[], key: 'rows' | 'referenceRows') =>
    some.reduce((total, bin) => total + bin[key], 0);
  const isNumeric = bins[0]?.value === undefined;
  const shown = isNumeric || bins.length <= mostBars ? bins : bins.slice(0, mostBars);
  const rest = bins.slice(shown.length);
  const others =
    rest.length === 0 ? [] : [{ rows: sum(rest, 'rows'), referenceRows: sum(rest, 'referenceRows') }];
  return {
    kind: 'bins' as const,
    bins: [...shown, ...others],
    rows: sum(bins, 'rows'),
    referenceRows: sum(bins, 'referenceRows'),
  };
}

/** A figure for people: three digits, or all where those would put it on the other side of the limit. */
function shown(value: number, max: number): string {
  const short = Number(value.toPrecision(3));
  return String(short > max === value > max ? short : value);
}
