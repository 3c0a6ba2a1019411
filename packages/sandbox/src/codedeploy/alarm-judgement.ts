import type { StateValue } from '../cloudwatch/evaluate.ts';
import type { AlarmConfiguration } from './model.ts';

/** What is not documented of how alarms stop a deployment, and therefore a switch. */
export interface AlarmSwitches {
  /** Whether INSUFFICIENT_DATA stops a deployment as ALARM does. */
  readonly insufficientDataStops: boolean;
  /** Whether an alarm that does not exist counts as one that cannot be read. */
  readonly missingAlarmIsUnreadable: boolean;
}

/** Whether a deployment goes on, and because of which alarms not. */
export type AlarmJudgement =
  | { readonly stops: false }
  | { readonly stops: true; readonly names: readonly string[] };

/** Judges the states of a deployment's alarms; `undefined` is an alarm that was not found. */
export function judgeAlarms(
  configuration: AlarmConfiguration,
  stateOf: (name: string) => StateValue | undefined,
  switches: AlarmSwitches,
): AlarmJudgement {
  if (!configuration.isEnabled) return { stops: false };
  const isReason: Readonly<Record<StateValue | 'MISSING', boolean>> = {
    ALARM: true,
    OK: false,
    INSUFFICIENT_DATA: switches.insufficientDataStops,
    MISSING: switches.missingAlarmIsUnreadable && !configuration.ignorePollAlarmFailure,
  };
  const names = configuration.names.filter((name) => isReason[stateOf(name) ?? 'MISSING']);
  return names.length > 0 ? { stops: true, names } : { stops: false };
}
