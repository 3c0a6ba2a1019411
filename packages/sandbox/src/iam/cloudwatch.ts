import { namedAll, type ResourceTable } from './demand.ts';

/** Alarms are judged each, or all where none is named. */
export const cloudWatchResources: ResourceTable = {
  DescribeAlarmHistory: (ask) => [ask.arn('cloudwatch', `alarm:${ask.named('AlarmName')}`)],
  DescribeAlarms: (ask) => namedAll(ask, 'AlarmNames').map((name) => ask.arn('cloudwatch', `alarm:${name}`)),
};

/** A stream is judged with its group. */
export const logsResources: ResourceTable = {
  GetLogEvents: (ask) => [
    ask.arn('logs', `log-group:${ask.named('logGroupName')}:log-stream:${ask.named('logStreamName')}`),
  ],
};
