import type { AlarmState, DeploymentState, EcsTargetState, TaskState, TrafficSide } from '@ml-ci/aws';

/** One look at a running deployment. */
export interface Reading {
  readonly atMs: number;
  readonly deployment: DeploymentState;
  readonly target: EcsTargetState | undefined;
  readonly alarms: readonly AlarmState[];
  /** Tasks of the new version that stopped while it was being installed. */
  readonly crashed: readonly TaskState[];
}

const over = /^(Succeeded|Skipped)$/;

/** True when the new tasks have all of the traffic and no event of the deployment is left. */
export function hasTrafficMoved(target: EcsTargetState | undefined): boolean {
  const events = target?.events ?? [];
  return (
    greenWeight(target) === 100 &&
    events.some(({ name, status }) => name === 'AllowTraffic' && status === 'Succeeded') &&
    events.every(({ status }) => over.test(status))
  );
}

/** When the new tasks had all of the traffic, where the deployment says so. */
export function movedAtMs(target: EcsTargetState | undefined): number | undefined {
  const ends = (target?.events ?? [])
    .map(({ endedAt }) => endedAt?.getTime())
    .filter((end) => end !== undefined);
  return hasTrafficMoved(target) && ends.length > 0 ? Math.max(...ends) : undefined;
}

/** True while the new tasks are being started and none of them has to be there yet. */
export function isInstalling(target: EcsTargetState | undefined): boolean {
  return (target?.events ?? []).some(({ name, status }) => name === 'Install' && status === 'InProgress');
}

/** True when so many new tasks have stopped that more will not help: the rule of ECS's own circuit breaker, at least three. */
export function isCrashing({ target, crashed }: Reading): boolean {
  const desired = side(target, 'Green')?.desired ?? 0;
  return isInstalling(target) && crashed.length >= Math.max(3, Math.ceil(desired / 2));
}

/** Percent of the traffic that the new tasks have. */
export function greenWeight(target: EcsTargetState | undefined): number {
  return side(target, 'Green')?.weight ?? 0;
}

/** The event that is going on, else the one that failed, else the last that is over; the status before there is any. */
export function currentEvent({ deployment, target }: Reading): {
  readonly name: string;
  readonly status: string;
} {
  const events = target?.events ?? [];
  return (
    events.find(({ status }) => status === 'InProgress') ??
    events.find(({ status }) => status === 'Failed') ??
    events.findLast(({ status }) => over.test(status)) ?? { name: 'Deployment', status: deployment.status }
  );
}

/** `AllowTraffic InProgress | green 10% blue 90% | tasks 3/3 | alarms OK 2`. */
export function watchLine(reading: Reading): string {
  const { name, status } = currentEvent(reading);
  const { deployment, target, alarms, crashed } = reading;
  const crashes = crashed.length > 0 ? `, ${crashed.length} stopped` : '';
  const isEnd = /^(Succeeded|Failed|Stopped)$/.test(deployment.status);
  const green = side(target, 'Green');
  return [
    isEnd && name !== 'Deployment' ? `${name} ${status}, ${deployment.status}` : `${name} ${status}`,
    target?.sides.length ? `green ${green?.weight ?? 0}% blue ${side(target, 'Blue')?.weight ?? 0}%` : '',
    green ? `tasks ${green.running}/${green.desired}${crashes}` : '',
    alarmWords(alarms),
  ]
    .filter((part) => part !== '')
    .join(' | ');
}

/** `alarms OK 2`, or those that are not OK by name. */
export function alarmWords(alarms: readonly AlarmState[]): string {
  if (alarms.length === 0) return '';
  const quiet = alarms.filter(({ state }) => state === 'OK').length;
  const others = alarms.filter(({ state }) => state !== 'OK').map(({ name, state }) => `${name} ${state}`);
  return `alarms ${[...others, ...(quiet > 0 ? [`OK ${quiet}`] : [])].join(', ')}`;
}

/** `+118s`, or `+5m10s` from ten minutes on. */
export function since(startMs: number, atMs: number): string {
  const seconds = Math.max(0, Math.round((atMs - startMs) / 1_000));
  return seconds < 600 ? `+${seconds}s` : `+${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

function side(target: EcsTargetState | undefined, label: TrafficSide['label']): TrafficSide | undefined {
  return target?.sides.find((candidate) => candidate.label === label);
}
