import { describeError } from '@ml-ci/core';
import { flapsSince } from '../engine/alarm-gate.ts';
import { activatedAlarms, causalTasks, causeOf, failedEvent, stopReasons } from './cause.ts';
import { stoppedTasks } from './follow.ts';
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
  const reasons = stopReasons(causalTasks(stopped, reading));
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
  });
  return causeOf(reading, red, reasons);
}
