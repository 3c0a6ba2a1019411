import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { Scoped } from '../compute/scope.ts';
import { type Operation, ServiceError } from '../service.ts';
import { type Alarm, describeAlarm, typeOf } from './alarm.ts';
import { compositeAlarmOf, compositeAlarmSchema, metricAlarmOf, metricAlarmSchema } from './alarm-input.ts';
import type { CloudWatchRegion } from './region.ts';

const code = 'InvalidParameterValueException';
const alarmTypes = z.array(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])).optional();
const stateValue = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
const namesSchema = z.object({ AlarmNames: z.array(wire.text).max(100) });

const describeSchema = z.object({
  AlarmNames: z.array(wire.text).max(100).optional(),
  AlarmNamePrefix: wire.text.optional(),
  AlarmTypes: alarmTypes,
  StateValue: stateValue.optional(),
  ActionPrefix: wire.text.optional(),
  ChildrenOfAlarmName: z.undefined('is not served by the sandbox').optional(),
  ParentsOfAlarmName: z.undefined('is not served by the sandbox').optional(),
  MaxRecords: wire.integerIn(1, 100).default(50),
  NextToken: wire.text.optional(),
});

const historySchema = z.object({
  AlarmName: wire.text.optional(),
  AlarmTypes: alarmTypes,
  HistoryItemType: wire.text.optional(),
  StartDate: wire.time.optional(),
  EndDate: wire.time.optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxRecords: wire.integerIn(1, 100).default(100),
  NextToken: wire.text.optional(),
});

const setStateSchema = z.object({
  AlarmName: wire.text,
  StateValue: stateValue,
  StateReason: wire.text.max(1023),
  StateReasonData: wire.text.max(4000).optional(),
});

/** The operations on alarms. */
export function alarmOperations(regions: Scoped<CloudWatchRegion>, clock: Clock): Record<string, Operation> {
  return {
    PutMetricAlarm(raw, caller) {
      const region = regions.of(caller);
      const input = read(metricAlarmSchema, raw, code);
      const now = clock.now();
      region.configure((state) => metricAlarmOf(input, region.arnOf(input.AlarmName), now, state), now);
      const alarm = region.alarms.get(input.AlarmName);
      if (alarm?.kind === 'metric') region.evaluateNow(alarm, now);
      return {};
    },
    PutCompositeAlarm(raw, caller) {
      const region = regions.of(caller);
      const input = read(compositeAlarmSchema, raw, code);
      const now = clock.now();
      const isKnown = (name: string) => region.alarms.has(name);
      region.configure(
        (state) => compositeAlarmOf(input, region.arnOf(input.AlarmName), now, state, isKnown),
        now,
      );
      region.evaluateDue(now);
      return {};
    },
    DescribeAlarms(raw, caller) {
      const input = read(describeSchema, raw, code);
      const found = [...regions.of(caller).alarms.values()].filter((alarm) => isWanted(alarm, input));
      const { items, next } = pageOf(found, input.MaxRecords, input.NextToken, 'InvalidNextToken');
      return {
        MetricAlarms: items.filter(({ kind }) => kind === 'metric').map(describeAlarm),
        CompositeAlarms: items.filter(({ kind }) => kind === 'composite').map(describeAlarm),
        NextToken: next,
      };
    },
    DescribeAlarmHistory(raw, caller) {
      const input = read(historySchema, raw, code);
      const types = input.AlarmTypes ?? ['MetricAlarm'];
      const found = regions
        .of(caller)
        .history.filter(
          (item) =>
            types.includes(item.AlarmType) &&
            (input.AlarmName === undefined || item.AlarmName === input.AlarmName) &&
            (input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType) &&
            (input.StartDate === undefined || item.Timestamp >= input.StartDate) &&
            (input.EndDate === undefined || item.Timestamp <= input.EndDate),
        );
      if (input.ScanBy === 'TimestampDescending') found.reverse();
      const { items, next } = pageOf(found, input.MaxRecords, input.NextToken, 'InvalidNextToken');
      return { AlarmHistoryItems: items, NextToken: next };
    },
    SetAlarmState(raw, caller) {
      const input = read(setStateSchema, raw, code);
      const region = regions.of(caller);
      const alarm = region.alarms.get(input.AlarmName);
      if (!alarm) throw new ServiceError('ResourceNotFound', `there is no alarm "${input.AlarmName}"`, 404);
      region.setState(alarm, input.StateValue, input.StateReason, input.StateReasonData, clock.now());
      return {};
    },
    DeleteAlarms(raw, caller) {
      const { AlarmNames } = read(namesSchema, raw, code);
      const { alarms } = regions.of(caller);
      const unknown = AlarmNames.filter((name) => !alarms.has(name));
      if (unknown.length > 0)
        throw new ServiceError('ResourceNotFound', `there is no alarm ${unknown.join(', ')}`, 404);
      for (const name of AlarmNames) alarms.delete(name);
      return {};
    },
    EnableAlarmActions: switchActions(regions, true),
    DisableAlarmActions: switchActions(regions, false),
  };
}

/** Without AlarmTypes only metric alarms are seen, even where a composite is named. */
function isWanted(alarm: Alarm, input: z.output<typeof describeSchema>): boolean {
  const { ActionPrefix, AlarmNames, AlarmNamePrefix, StateValue } = input;
  return (
    (input.AlarmTypes ?? ['MetricAlarm']).includes(typeOf(alarm)) &&
    (AlarmNames === undefined || AlarmNames.length === 0 || AlarmNames.includes(alarm.name)) &&
    (AlarmNamePrefix === undefined || alarm.name.startsWith(AlarmNamePrefix)) &&
    (StateValue === undefined || alarm.state.value === StateValue) &&
    (ActionPrefix === undefined || alarm.alarmActions.some((action) => action.startsWith(ActionPrefix)))
  );
}

function switchActions(regions: Scoped<CloudWatchRegion>, actionsEnabled: boolean): Operation {
  return (raw, caller) => {
    const { alarms } = regions.of(caller);
    for (const name of read(namesSchema, raw, code).AlarmNames) {
      const alarm = alarms.get(name);
      if (alarm) alarms.set(name, { ...alarm, actionsEnabled });
    }
    return {};
  };
}
