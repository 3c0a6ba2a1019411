import { failed, formatDuration, inconclusive, passed } from '@ml-ci/core';
import { flapsSince } from '../engine/alarm-gate.ts';
import { explain } from './explain.ts';
import { type Followed, follow } from './follow.ts';
import type { DeployEcsVerdict } from './inputs.ts';
import { outputsOf } from './report.ts';
import type { Started } from './rollout.ts';
import { judgeServing, type Proof, settle } from './serving.ts';
import { takeBack } from './take-back.ts';
import { greenWeight, hasTrafficMoved, movedAtMs, type Reading } from './watch-line.ts';

/** Watches, bakes and proves a deployment; where it fails, follows the way back to its end. */
export async function complete(started: Started): Promise<DeployEcsVerdict> {
  const { context } = started;
  const { signal, clock, log, inputs } = context;
  const isOver = ({ deployment }: Reading) => deployment.status === 'Succeeded';
  const moved = await follow(started, signal, (look) => isOver(look) || hasTrafficMoved(look.target));
  if (moved.end !== 'reached') return goBack(started, moved.reading);
  // From the shift on: a run that comes later to the same deployment does not wait all of it again.
  const bakedAtMs = (movedAtMs(moved.reading.target) ?? clock.now()) + started.bakeMs;
  if (bakedAtMs > clock.now()) {
    log.info(
      `all traffic has moved; the alarms must stay quiet for ${formatDuration(bakedAtMs - clock.now())}`,
    );
  }
  const baked = await follow(started, signal, () => clock.now() >= bakedAtMs);
  if (baked.end !== 'reached') return goBack(started, baked.reading);
  const flaps = await guards(started, baked);
  if (flaps !== undefined) return goBack(started, baked.reading, flaps);
  const last = inputs.waitFor === 'complete' ? await follow(started, signal, isOver) : baked;
  if (last.end !== 'reached') return goBack(started, last.reading);
  return prove(started, last.reading);
}

/** The alarms that went red for a moment between two looks, in words. */
async function guards({ session, alarms, allowed, startedMs, context }: Started, { reading }: Followed) {
  const judged = alarms.filter((name) => !allowed.includes(name));
  const fromMs = Math.min(startedMs, reading.deployment.createdAt?.getTime() ?? startedMs);
  const flaps = await flapsSince(session, judged, fromMs, context.signal);
  return flaps.length === 0
    ? undefined
    : `alarm ${flaps.map(({ name }) => `"${name}"`).join(', ')} for a moment`;
}

async function goBack(started: Started, reading: Reading, found?: string): Promise<DeployEcsVerdict> {
  const { context } = started;
  const why = await explain(started, reading, context.signal);
  const { outcome, reason } = await takeBack(started, reading, context.signal);
  const words = {
    'rolled-back': 'rolled back',
    'rollback-failed': 'the rollback failed',
    stopped: 'stopped',
  }[outcome];
  const message = `${words}: ${found ?? why}; ${reason}`;
  const outputs = await outputsOf(started, outcome, message);
  return failed(message, outcome === 'rollback-failed' ? outputs : { ...outputs, traffic: 0 });
}

async function prove(started: Started, reading: Reading): Promise<DeployEcsVerdict> {
  const { context, image, digests, taskDefinition, deploymentId, group } = started;
  const { container, insufficientData } = context.inputs;
  const { proof, reason } = await settle(started, context.signal, (serving) =>
    judgeServing(serving, { image, container, digests, taskDefinition }),
  );
  const traffic = greenWeight(reading.target);
  const blind = insufficientData === 'pass' ? [] : blindAlarms(started, reading);
  const verdict = verdictOf({ proof, reason }, traffic, blind);
  const deployed = started.wasMoved ? 'already-deployed' : 'deployed';
  const outcome = verdict.verdict === 'passed' ? deployed : 'unproven';
  const alreadyDeployed = outcome === 'already-deployed';
  const outputs = { ...(await outputsOf(started, outcome, verdict.reason)), alreadyDeployed, traffic };
  if (verdict.verdict === 'failed') return failed(verdict.reason, outputs);
  if (verdict.verdict === 'inconclusive') return inconclusive(verdict.reason, outputs);
  context.log.info(`proved: 100 % of the traffic, ${reason}`);
  if (reading.deployment.status !== 'Succeeded') {
    context.log.info(
      `${deploymentId} keeps the old tasks for ${formatDuration(group.terminationWaitMs)} after the shift`,
    );
  }
  return passed(outputs);
}

/** What the proof, the traffic and the alarms together say. */
export function verdictOf({ proof, reason }: Proof, traffic: number, blind: readonly string[]) {
  if (proof === 'refuted' || proof === 'short') {
    return { verdict: 'failed', reason: `the deployment ended, but ${reason}` } as const;
  }
  if (traffic !== 100) {
    return {
      verdict: 'inconclusive',
      reason: `the new version is told to have ${traffic} % of the traffic`,
    } as const;
  }
  if (proof === 'unmeasured')
    return { verdict: 'inconclusive', reason: `could not be proved: ${reason}` } as const;
  if (blind.length > 0) {
    const names = blind.map((name) => `"${name}"`).join(', ');
    return { verdict: 'inconclusive', reason: `after the bake the alarm ${names} has no data` } as const;
  }
  return { verdict: 'passed', reason } as const;
}

function blindAlarms({ allowed }: Started, { alarms }: Reading): readonly string[] {
  return alarms
    .filter(({ name, state }) => state === 'INSUFFICIENT_DATA' && !allowed.includes(name))
    .map(({ name }) => name);
}
