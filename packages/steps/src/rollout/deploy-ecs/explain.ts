import { describeTaskDefinition, logTail, type TaskState } from '@ml-ci/aws';
import { describeError } from '@ml-ci/core';
import { flapsSince } from '../engine/alarm-gate.ts';
import { activatedAlarms, causalTasks, causeOf, failedEvent, stopReasons } from './cause.ts';
import { stoppedTasks } from './follow.ts';
import { logStreamOf } from './log-stream.ts';
import type { Started } from './rollout.ts';
import { type Reading, since } from './watch-line.ts';

/** Finds out why a deployment failed, tells all that is known, and returns the cause in one line. */
export async function explain(started: Started, reading: Reading, signal: AbortSignal): Promise<string> {
  const { context, session, alarms, startedMs, deploymentId } = started;
  const { log } = context;
  // What explains must not hide what failed: an answer that cannot be had is told and left out.
  const orTell = (what: string) => (error: unknown) => {
    if (signal.aborted) throw error;
    log.warn(`could not read ${what}: ${describeError(error)}`);
    return [];
  };
  const stopped = await stoppedTasks(started, signal).catch(orTell('the stopped tasks'));
  const causal = causalTasks(stopped, reading);
  const reasons = stopReasons(causal);
  const last = await lastWords(started, causal.length > 0 ? causal : stopped, signal).catch(
    orTell('the logs'),
  );
  const suspects = [...new Set([...activatedAlarms(reading.deployment, alarms), ...alarms])];
  const red = await flapsSince(session, suspects, startedMs, signal).catch(
    orTell('the history of the alarms'),
  );
  const { deployment, target } = reading;
  await log.group(`why ${deploymentId} failed`, async () => {
    if (deployment.error) log.warn(`CodeDeploy: ${deployment.error.code}: ${deployment.error.message}`);
    const event = failedEvent(target);
    const words = event?.diagnostics;
    if (event)
      log.warn(
        `${event.name}: ${[words?.code, words?.hook, words?.message].filter(Boolean).join(', ') || 'Failed'}`,
      );
    for (const line of words?.logTail ? words.logTail.split('\n') : [])
      log.output(words?.hook || 'hook', line);
    for (const { name, at, reason } of red)
      log.warn(`${since(startedMs, at.getTime())} alarm "${name}": ${reason}`);
    for (const reason of reasons) log.warn(`tasks stopped: ${reason}`);
    for (const line of last) log.output(context.inputs.container, line);
  });
  return causeOf(reading, red, reasons);
}

/** The last lines of the task that stopped last. */
async function lastWords(
  { session, taskDefinition, context }: Started,
  stopped: readonly TaskState[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const time = (task: TaskState) => task.stoppingAt?.getTime() ?? 0;
  const task = stopped.toSorted((a, b) => time(b) - time(a))[0];
  if (!task || taskDefinition === undefined) return [];
  const { input } = await describeTaskDefinition(session, taskDefinition, { signal });
  const stream = logStreamOf(input, context.inputs.container, task.arn, session.region);
  return stream ? logTail(session, stream, 20, { signal }) : [];
}
