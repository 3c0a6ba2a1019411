import { stopDeployment } from '@ml-ci/aws';
import { CancelledError, type Clock, describeError, StepError } from '@ml-ci/core';
import { writeRecord } from './report.ts';
import { howToReattach, type Started } from './rollout.ts';
import { followRollback, untilEnd } from './take-back.ts';

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

function detached(started: Started): string {
  return `the deployment "${started.deploymentId}" goes on; ${howToReattach(started)}`;
}

async function stopped(started: Started): Promise<string> {
  const { context, session, deploymentId } = started;
  const deadline = deadlineOn(context.clock);
  try {
    const { signal } = deadline;
    if (await stopDeployment(session, deploymentId, { signal })) {
      context.log.warn(`stopping ${deploymentId} and going back`);
    }
    const ended = await untilEnd(started, deploymentId, signal);
    if (ended.status === 'Succeeded') {
      return `the deployment "${deploymentId}" was over already and the new version serves; it is not proved: ${howToReattach(started)}`;
    }
    const { outcome, reason } = await followRollback(started, ended, signal);
    return `the deployment "${deploymentId}" was stopped, ${outcome}: ${reason}`;
  } catch (error) {
    return `the deployment "${deploymentId}" may go on: ${describeError(error)}; aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled --region ${session.region}`;
  } finally {
    deadline.end();
  }
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
