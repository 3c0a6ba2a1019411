import { mergeSets, type StatisticSet, statisticOf } from './statistic-set.ts';

/** A name and value that tells metrics of one name apart. */
interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Which metric: namespace, name and the full set of dimensions. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** One value of a series; the time is the start of its period. */
export interface Point {
  readonly timestampMs: number;
  readonly value: number;
}

/** Consecutive periods, from `startMs` on, that end at or before `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodMs: number;
}

interface Bucket {
  readonly unit: string;
  readonly set: StatisticSet;
}

interface StoredMetric extends MetricIdentity {
  /** By start in milliseconds; a bucket is a minute, or a second of a high-resolution metric. */
  readonly buckets: Map<number, Bucket[]>;
}

const standardResolutionMs = 60_000;

/** The metrics of one account and region. Dimensions are part of the name: another set is another metric. */
export class MetricStore {
  readonly #metrics = new Map<string, StoredMetric>();

  put(
    identity: MetricIdentity,
    timestampMs: number,
    set: StatisticSet,
    unit = 'None',
    resolutionMs = standardResolutionMs,
  ) {
    const metric = this.#metricOf(identity);
    const start = Math.floor(timestampMs / resolutionMs) * resolutionMs;
    const buckets = metric.buckets.get(start) ?? [];
    const same = buckets.find((bucket) => bucket.unit === unit);
    const merged = { unit, set: mergeSets(same?.set, set) };
    metric.buckets.set(start, [...buckets.filter((bucket) => bucket !== same), merged]);
  }

  /** The periods of `window` that have data, oldest first. Data of another unit than the one asked for is not seen. */
  series(identity: MetricIdentity, statistic: string, window: Window, unit?: string): readonly Point[] {
    const periods = new Map<number, StatisticSet>();
    for (const [start, buckets] of this.#metrics.get(keyOf(identity))?.buckets ?? []) {
      if (start < window.startMs || start >= window.endMs) continue;
      const index = Math.floor((start - window.startMs) / window.periodMs);
      for (const bucket of buckets) {
        if (unit === undefined || unit === bucket.unit)
          periods.set(index, mergeSets(periods.get(index), bucket.set));
      }
    }
    return [...periods]
      .sort(([a], [b]) => a - b)
      .flatMap(([index, set]) => {
        const value = statisticOf(set, statistic);
        return value === undefined ? [] : [{ timestampMs: window.startMs + index * window.periodMs, value }];
      });
  }

  /** The unit that a metric was published with. */
  unitOf(identity: MetricIdentity): string {
    const [first] = this.#metrics.get(keyOf(identity))?.buckets.values() ?? [];
    return first?.[0]?.unit ?? 'None';
  }

  list(): readonly MetricIdentity[] {
    return [...this.#metrics.values()];
  }

  #metricOf(identity: MetricIdentity): StoredMetric {
    const key = keyOf(identity);
    const known = this.#metrics.get(key);
    if (known) return known;
    const made = { ...identity, buckets: new Map() };
    this.#metrics.set(key, made);
    return made;
  }
}

function keyOf({ namespace, name, dimensions }: MetricIdentity): string {
  const sorted = dimensions
    .map(({ Name, Value }) => [Name, Value])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
