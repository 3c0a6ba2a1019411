import { type AlarmState, alarmHistory, describeAlarms, poll, type Session } from '@ml-ci/aws';
import { type Clock, formatDuration, type Log } from '@ml-ci/core';
import {
  type AlarmFinding,
  childNames,
  dataWaitMs,
  findingsOf,
  refuse,
  type Subject,
} from './alarm-checks.ts';

/** The alarms of a rollout and what is expected of them. */
export interface AlarmGate {
  readonly session: Session;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly names: readonly string[];
  readonly allowed: readonly string[];
  readonly subject: Subject;
  readonly insufficientData: 'wait' | 'fail' | 'pass';
}

/** Reads the alarms, and those that composite ones are made of. */
export async function readAlarms(
  session: Session,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly AlarmState[]> {
  if (names.length === 0) return [];
  const known = new Map<string, AlarmState>();
  let wanted = [...names];
  while (wanted.length > 0) {
    for (const alarm of await describeAlarms(session, wanted, { signal })) known.set(alarm.name, alarm);
    const children = [...known.values()].flatMap(({ rule }) => childNames(rule));
    const asked = new Set([...wanted, ...known.keys()]);
    wanted = [...new Set(children)].filter((name) => !asked.has(name));
  }
  return [...known.values()];
}

/** Throws unless every alarm exists, is about the subject, is not red and has data; waits for data where that is asked for. */
export async function openGate(gate: AlarmGate, mayWait: boolean): Promise<readonly AlarmState[]> {
  const { session, clock, log, signal, names, insufficientData } = gate;
  const first = await readAlarms(session, names, signal);
  const findings = judged(gate, first);
  const isOnlyData = findings.length > 0 && findings.every(({ code }) => code === 'ALARM_WITHOUT_DATA');
  if (!isOnlyData || insufficientData === 'fail' || !mayWait) {
    refuse(findings);
    return first;
  }
  const waitMs = dataWaitMs(first);
  const blind = findings.map(({ alarm }) => alarm).join(', ');
  log.info(`waiting up to ${formatDuration(waitMs)} for data of ${blind}`);
  const deadlineMs = clock.now() + waitMs;
  const { reading } = await poll({
    clock,
    signal,
    what: `the data of ${blind}`,
    read: () => readAlarms(session, names, signal),
    stateOf: (alarms) =>
      clock.now() < deadlineMs && judged(gate, alarms).some(({ code }) => code === 'ALARM_WITHOUT_DATA')
        ? 'blind'
        : 'judged',
    states: { blind: 'wait', judged: 'done' },
    intervalMs: 15_000,
    timeoutMs: waitMs + 60_000,
  });
  refuse(judged(gate, reading));
  return reading;
}

function judged(gate: AlarmGate, alarms: readonly AlarmState[]): readonly AlarmFinding[] {
  const findings = findingsOf(gate.names, alarms, gate.subject, gate.allowed);
  return gate.insufficientData === 'pass'
    ? findings.filter(({ code }) => code !== 'ALARM_WITHOUT_DATA')
    : findings;
}

/** The names of alarms that went red between `fromMs` and now, for however short; what cannot be read counts as red. */
export async function flapsSince(
  session: Session,
  names: readonly string[],
  fromMs: number,
  signal: AbortSignal,
): Promise<readonly { readonly name: string; readonly at: Date; readonly reason: string }[]> {
  const flaps = [];
  for (const name of names) {
    const changes = await alarmHistory(session, name, new Date(fromMs), { signal });
    const red = changes.find(
      ({ at, to }) => at.getTime() >= fromMs && to !== 'OK' && to !== 'INSUFFICIENT_DATA',
    );
    if (red) flaps.push({ name, at: red.at, reason: red.reason ?? red.summary });
  }
  return flaps;
}
