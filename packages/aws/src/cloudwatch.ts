import type { CompositeAlarm, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type CallOptions, cloudWatchClient, sending } from './clients.ts';
import type { Session } from './session.ts';

/** An alarm as CloudWatch describes it now. */
export interface AlarmState {
  readonly name: string;
  readonly type: 'metric' | 'composite' | 'log';
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** When the state last really changed. */
  readonly since: Date | undefined;
  /** How long the alarm looks back: period times number of periods; 0 where it has no periods. */
  readonly windowMs: number;
  readonly periodMs: number;
  /** Every set of dimensions it looks at. Empty for composite alarms, queries and expressions alone. */
  readonly dimensions: readonly Readonly<Record<string, string>>[];
  /** A composite alarm's expression over other alarms. */
  readonly rule: string | undefined;
}

const alarmTypes = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

/**
 * The alarms of these names, in as few calls as there are hundreds of names. One that CloudWatch does not return is not in
 * the answer: the caller must miss it. Without `AlarmTypes` only metric alarms would come back.
 */
export async function describeAlarms(
  session: Session,
  names: readonly string[],
  options: CallOptions = {},
): Promise<readonly AlarmState[]> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = await cloudWatchClient(session);
  const alarms: AlarmState[] = [];
  for (let start = 0; start < names.length; start += 100) {
    let NextToken: string | undefined;
    do {
      const AlarmNames = names.slice(start, start + 100);
      const command = new DescribeAlarmsCommand({
        AlarmNames,
        AlarmTypes: [...alarmTypes],
        MaxRecords: 100,
        NextToken,
      });
      const page = await client.send(command, sending(options));
      alarms.push(
        ...(page.MetricAlarms ?? []).map(metricAlarm),
        ...(page.CompositeAlarms ?? []).map((alarm) => otherAlarm('composite', alarm)),
        ...(page.LogAlarms ?? []).map((alarm) => otherAlarm('log', alarm)),
      );
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  return alarms;
}

/** A change of an alarm's state. */
export interface AlarmChange {
  readonly name: string;
  readonly at: Date;
  /** In CloudWatch's words: `Alarm updated from OK to ALARM`. */
  readonly summary: string;
  /** The state it went to, where the history says so in its data. */
  readonly to: string | undefined;
  readonly reason: string | undefined;
}

/** The changes of an alarm's state from `from` on, oldest first: flaps between two polls stand there. */
export async function alarmHistory(
  session: Session,
  name: string,
  from: Date,
  options: CallOptions = {},
): Promise<readonly AlarmChange[]> {
  const { DescribeAlarmHistoryCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = await cloudWatchClient(session);
  const changes: AlarmChange[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeAlarmHistoryCommand({
      AlarmName: name,
      AlarmTypes: [...alarmTypes],
      HistoryItemType: 'StateUpdate',
      StartDate: from,
      ScanBy: 'TimestampAscending',
      NextToken,
    });
    const page = await client.send(command, sending(options));
    for (const { AlarmName = name, Timestamp, HistorySummary = '', HistoryData } of page.AlarmHistoryItems ??
      []) {
      if (Timestamp)
        changes.push({ name: AlarmName, at: Timestamp, summary: HistorySummary, ...newState(HistoryData) });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return changes;
}

function newState(data: string | undefined): { to: string | undefined; reason: string | undefined } {
  const parsed: unknown = data === undefined ? undefined : safeJson(data);
  const state = member(parsed, 'newState');
  return { to: text(member(state, 'stateValue')), reason: text(member(state, 'stateReason')) };
}

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

// The data is CloudWatch's own JSON in a string; where it is not, the summary still tells the change.
function safeJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function metricAlarm(alarm: MetricAlarm): AlarmState {
  const queries = (alarm.Metrics ?? []).map(({ MetricStat }) => MetricStat);
  const periods = [alarm.Period, ...queries.map((query) => query?.Period)].map((period) => period ?? 0);
  const periodMs = Math.max(...periods) * 1_000;
  const sets = [alarm.Dimensions, ...queries.map((query) => query?.Metric?.Dimensions)];
  return {
    ...stateOf(alarm),
    type: 'metric',
    periodMs,
    windowMs: periodMs * (alarm.EvaluationPeriods ?? 1),
    dimensions: sets
      .filter((set) => set !== undefined && set.length > 0)
      .map((set) => Object.fromEntries((set ?? []).map(({ Name = '', Value = '' }) => [Name, Value]))),
    rule: undefined,
  };
}

function otherAlarm(type: 'composite' | 'log', alarm: CompositeAlarm & LogAlarm): AlarmState {
  return { ...stateOf(alarm), type, periodMs: 0, windowMs: 0, dimensions: [], rule: alarm.AlarmRule };
}

type AnyAlarm = Pick<
  MetricAlarm,
  | 'AlarmName'
  | 'StateValue'
  | 'StateReason'
  | 'StateTransitionedTimestamp'
  | 'StateUpdatedTimestamp'
  | 'EvaluationState'
>;

function stateOf(alarm: AnyAlarm) {
  const value = alarm.StateValue;
  // An alarm that could not be evaluated keeps its old state on paper; it knows nothing.
  const knows = alarm.EvaluationState === undefined && (value === 'OK' || value === 'ALARM');
  return {
    name: alarm.AlarmName ?? '',
    state: value === 'ALARM' ? value : knows ? value : ('INSUFFICIENT_DATA' as const),
    reason: [alarm.EvaluationState, alarm.StateReason].filter(Boolean).join(': '),
    since: alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp,
  };
}
