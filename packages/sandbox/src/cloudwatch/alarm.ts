import type { CompositeRule } from './composite-rule.ts';
import type { AlarmRule, StateValue } from './evaluate.ts';
import type { MetricQuery } from './query.ts';

/** A state and what led to it. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData: string | undefined;
  /** When the value last changed. */
  readonly transitionedMs: number;
  /** When the state was last set, to the same value or another. */
  readonly updatedMs: number;
}

interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly configuredMs: number;
  readonly state: AlarmState;
}

/** An alarm on a metric or an expression. */
export interface MetricAlarm extends AlarmBase {
  readonly kind: 'metric';
  readonly rule: AlarmRule;
  /** The queries; exactly one returns data. An alarm on one metric has one. */
  readonly queries: readonly MetricQuery[];
  readonly periodSeconds: number;
  /** What the caller sent, as it is described again. */
  readonly described: Readonly<Record<string, unknown>>;
}

/** An alarm on the states of other alarms. */
export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite';
  readonly ruleText: string;
  readonly rule: CompositeRule;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** One line of an alarm's history. */
export interface HistoryItem {
  readonly AlarmName: string;
  readonly AlarmType: 'MetricAlarm' | 'CompositeAlarm';
  readonly Timestamp: Date;
  readonly HistoryItemType: 'ConfigurationUpdate' | 'StateUpdate';
  readonly HistorySummary: string;
  readonly HistoryData: string;
}

/** The name that the API has for the kind of an alarm. */
export function typeOf(alarm: Alarm): HistoryItem['AlarmType'] {
  return alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
}

/** The alarm as DescribeAlarms shows it. */
export function describeAlarm(alarm: Alarm): object {
  const common = {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredMs),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: alarm.insufficientDataActions,
    StateValue: alarm.state.value,
    StateReason: alarm.state.reason,
    StateReasonData: alarm.state.reasonData,
    StateUpdatedTimestamp: new Date(alarm.state.updatedMs),
    StateTransitionedTimestamp: new Date(alarm.state.transitionedMs),
  };
  if (alarm.kind === 'composite') return { ...common, AlarmRule: alarm.ruleText };
  const { rule, described } = alarm;
  return {
    ...common,
    ...described,
    EvaluationPeriods: rule.evaluationPeriods,
    Threshold: rule.threshold,
    ComparisonOperator: rule.comparison,
  };
}
