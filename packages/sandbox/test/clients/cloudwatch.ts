import type { ServiceRows } from './row.ts';

const metric = { Namespace: 'Probe', MetricName: 'Errors' };
const span = {
  StartTime: new Date(Date.now() - 3_600_000).toISOString(),
  EndTime: new Date(Date.now() + 3_600_000).toISOString(),
};
const alarm = {
  ...metric,
  AlarmName: 'red',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
};
const names = { AlarmNames: ['red'] };

/** Metrics and the alarms on them. */
export const cloudwatch: ServiceRows = {
  service: 'cloudwatch',
  signingName: 'monitoring',
  rows: [
    {
      operation: 'PutMetricData',
      parameters: { Namespace: 'Probe', MetricData: [{ MetricName: 'Errors', Value: 1.5 }] },
    },
    { operation: 'ListMetrics', parameters: { Namespace: 'Probe' } },
    { operation: 'GetMetricStatistics', parameters: { ...metric, ...span, Period: 60, Statistics: ['Sum'] } },
    {
      operation: 'GetMetricStatistics',
      parameters: { ...metric, ...span, Period: 61, Statistics: ['Sum'] },
      error: 'InvalidParameterValue',
    },
    {
      operation: 'GetMetricData',
      parameters: {
        ...span,
        MetricDataQueries: [{ Id: 'errors', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }],
      },
    },
    { operation: 'PutMetricAlarm', parameters: alarm },
    { operation: 'PutCompositeAlarm', parameters: { AlarmName: 'both', AlarmRule: 'ALARM("red") OR FALSE' } },
    { operation: 'DescribeAlarms', parameters: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] } },
    {
      operation: 'SetAlarmState',
      parameters: { AlarmName: 'red', StateValue: 'OK', StateReason: 'a drill' },
    },
    {
      operation: 'SetAlarmState',
      parameters: { AlarmName: 'none', StateValue: 'OK', StateReason: 'a drill' },
      error: 'ResourceNotFound',
    },
    { operation: 'DescribeAlarmHistory', parameters: { AlarmName: 'red' } },
    { operation: 'DisableAlarmActions', parameters: names },
    { operation: 'EnableAlarmActions', parameters: names },
    { operation: 'DeleteAlarms', parameters: { AlarmNames: ['both'] } },
    { operation: 'DeleteAlarms', parameters: names },
  ],
};
