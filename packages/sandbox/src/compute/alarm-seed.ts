import type { Comparison } from '../cloudwatch/evaluate.ts';

/** An alarm on one metric, as a rehearsal describes it. */
export interface AlarmDescription {
  readonly namespace: string;
  readonly metric: string;
  /** Without them a metric of `AWS/ApplicationELB` is that of the service's load balancer, and any other has none. */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  /** `Sum`, `Average`, `p99`. */
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData?: 'missing' | 'ignore' | 'breaching' | 'notBreaching' | undefined;
}

/** The input of PutMetricAlarm. */
export function alarmInputOf(name: string, alarm: AlarmDescription, balancer: string): object {
  const byDefault = alarm.namespace === 'AWS/ApplicationELB' ? { LoadBalancer: balancer } : {};
  const isExtended = alarm.statistic.startsWith('p');
  return {
    AlarmName: name,
    Namespace: alarm.namespace,
    MetricName: alarm.metric,
    Dimensions: Object.entries(alarm.dimensions ?? byDefault).map(([Name, Value]) => ({ Name, Value })),
    [isExtended ? 'ExtendedStatistic' : 'Statistic']: alarm.statistic,
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missingData,
  };
}
