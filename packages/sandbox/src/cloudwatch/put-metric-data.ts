import { z } from 'zod';
import { wire } from '../compute/input.ts';
import type { MetricStore } from './metrics.ts';
import { dimensionsSchema, invalid } from './query.ts';
import { mergeSets, type StatisticSet, sampleSet } from './statistic-set.ts';

const numbers = z.array(wire.number).max(150);

const datumSchema = z.object({
  MetricName: wire.text.min(1).max(255),
  Dimensions: dimensionsSchema,
  Timestamp: wire.time.optional(),
  Value: wire.number.optional(),
  StatisticValues: z
    .object({ SampleCount: wire.number, Sum: wire.number, Minimum: wire.number, Maximum: wire.number })
    .optional(),
  Values: numbers.optional(),
  Counts: numbers.optional(),
  Unit: wire.text.optional(),
  StorageResolution: wire.integer.optional(),
});

export const putMetricDataSchema = z.object({
  Namespace: wire.text.regex(/^[^:].{0,254}$/, 'must not begin with a colon'),
  MetricData: z.array(datumSchema).max(1_000).default([]),
  EntityMetricData: z.undefined('is not served by the sandbox').optional(),
});

type Datum = z.output<typeof datumSchema>;
const dayMs = 86_400_000;

/** Stores what PutMetricData brings, all of it or nothing. */
export function putMetricData(
  store: MetricStore,
  input: z.output<typeof putMetricDataSchema>,
  nowMs: number,
): void {
  const read = input.MetricData.map((datum) => ({ datum, set: setOf(datum), timeMs: timeOf(datum, nowMs) }));
  for (const { datum, set, timeMs } of read) {
    const identity = { namespace: input.Namespace, name: datum.MetricName, dimensions: datum.Dimensions };
    store.put(identity, timeMs, set, datum.Unit, datum.StorageResolution === 1 ? 1_000 : 60_000);
  }
}

function timeOf({ Timestamp, MetricName }: Datum, nowMs: number): number {
  const timeMs = Timestamp?.getTime() ?? nowMs;
  if (timeMs < nowMs - 14 * dayMs || timeMs > nowMs + dayMs / 12) {
    throw invalid(`the timestamp of ${MetricName} must be at most two weeks old and two hours ahead`);
  }
  return timeMs;
}

function setOf({ Value, Values, Counts, StatisticValues, MetricName }: Datum): StatisticSet {
  if (StatisticValues) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
    return { count: SampleCount, sum: Sum, min: Minimum, max: Maximum, values: undefined };
  }
  if (Value !== undefined) return sampleSet(Value);
  if (Counts && Counts.length !== Values?.length)
    throw invalid('Values and Counts must have the same length');
  const merged = Values?.reduce<StatisticSet | undefined>(
    (set, value, index) => mergeSets(set, sampleSet(value, Counts?.[index] ?? 1)),
    undefined,
  );
  if (!merged) throw invalid(`${MetricName} has neither Value, Values nor StatisticValues`);
  return merged;
}
