/** The state of an alarm. */
export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** How an alarm judges its datapoints. */
export interface AlarmRule {
  readonly threshold: number;
  readonly comparison: Comparison;
  /** N: how many datapoints are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** A period of the evaluation range; `value` is undefined where nothing was published. */
export interface Datapoint {
  readonly timestampMs: number;
  readonly value: number | undefined;
}

/**
 * The state of an alarm after looking at `range` (the evaluation range, oldest first, which is longer than N), as the
 * CloudWatch guide tells it in "Configuring how CloudWatch alarms treat missing data":
 * with at least N real datapoints the newest N decide and missing ones are passed over; with fewer, all real ones count
 * and the rest is filled as `treatMissingData` says, as few times as possible.
 */
export function evaluate(range: readonly Datapoint[], rule: AlarmRule, previous: StateValue): StateValue {
  const real = range.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const considered = real.slice(-rule.evaluationPeriods);
  const breaching = considered.filter((value) => breaches(value, rule)).length;
  const missing = Math.max(0, rule.evaluationPeriods - considered.length);
  if (breaching >= rule.datapointsToAlarm) return 'ALARM';
  if (missing === 0) return 'OK';
  switch (rule.treatMissingData) {
    case 'breaching':
      return breaching + missing >= rule.datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return breaching < considered.length ? 'OK' : previous;
    case 'missing':
      if (considered.length === 0) return 'INSUFFICIENT_DATA';
      return isPremature(range, rule, breaching === considered.length) ? 'ALARM' : 'OK';
  }
}

/** True where a value is on the wrong side of the threshold. */
export function breaches(value: number, { comparison, threshold }: AlarmRule): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

/**
 * "CloudWatch alarms are designed to always go into ALARM state when the oldest available breaching datapoint is at
 * least as old as the value of Datapoints to Alarm, and all other more recent data points are breaching or missing."
 */
function isPremature(range: readonly Datapoint[], rule: AlarmRule, allBreach: boolean): boolean {
  const oldest = range.findIndex(({ value }) => value !== undefined);
  return allBreach && range.length - oldest >= rule.datapointsToAlarm;
}
