import {
  type AlarmState,
  describeAlarms,
  ecsTarget,
  getDeployment,
  poll,
  serviceTasks,
  type TaskState,
} from '@ml-ci/aws';
import { joined, StepError } from '@ml-ci/core';
import { deploymentLimitMs, howToReattach, lookEveryMs, type Started } from './rollout.ts';
import {
  alarmWords,
  currentEvent,
  greenWeight,
  isCrashing,
  isInstalling,
  type Reading,
  since,
  watchLine,
} from './watch-line.ts';

/** How long CodeDeploy gets to act on a red alarm before we do. */
const alarmGraceMs = 120_000;

/**
 * How following a deployment ended: it came as far as was asked, it ended badly, an alarm is red and nobody acted, or its
 * tasks stop as often as they start.
 */
export interface Followed {
  readonly end: 'reached' | 'ended' | 'red' | 'crashing';
  readonly reading: Reading;
}

/** Follows the deployment until `isReached`, telling each change once. */
export async function follow(
  started: Started,
  signal: AbortSignal,
  isReached: (reading: Reading) => boolean,
): Promise<Followed> {
  const { context, deploymentId } = started;
  const phase = phases(started, isReached);
  const { reading } = await poll<Reading & { readonly phase: string }>({
    clock: context.clock,
    signal,
    what: `the deployment "${deploymentId}"`,
    read: async (abort) => {
      const look = await read(started, abort);
      return { ...look, phase: phase(look) };
    },
    stateOf: (look) => look.phase,
    states: {
      Created: 'wait',
      Queued: 'wait',
      InProgress: 'wait',
      Baking: 'wait',
      Ready: 'wait',
      Succeeded: 'wait',
      reached: 'done',
      ended: 'fail',
      red: 'fail',
      crashing: 'fail',
    },
    changeKey: watchLine,
    onChange: (look) => tell(started, look),
    intervalMs: lookEveryMs,
    timeoutMs: deploymentLimitMs(started) + started.bakeMs,
  }).catch((error: unknown) => {
    throw withDeployment(started, error);
  });
  return { end: endOf(reading.phase), reading };
}

function endOf(phase: string): Followed['end'] {
  return phase === 'reached' || phase === 'red' || phase === 'crashing' ? phase : 'ended';
}

/** One look at the deployment, its target and every alarm, and a note of it in the timeline. */
async function read(started: Started, signal: AbortSignal): Promise<Reading> {
  const { context, session, deploymentId, alarms, timeline } = started;
  const [deployment, target, states] = await Promise.all([
    getDeployment(session, deploymentId, { signal }),
    ecsTarget(session, deploymentId, { signal }),
    alarms.length === 0 ? [] : describeAlarms(session, alarms, { signal }),
  ]);
  // An alarm that is gone is not "OK".
  const missing = alarms.filter((name) => !states.some((state) => state.name === name));
  const reading = {
    atMs: context.clock.now(),
    deployment,
    target,
    alarms: [...states, ...missing.map(goneAlarm)],
    crashed: isInstalling(target) ? await stoppedTasks(started, signal) : [],
  };
  const green = target?.sides.find(({ label }) => label === 'Green');
  timeline.add({
    at: new Date(reading.atMs).toISOString(),
    event: `${currentEvent(reading).name} ${currentEvent(reading).status}`,
    traffic: greenWeight(target),
    tasks: { running: green?.running ?? 0, desired: green?.desired ?? 0 },
    alarms: Object.fromEntries(reading.alarms.map(({ name, state }) => [name, state])),
  });
  return reading;
}

function phases({ allowed, context }: Started, isReached: (reading: Reading) => boolean) {
  let redSinceMs: number | undefined;
  return (reading: Reading): string => {
    const { status } = reading.deployment;
    if (status === 'Failed' || status === 'Stopped') return 'ended';
    // CodeDeploy would go on starting them for an hour.
    if (isCrashing(reading)) return 'crashing';
    const isRed = reading.alarms.some(({ name, state }) => state === 'ALARM' && !allowed.includes(name));
    if (!isRed) {
      redSinceMs = undefined;
      return isReached(reading) ? 'reached' : status;
    }
    redSinceMs ??= context.clock.now();
    // CodeDeploy goes back by itself while the deployment is not over; afterwards only we can.
    return status === 'Succeeded' || reading.atMs - redSinceMs >= alarmGraceMs ? 'red' : status;
  };
}

function tell({ context, startedMs, timeline }: Started, reading: Reading): void {
  const line = watchLine(reading);
  if (!timeline.isNews(line)) return;
  context.log.info(`${since(startedMs, reading.atMs)} ${line}`);
  context.log.progress({
    label: 'traffic',
    done: greenWeight(reading.target),
    total: 100,
    unit: 'percent',
    detail: alarmWords(reading.alarms),
  });
}

/** Tasks of our task definition that stopped since the start; ECS remembers them for an hour. */
export async function stoppedTasks(
  { session, address, taskDefinition, startedMs }: Started,
  signal: AbortSignal,
): Promise<readonly TaskState[]> {
  if (taskDefinition === undefined) return []; // whose tasks they are cannot be told
  const stopped = await serviceTasks(session, address, 'STOPPED', { signal });
  return stopped.filter(
    (task) =>
      task.taskDefinition === taskDefinition && (task.stoppingAt?.getTime() ?? startedMs) >= startedMs,
  );
}

function goneAlarm(name: string): AlarmState {
  return {
    name,
    type: 'metric',
    state: 'INSUFFICIENT_DATA',
    reason: 'the alarm is gone',
    since: undefined,
    windowMs: 0,
    periodMs: 0,
    dimensions: [],
    rule: undefined,
  };
}

// We could not look any longer, but the deployment goes on: whoever reads the error must know that.
function withDeployment(started: Started, error: unknown): unknown {
  if (!(error instanceof StepError) || started.context.signal.aborted) return error;
  return new StepError(error.code, {
    message: `${error.message}; the deployment "${started.deploymentId}" goes on, guarded by CodeDeploy alone`,
    fix: joined([error.fix, howToReattach(started)], '; '),
    cause: error,
  });
}
