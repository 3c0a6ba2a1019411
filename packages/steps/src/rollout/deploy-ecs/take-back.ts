import { createDeployment, type DeploymentState, getDeployment, poll, stopDeployment } from '@ml-ci/aws';
import { plural } from '@ml-ci/core';
import { appSpec } from './app-spec.ts';
import { describeRollback } from './description.ts';
import { lookEveryMs, type Started, type Underway } from './rollout.ts';
import { type Serving, settle } from './serving.ts';
import type { Reading } from './watch-line.ts';

/** How going back to the old version ended. */
export interface TakenBack {
  /** `stopped`: the old version serves without a rollback deployment of CodeDeploy's. */
  readonly outcome: 'rolled-back' | 'rollback-failed' | 'stopped';
  readonly reason: string;
}

const ends = { Succeeded: 'done', Failed: 'fail', Stopped: 'fail' } as const;
const goesOn = {
  Created: 'wait',
  Queued: 'wait',
  InProgress: 'wait',
  Baking: 'wait',
  Ready: 'wait',
} as const;

/** Sees to it that the old version serves again, and follows that to its end. */
export async function takeBack(
  started: Started,
  { deployment }: Reading,
  signal: AbortSignal,
): Promise<TakenBack> {
  const { context, session, deploymentId } = started;
  if (deployment.status === 'Succeeded') return redeployPrevious(started, signal);
  if (deployment.status !== 'Failed' && deployment.status !== 'Stopped') {
    context.log.info(`stopping ${deploymentId}: CodeDeploy goes back to the version before it`);
    await stopDeployment(session, deploymentId, { signal });
  }
  const ended = await untilEnd(started, deploymentId, signal);
  // It was over before it could be stopped.
  if (ended.status === 'Succeeded') return redeployPrevious(started, signal);
  return followRollback(started, ended, signal);
}

/** Follows the rollback that CodeDeploy makes for a deployment that failed or was stopped to its end. */
export async function followRollback(
  started: Underway,
  stopped: DeploymentState,
  signal: AbortSignal,
): Promise<TakenBack> {
  const { context } = started;
  const rollbackId = stopped.rollbackId ?? (await awaitRollbackId(started, signal));
  if (rollbackId === undefined) {
    const proof = await settle(started, signal, (serving) => judgeOld(started, serving));
    return proof.proof === 'proved'
      ? { outcome: 'stopped', reason: `the old version serves: ${proof.reason}` }
      : { outcome: 'rollback-failed', reason: `CodeDeploy made no rollback deployment: ${proof.reason}` };
  }
  context.log.info(`following the rollback ${rollbackId}: ${stopped.id} is ${stopped.status}`);
  return proveRollback(started, rollbackId, signal);
}

// The deployment is over and CodeDeploy guards it no longer: going back is a deployment of its own.
async function redeployPrevious(started: Started, signal: AbortSignal): Promise<TakenBack> {
  const { context, session, group, previous, deploymentId } = started;
  if (previous === undefined) {
    return {
      outcome: 'rollback-failed',
      reason: 'the deployment has succeeded already, and what served before it is not known',
    };
  }
  const { container, port } = context.inputs;
  context.log.info(
    `deploying "${previous.split('/').at(-1)}" again: ${deploymentId} is over and cannot be stopped`,
  );
  const rollbackId = await createDeployment(session, {
    application: group.application,
    group: group.group,
    appSpec: appSpec(previous, container, port),
    configuration: 'CodeDeployDefault.ECSAllAtOnce',
    description: describeRollback(deploymentId),
    // The alarm that is red now would stop the way back as well.
    overrideAlarms: [],
  });
  return proveRollback(started, rollbackId, signal);
}

async function proveRollback(started: Underway, rollbackId: string, signal: AbortSignal): Promise<TakenBack> {
  const end = await untilEnd(started, rollbackId, signal);
  if (end.status !== 'Succeeded') {
    const why = end.error
      ? `${end.error.code}: ${end.error.message}`
      : (end.rollbackMessage ?? 'no reason given');
    return { outcome: 'rollback-failed', reason: `the rollback ${rollbackId} is ${end.status}: ${why}` };
  }
  const proof = await settle(started, signal, (serving) => judgeOld(started, serving));
  return proof.proof === 'proved'
    ? { outcome: 'rolled-back', reason: `the version before serves again: ${proof.reason}` }
    : { outcome: 'rollback-failed', reason: `the rollback ${rollbackId} succeeded, but ${proof.reason}` };
}

/** Whether anything but the new version serves, with all its tasks; the version before it where that is known. */
export function judgeOld({ previous, image }: Pick<Started, 'previous' | 'image'>, serving: Serving) {
  const { taskDefinition, running, desired } = serving;
  const name = taskDefinition.split('/').at(-1);
  if (previous === undefined ? serving.image === image : taskDefinition !== previous) {
    return { proof: 'refuted', reason: `the traffic goes to "${name}"` } as const;
  }
  const tasks = `"${name}" runs in ${running} of ${plural(desired, 'task')}`;
  return running < desired
    ? ({ proof: 'short', reason: tasks } as const)
    : ({ proof: 'proved', reason: tasks } as const);
}

/** Waits for the end of a deployment, whatever it is. */
export async function untilEnd(
  { context, session }: Pick<Underway, 'context' | 'session'>,
  id: string,
  signal: AbortSignal,
): Promise<DeploymentState> {
  const { reading } = await poll({
    clock: context.clock,
    signal,
    what: `the deployment "${id}"`,
    read: (abort) => getDeployment(session, id, { signal: abort }),
    stateOf: ({ status }) => status,
    states: { ...goesOn, ...ends },
    onChange: ({ status }) => context.log.info(`${id} ${status}`),
    intervalMs: lookEveryMs,
    timeoutMs: 2 * 3_600_000,
  });
  return reading;
}

// The id of the rollback shows up a little after the deployment has stopped.
async function awaitRollbackId({ context, session, deploymentId }: Underway, signal: AbortSignal) {
  const { clock } = context;
  const deadlineMs = clock.now() + 180_000;
  const { reading } = await poll({
    clock,
    signal,
    what: `the rollback of "${deploymentId}"`,
    read: (abort) => getDeployment(session, deploymentId, { signal: abort }),
    stateOf: ({ rollbackId }) =>
      rollbackId !== undefined || clock.now() >= deadlineMs ? 'known' : 'unknown',
    states: { known: 'done', unknown: 'wait' },
    intervalMs: 5_000,
    timeoutMs: 600_000,
  });
  return reading.rollbackId;
}
