import type { Scope } from '../compute/scope.ts';
import {
  type Alarm,
  type AlarmState,
  type CompositeAlarm,
  type HistoryItem,
  type MetricAlarm,
  typeOf,
} from './alarm.ts';
import { holds } from './composite-rule.ts';
import { type Datapoint, evaluate, type StateValue } from './evaluate.ts';
import { MetricStore } from './metrics.ts';
import { runQueries } from './query.ts';
import { reasonDataOf, reasonOf } from './reason.ts';

/** What is not documented and therefore a switch. */
export interface CloudWatchSwitches {
  /**
   * How many periods older than N are still looked at. CloudWatch says only "a higher number than EvaluationPeriods";
   * its tables have N = 3 and a range of 5.
   */
  readonly extraPeriods: number;
}

/** The metrics, alarms and history of one account and region. Time comes in as an argument. */
export class CloudWatchRegion {
  readonly scope: Scope;
  readonly metrics = new MetricStore();
  readonly alarms = new Map<string, Alarm>();
  readonly history: HistoryItem[] = [];
  readonly #switches: () => CloudWatchSwitches;

  constructor(scope: Scope, switches: () => CloudWatchSwitches) {
    this.scope = scope;
    this.#switches = switches;
  }

  arnOf(alarm: string): string {
    return `arn:aws:cloudwatch:${this.scope.region}:${this.scope.account}:alarm:${alarm}`;
  }

  /** Creates or replaces the configuration of an alarm; the state of an existing one stays. */
  configure(make: (state: AlarmState) => Alarm, nowMs: number): void {
    const fresh: AlarmState = {
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      reasonData: undefined,
      transitionedMs: nowMs,
      updatedMs: nowMs,
    };
    const name = make(fresh).name;
    const known = this.alarms.get(name);
    const alarm = make(known?.state ?? fresh);
    this.alarms.set(name, alarm);
    const summary = known ? `Alarm "${name}" updated` : `Alarm "${name}" created`;
    this.#record(alarm, nowMs, 'ConfigurationUpdate', summary, {
      version: '1.0',
      type: known ? 'Update' : 'Create',
    });
  }

  /** Sets a state; a change of the value goes into the history, and composite alarms follow at once. */
  setState(
    alarm: Alarm,
    value: StateValue,
    reason: string,
    reasonData: string | undefined,
    nowMs: number,
  ): void {
    const changed = alarm.state.value !== value;
    const transitionedMs = changed ? nowMs : alarm.state.transitionedMs;
    const state: AlarmState = { value, reason, reasonData, transitionedMs, updatedMs: nowMs };
    this.alarms.set(alarm.name, { ...alarm, state });
    if (!changed) return;
    this.#record(alarm, nowMs, 'StateUpdate', `Alarm updated from ${alarm.state.value} to ${value}`, {
      version: '1.0',
      oldState: { stateValue: alarm.state.value, stateReason: alarm.state.reason },
      newState: { stateValue: value, stateReason: reason },
    });
    this.#evaluateComposites(nowMs);
  }

  /** Evaluates what is due at `nowMs`: alarms with a period under a minute every ten seconds, others each minute. */
  evaluateDue(nowMs: number): void {
    for (const alarm of [...this.alarms.values()]) {
      if (alarm.kind === 'metric' && nowMs % evaluationIntervalMs(alarm) === 0)
        this.evaluateNow(alarm, nowMs);
    }
    this.#evaluateComposites(nowMs);
  }

  /** Evaluates one alarm on the full periods before `nowMs`. */
  evaluateNow(alarm: MetricAlarm, nowMs: number): void {
    const interval = evaluationIntervalMs(alarm);
    const range = this.rangeOf(alarm, Math.floor(nowMs / interval) * interval);
    const value = evaluate(range, alarm.rule, alarm.state.value);
    if (value === alarm.state.value && !alarm.state.reason.startsWith('Unchecked')) return;
    const data = reasonDataOf(range, alarm.rule, nowMs, alarm.periodSeconds);
    this.setState(alarm, value, reasonOf(value, range, alarm.rule), data, nowMs);
  }

  /** The datapoints that an evaluation at `endMs` sees, oldest first. */
  rangeOf(alarm: MetricAlarm, endMs: number): readonly Datapoint[] {
    const periods = alarm.rule.evaluationPeriods + this.#switches().extraPeriods;
    const periodMs = alarm.periodSeconds * 1_000;
    const startMs = endMs - periods * periodMs;
    const all = runQueries(this.metrics, alarm.queries, (seconds) => ({
      startMs,
      endMs,
      periodMs: seconds * 1_000,
    }));
    const returned = alarm.queries.find(({ ReturnData }) => ReturnData);
    const points = new Map(
      (returned ? all.get(returned.Id) : [])?.map((point) => [point.timestampMs, point.value]),
    );
    return Array.from({ length: periods }, (_, index) => {
      const timestampMs = startMs + index * periodMs;
      return { timestampMs, value: points.get(timestampMs) };
    });
  }

  /** Composites may stand on composites: they are evaluated until nothing changes, at most once per alarm. */
  #evaluateComposites(nowMs: number): void {
    for (const alarm of this.alarms.values()) {
      if (alarm.kind !== 'composite') continue;
      const value = this.#compositeValue(alarm);
      if (value === alarm.state.value) continue;
      this.setState(alarm, value, `${alarm.ruleText} is ${value === 'ALARM'}`, undefined, nowMs);
      return;
    }
  }

  #compositeValue(alarm: CompositeAlarm): StateValue {
    return holds(alarm.rule, (name) => this.alarms.get(name)?.state.value) ? 'ALARM' : 'OK';
  }

  #record(
    alarm: Alarm,
    nowMs: number,
    type: HistoryItem['HistoryItemType'],
    summary: string,
    data: object,
  ): void {
    this.history.push({
      AlarmName: alarm.name,
      AlarmType: typeOf(alarm),
      Timestamp: new Date(nowMs),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: JSON.stringify(data),
    });
  }
}

function evaluationIntervalMs({ periodSeconds }: MetricAlarm): number {
  return periodSeconds < 60 ? 10_000 : 60_000;
}
