import type { AlarmState, DeploymentState, EcsTargetState, LifecycleEventState, TaskState } from '@ml-ci/aws';
import type { Reading } from './watch-line.ts';

/** The event that failed first, or undefined where none did. */
export function failedEvent(target: EcsTargetState | undefined): LifecycleEventState | undefined {
  const failed = (target?.events ?? []).filter(({ status }) => status === 'Failed');
  return failed.toSorted((a, b) => time(a) - time(b))[0];
}

/**
 * The alarms that a deployment says stopped it. CodeDeploy ends its message with `Activated alarms: <name> <name>`; a name
 * may hold spaces, so the ones we know are looked for in that part.
 */
export function activatedAlarms(deployment: DeploymentState, known: readonly string[]): readonly string[] {
  const said = deployment.error?.message.split('Activated alarms:')[1];
  if (said === undefined) return [];
  const words = ` ${said.replace(/[,;]/g, ' ').replace(/[.\s]+$/, '')} `;
  return known.filter((name) => words.includes(` ${name} `) || words.includes(` <${name}> `));
}

/**
 * The tasks whose end can be a cause: not those that the service ended when the deployment was over or had failed already.
 */
export function causalTasks(
  tasks: readonly TaskState[],
  { deployment, target }: Reading,
): readonly TaskState[] {
  const event = failedEvent(target);
  const overMs = Math.min(
    event?.endedAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
    deployment.completedAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
  );
  return tasks.filter(
    ({ stopCode, stoppingAt }) =>
      stopCode !== 'ServiceSchedulerInitiated' || (stoppingAt?.getTime() ?? 0) < overMs,
  );
}

/** Why tasks stopped, each reason once with how often, most frequent first. */
export function stopReasons(tasks: readonly TaskState[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    const containers = task.containers
      .filter(({ exitCode, reason }) => reason !== undefined || (exitCode !== undefined && exitCode !== 0))
      .map(
        ({ name, exitCode, reason }) =>
          `${name}${exitCode === undefined ? '' : ` exit ${exitCode}`}${reason ? `: ${reason}` : ''}`,
      );
    const words = [task.stoppedReason, ...containers].filter(Boolean).join(' | ');
    if (words !== '') counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([words, count]) => (count > 1 ? `${count} × ${words}` : words));
}

/** The cause of a failure in one line, the most telling fact first. */
export function causeOf(
  { deployment, target, alarms }: Reading,
  red: readonly Pick<AlarmState, 'name' | 'reason'>[],
  stopped: readonly string[],
): string {
  const named = activatedAlarms(
    deployment,
    alarms.map(({ name }) => name),
  );
  const names = [...new Set([...red.map(({ name }) => name), ...named])];
  const event = failedEvent(target);
  const words = event?.diagnostics;
  // Where an alarm stopped it, the event that was going on failed as well; only its own words add something.
  const isNews = event && (names.length === 0 || words?.message);
  return (
    [
      names.length > 0 ? `alarm ${names.map((name) => `"${name}"`).join(', ')}` : '',
      isNews ? `${event.name} failed${words?.message ? ` (${words.message})` : ''}` : '',
      names.length === 0 && stopped[0] ? `tasks stopped: ${stopped[0]}` : '',
      names.length === 0 && deployment.error
        ? `${deployment.error.code}: ${deployment.error.message.replace(/\.$/, '')}`
        : '',
    ]
      .filter((part) => part !== '')
      .join('; ') || 'CodeDeploy gave no reason'
  );
}

function time({ startedAt, endedAt }: LifecycleEventState): number {
  return (endedAt ?? startedAt)?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
