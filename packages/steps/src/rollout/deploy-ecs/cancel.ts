import { stopDeployment } from '@ml-ci/aws';
import { CancelledError, type Clock, describeError, StepError } from '@ml-ci/core';
import { writeRecord } from './report.ts';
import { howToReattach, type Started, type Underway } from './rollout.ts';
import { followRollback, type TakenBack, untilEnd } from './take-back.ts';

/** How long a cancelled run stays to see the old version serve again. */
const stayMs = 10 * 60_000;

/** Ends a run that was cancelled, or ran out of time, while its deployment was going on. Always throws. */
export async function endCancelled(started: Started): Promise<never> {
  const { context } = started;
  const left = context.onCancel === 'detach' ? detached(started) : await stopped(started);
  await writeRecord(started, 'cancelled', left);
  const { reason } = context.signal;
  if (reason instanceof CancelledError) throw new CancelledError(reason.signal, left);
  if (reason instanceof StepError) {
    throw new StepError(reason.code, { message: `${reason.message}: ${left}`, cause: reason });
  }
  throw reason;
}

/** What is said of a deployment that is left alone. */
export function detached(started: Underway): string {
  return `the deployment "${started.deploymentId}" goes on; ${howToReattach(started)}`;
}

async function stopped(started: Started): Promise<string> {
  const { context, session, deploymentId } = started;
  const deadline = deadlineOn(context.clock);
  try {
    return (await stopAndGoBack(started, deadline.signal)).words;
  } catch (error) {
    return `the deployment "${deploymentId}" may go on: ${describeError(error)}; aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled --region ${session.region}`;
  } finally {
    deadline.end();
  }
}

/** How stopping ended, and the same in words. */
export interface Stopped {
  /** `over`: there was nothing to stop, the new version serves. */
  readonly outcome: TakenBack['outcome'] | 'over';
  readonly words: string;
}

/** Stops the deployment and follows it until the version before serves again. Stopping it twice does no harm. */
export async function stopAndGoBack(underway: Underway, signal: AbortSignal): Promise<Stopped> {
  const { context, session, deploymentId } = underway;
  if (await stopDeployment(session, deploymentId, { signal })) {
    context.log.warn(`stopping ${deploymentId} and going back`);
  }
  const ended = await untilEnd(underway, deploymentId, signal);
  if (ended.status === 'Succeeded') {
    const words = `the deployment "${deploymentId}" was over already and the new version serves; it is not proved: ${howToReattach(underway)}`;
    return { outcome: 'over', words };
  }
  const { outcome, reason } = await followRollback(underway, ended, signal);
  return { outcome, words: `the deployment "${deploymentId}" was stopped, ${outcome}: ${reason}` };
}

// The run's own signal is aborted already, so what cleans up has another.
function deadlineOn(clock: Clock) {
  const abort = new AbortController();
  const timer = new AbortController();
  clock.sleep(stayMs, timer.signal).then(
    () => abort.abort(new StepError('TIMEOUT', { message: 'the rollback was not over in time' })),
    () => undefined, // ended in time
  );
  return { signal: abort.signal, end: () => timer.abort() };
}
