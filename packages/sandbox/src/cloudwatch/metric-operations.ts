import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { Scoped } from '../compute/scope.ts';
import type { Operation } from '../service.ts';
import type { MetricIdentity, Point, Window } from './metrics.ts';
import { putMetricData, putMetricDataSchema } from './put-metric-data.ts';
import { dimensionsSchema, invalid, isPeriod, type MetricQuery, querySchema, runQueries } from './query.ts';
import type { CloudWatchRegion } from './region.ts';
import { isStatistic } from './statistic-set.ts';

const code = 'InvalidParameterValueException';

const getDataSchema = z.object({
  MetricDataQueries: z.array(querySchema).min(1).max(500),
  StartTime: wire.time,
  EndTime: wire.time,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: wire.integerIn(1, 100_800).default(100_800),
  NextToken: z.undefined('the sandbox answers in one page').optional(),
});

const statisticsSchema = z.object({
  Namespace: wire.text,
  MetricName: wire.text,
  Dimensions: dimensionsSchema,
  StartTime: wire.time,
  EndTime: wire.time,
  Period: wire.integer.refine(isPeriod, 'must be 1, 5, 10, 20, 30 or a multiple of 60'),
  Statistics: z.array(wire.text).default([]),
  ExtendedStatistics: z.array(wire.text).default([]),
  Unit: wire.text.optional(),
});

const listSchema = z.object({
  Namespace: wire.text.optional(),
  MetricName: wire.text.optional(),
  Dimensions: z.array(z.object({ Name: wire.text, Value: wire.text.optional() })).default([]),
  NextToken: wire.text.optional(),
});

/** The operations on metrics. */
export function metricOperations(regions: Scoped<CloudWatchRegion>, clock: Clock): Record<string, Operation> {
  return {
    PutMetricData(raw, caller) {
      putMetricData(regions.of(caller).metrics, read(putMetricDataSchema, raw, code), clock.now());
      return {};
    },
    GetMetricData(raw, caller) {
      const input = read(getDataSchema, raw, code);
      const range = rangeOf(input.StartTime, input.EndTime);
      const all = runQueries(regions.of(caller).metrics, input.MetricDataQueries, (s) =>
        alignedWindow(range, s),
      );
      const results = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData).map((query) =>
        describeResult(query, all.get(query.Id) ?? [], input.ScanBy),
      );
      const points = results.reduce((total, { Values }) => total + Values.length, 0);
      if (points > input.MaxDatapoints)
        throw invalid('more datapoints than MaxDatapoints; the sandbox has no pages here');
      return { MetricDataResults: results, Messages: [] };
    },
    GetMetricStatistics(raw, caller) {
      const input = read(statisticsSchema, raw, code);
      return { Label: input.MetricName, Datapoints: statistics(regions.of(caller), input) };
    },
    ListMetrics(raw, caller) {
      const input = read(listSchema, raw, code);
      const found = regions
        .of(caller)
        .metrics.list()
        .filter((metric) => isListed(metric, input));
      const { items, next } = pageOf(found, 500, input.NextToken, 'InvalidNextToken');
      const Metrics = items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensions,
      }));
      return { Metrics, NextToken: next };
    },
  };
}

function describeResult(query: MetricQuery, oldestFirst: readonly Point[], scanBy: string) {
  const points = scanBy === 'TimestampDescending' ? oldestFirst.toReversed() : oldestFirst;
  return {
    Id: query.Id,
    Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
    Timestamps: points.map(({ timestampMs }) => new Date(timestampMs)),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}

function statistics(region: CloudWatchRegion, input: z.output<typeof statisticsSchema>): object[] {
  const wanted = [...input.Statistics, ...input.ExtendedStatistics];
  if (wanted.length === 0) throw invalid('Statistics or ExtendedStatistics is required');
  const unserved = wanted.filter((statistic) => !isStatistic(statistic));
  if (unserved.length > 0) throw invalid(`the sandbox does not serve ${unserved.join(', ')}`);
  const identity = { namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions };
  const window = alignedWindow(rangeOf(input.StartTime, input.EndTime), input.Period);
  const points = new Map<number, { simple: Record<string, number>; extended: Record<string, number> }>();
  for (const statistic of wanted) {
    for (const { timestampMs, value } of region.metrics.series(identity, statistic, window, input.Unit)) {
      const point = points.get(timestampMs) ?? { simple: {}, extended: {} };
      (input.Statistics.includes(statistic) ? point.simple : point.extended)[statistic] = value;
      points.set(timestampMs, point);
    }
  }
  return [...points].map(([timestampMs, { simple, extended }]) => ({
    Timestamp: new Date(timestampMs),
    ...simple,
    ...(Object.keys(extended).length > 0 ? { ExtendedStatistics: extended } : {}),
    Unit: input.Unit ?? region.metrics.unitOf(identity),
  }));
}

function rangeOf(start: Date, end: Date): { startMs: number; endMs: number } {
  if (start >= end) throw invalid('StartTime must be less than EndTime');
  return { startMs: start.getTime(), endMs: end.getTime() };
}

/** Periods begin at multiples of their length. */
function alignedWindow(
  { startMs, endMs }: { startMs: number; endMs: number },
  periodSeconds: number,
): Window {
  const periodMs = periodSeconds * 1_000;
  return { startMs: Math.floor(startMs / periodMs) * periodMs, endMs, periodMs };
}

function isListed(metric: MetricIdentity, input: z.output<typeof listSchema>): boolean {
  return (
    (input.Namespace === undefined || metric.namespace === input.Namespace) &&
    (input.MetricName === undefined || metric.name === input.MetricName) &&
    input.Dimensions.every(({ Name, Value }) =>
      metric.dimensions.some((own) => own.Name === Name && (Value === undefined || own.Value === Value)),
    )
  );
}
