/** What is known of some samples of a metric: enough for every simple statistic, and for percentiles where values are kept. */
export interface StatisticSet {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** How often each value occurred; undefined where only totals were published. */
  readonly values: ReadonlyMap<number, number> | undefined;
}

/** `count` samples of one value. */
export function sampleSet(value: number, count = 1): StatisticSet {
  return { count, sum: value * count, min: value, max: value, values: new Map([[value, count]]) };
}

export function mergeSets(a: StatisticSet | undefined, b: StatisticSet): StatisticSet {
  if (!a) return b;
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    values: a.values && b.values ? mergeValues(a.values, b.values) : undefined,
  };
}

/** The value of a statistic (`Average`, `p99.9`); undefined where it cannot be told from the set. */
export function statisticOf(set: StatisticSet, statistic: string): number | undefined {
  switch (statistic) {
    case 'Average':
      return set.sum / set.count;
    case 'Sum':
      return set.sum;
    case 'SampleCount':
      return set.count;
    case 'Minimum':
      return set.min;
    case 'Maximum':
      return set.max;
    default:
      return percentileOf(set, Number(statistic.slice(1)));
  }
}

/** True for the statistics that are served: the five simple ones and pNN. */
export function isStatistic(text: string): boolean {
  const percentile = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(text);
  if (percentile) return Number(percentile[1]) <= 100;
  return ['Average', 'Sum', 'SampleCount', 'Minimum', 'Maximum'].includes(text);
}

function percentileOf(set: StatisticSet, percent: number): number | undefined {
  // without the values a percentile is known only where all of them are the same
  if (!set.values) return set.min === set.max ? set.min : undefined;
  const rank = Math.max(1, Math.ceil((percent / 100) * set.count));
  let seen = 0;
  for (const [value, count] of [...set.values].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return value;
  }
  return set.max;
}

function mergeValues(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const merged = new Map(a);
  for (const [value, count] of b) merged.set(value, (merged.get(value) ?? 0) + count);
  return merged;
}
