import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { ServiceError } from '../service.ts';
import type { AlarmState, CompositeAlarm, MetricAlarm } from './alarm.ts';
import { alarmsOf, parseCompositeRule } from './composite-rule.ts';
import { dimensionsSchema, invalid, isPeriod, type MetricQuery, periodOf, querySchema } from './query.ts';
import { isStatistic } from './statistic-set.ts';

const actions = {
  AlarmName: wire.text.min(1).max(255),
  AlarmDescription: wire.text.max(1024).optional(),
  ActionsEnabled: wire.boolean.default(true),
  OKActions: wire.list(wire.text).default([]),
  AlarmActions: wire.list(wire.text).default([]),
  InsufficientDataActions: wire.list(wire.text).default([]),
};

/** Members whose effect the sandbox does not have, and which it therefore refuses. */
const unserved = {
  ThresholdMetricId: z.undefined('anomaly detection is not served by the sandbox').optional(),
  EvaluationCriteria: z.undefined('is not served by the sandbox').optional(),
  WarmUpConfiguration: z.undefined('is not served by the sandbox').optional(),
};

export const metricAlarmSchema = z.object({
  ...actions,
  ...unserved,
  MetricName: wire.text.optional(),
  Namespace: wire.text.optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
  ExtendedStatistic: wire.text.optional(),
  Dimensions: dimensionsSchema,
  Period: wire.integer.optional(),
  Unit: wire.text.optional(),
  EvaluationPeriods: wire.integerIn(1),
  DatapointsToAlarm: wire.integerIn(1).optional(),
  Threshold: wire.number,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).optional(),
  Metrics: z.array(querySchema).max(20).optional(),
});

export const compositeAlarmSchema = z.object({
  ...actions,
  ActionsSuppressor: z.undefined('is not served by the sandbox').optional(),
  AlarmRule: wire.text.min(1).max(10_240),
});

type MetricAlarmInput = z.output<typeof metricAlarmSchema>;
type CompositeAlarmInput = z.output<typeof compositeAlarmSchema>;

/** The alarm that PutMetricAlarm asks for; refuses what CloudWatch refuses. */
export function metricAlarmOf(
  input: MetricAlarmInput,
  arn: string,
  nowMs: number,
  state: AlarmState,
): MetricAlarm {
  const queries = input.Metrics ?? [singleQuery(input)];
  if (input.Metrics) checkCombination(input);
  if (queries.filter(({ ReturnData }) => ReturnData).length !== 1) {
    throw invalid('exactly one element of the metrics list should return data');
  }
  const datapointsToAlarm = input.DatapointsToAlarm ?? input.EvaluationPeriods;
  if (datapointsToAlarm > input.EvaluationPeriods) {
    throw invalid('DatapointsToAlarm must not be greater than EvaluationPeriods');
  }
  const periodSeconds = periodOf(queries);
  if (periodSeconds * input.EvaluationPeriods > 86_400 * (periodSeconds >= 3_600 ? 7 : 1)) {
    throw invalid(
      'metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)',
    );
  }
  return {
    ...baseOf(input, arn, nowMs, state),
    kind: 'metric',
    queries,
    periodSeconds,
    rule: {
      threshold: input.Threshold,
      comparison: input.ComparisonOperator,
      evaluationPeriods: input.EvaluationPeriods,
      datapointsToAlarm,
      treatMissingData: input.TreatMissingData ?? 'missing',
    },
    described: {
      MetricName: input.MetricName,
      Namespace: input.Namespace,
      Statistic: input.Statistic,
      ExtendedStatistic: input.ExtendedStatistic,
      Dimensions: input.Dimensions,
      Period: input.Period,
      Unit: input.Unit,
      DatapointsToAlarm: input.DatapointsToAlarm,
      TreatMissingData: input.TreatMissingData,
      Metrics: input.Metrics,
    },
  };
}

/** The alarm that PutCompositeAlarm asks for; every alarm it names must exist and none may be itself. */
export function compositeAlarmOf(
  input: CompositeAlarmInput,
  arn: string,
  nowMs: number,
  state: AlarmState,
  isKnown: (alarm: string) => boolean,
): CompositeAlarm {
  const rule = parsedRule(input.AlarmRule);
  const unknown = alarmsOf(rule).filter((name) => name === input.AlarmName || !isKnown(name));
  if (unknown.length > 0) {
    throw new ServiceError(
      'ValidationError',
      `could not save the composite alarm: unknown or circular ${unknown.join(', ')}`,
    );
  }
  return { ...baseOf(input, arn, nowMs, state), kind: 'composite', ruleText: input.AlarmRule, rule };
}

function parsedRule(text: string) {
  try {
    return parseCompositeRule(text);
  } catch (error) {
    throw new ServiceError('ValidationError', error instanceof Error ? error.message : String(error));
  }
}

function baseOf(
  input: CompositeAlarmInput | MetricAlarmInput,
  arn: string,
  nowMs: number,
  state: AlarmState,
) {
  return {
    name: input.AlarmName,
    arn,
    description: input.AlarmDescription,
    actionsEnabled: input.ActionsEnabled,
    okActions: input.OKActions,
    alarmActions: input.AlarmActions,
    insufficientDataActions: input.InsufficientDataActions,
    configuredMs: nowMs,
    state,
  };
}

function singleQuery(input: MetricAlarmInput): MetricQuery {
  const { MetricName, Namespace, Period, Dimensions, Unit } = input;
  const statistic = input.Statistic ?? input.ExtendedStatistic;
  if (MetricName === undefined || Namespace === undefined || Period === undefined) {
    throw invalid('MetricName, Namespace and Period are required where Metrics is absent');
  }
  if (statistic === undefined || (input.Statistic && input.ExtendedStatistic)) {
    throw new ServiceError(
      'InvalidParameterCombinationException',
      'give one of Statistic and ExtendedStatistic',
    );
  }
  if (!isStatistic(statistic)) throw invalid(`the statistic "${statistic}" is not served by the sandbox`);
  if (!isPeriod(Period) || Period < 10) throw invalid('Period must be 10, 20, 30 or a multiple of 60');
  const Metric = { Namespace, MetricName, Dimensions };
  return {
    Id: 'm1',
    ReturnData: true,
    MetricStat: { Metric, Period, Stat: statistic, ...(Unit ? { Unit } : {}) },
  };
}

function checkCombination(input: MetricAlarmInput): void {
  const doubled = ['MetricName', 'Namespace', 'Period', 'Statistic', 'ExtendedStatistic', 'Unit'] as const;
  const given = doubled.filter((member) => input[member] !== undefined);
  if (given.length === 0 && input.Dimensions.length === 0) return;
  throw new ServiceError(
    'InvalidParameterCombinationException',
    `Metrics excludes ${given.join(', ') || 'Dimensions'}`,
  );
}
