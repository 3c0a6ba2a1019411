import { type AlarmRule, breaches, type Comparison, type Datapoint, type StateValue } from './evaluate.ts';

/** Why an alarm is in `state`, in the words of CloudWatch as near as they are known. */
export function reasonOf(state: StateValue, range: readonly Datapoint[], rule: AlarmRule): string {
  const real = range.filter((point) => point.value !== undefined).slice(-rule.evaluationPeriods);
  const missing = rule.evaluationPeriods - real.length;
  const { treatMissingData } = rule;
  if (state === 'INSUFFICIENT_DATA')
    return 'Insufficient Data: no datapoints were received in the evaluation range.';
  if (real.length === 0) {
    const treated = treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${missing} periods and ${missing} missing datapoints were treated as [${treated}].`;
  }
  const matching = real.filter(({ value }) => breaches(value ?? 0, rule) === (state === 'ALARM'));
  const shown = matching
    .map(({ timestampMs, value }) => `${value} (${new Date(timestampMs).toISOString()})`)
    .join(', ');
  const not = state === 'ALARM' ? '' : 'not ';
  return `Threshold Crossed: ${matching.length} out of the last ${real.length} datapoints [${shown}] was ${not}${words[rule.comparison]} the threshold (${rule.threshold}) (minimum ${rule.datapointsToAlarm} datapoints for OK -> ALARM transition).`;
}

/** The same as data, for `StateReasonData`. */
export function reasonDataOf(
  range: readonly Datapoint[],
  rule: AlarmRule,
  nowMs: number,
  periodSeconds: number,
): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: new Date(nowMs).toISOString(),
    period: periodSeconds,
    threshold: rule.threshold,
    recentDatapoints: range.flatMap(({ value }) => (value === undefined ? [] : [value])),
    evaluatedDatapoints: range.map(({ timestampMs, value }) => ({
      timestamp: new Date(timestampMs).toISOString(),
      value,
    })),
  });
}

const words: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
