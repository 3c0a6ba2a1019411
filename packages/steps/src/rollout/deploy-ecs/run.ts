import { ecsTarget } from '@ml-ci/aws';
import { failed, inconclusive, passed } from '@ml-ci/core';
import { endCancelled } from './cancel.ts';
import { complete } from './complete.ts';
import type { DeployEcsContext, DeployEcsVerdict } from './inputs.ts';
import { checkAlarms, preflight } from './preflight.ts';
import type { Rollout, Started } from './rollout.ts';
import { saveDeployment, saveRollout } from './saved.ts';
import { judgeServing, readServing, type Serving, settle } from './serving.ts';
import { settleConflicts } from './settle-conflicts.ts';
import { findTaskDefinition, start } from './start.ts';
import { hasTrafficMoved } from './watch-line.ts';

/** Deploys, and answers once it is known what serves. */
export async function run(context: DeployEcsContext): Promise<DeployEcsVerdict> {
  const looked = await preflight(context);
  const settled = await settleConflicts(looked);
  const serving = await readServing(looked, context.signal);
  if (settled.do === 'attach') return stay(await attach(looked, serving, settled.id));
  const rollout = await checkAlarms(looked, serving.service);
  if (serving.image === rollout.image && settled.do === 'start') return already(rollout, serving);
  if (context.plan.active) return planned(rollout, serving);
  saveRollout(rollout, serving.taskDefinition);
  return stay(await start(rollout, serving.taskDefinition));
}

/** Follows a deployment that an earlier run of the same digest started. */
async function attach(rollout: Rollout, serving: Serving, deploymentId: string): Promise<Started> {
  const { context, image } = rollout;
  context.log.info(`following ${deploymentId}, which deploys this digest already`);
  const isOurs = serving.image === image;
  const found = isOurs ? undefined : await findTaskDefinition(rollout, serving.taskDefinition);
  const older = serving.service.taskSets.find(
    ({ taskDefinition }) => taskDefinition !== serving.taskDefinition,
  );
  const previous = isOurs ? older?.taskDefinition : serving.taskDefinition;
  saveRollout(rollout, previous);
  return {
    ...rollout,
    deploymentId,
    taskDefinition: isOurs ? serving.taskDefinition : found?.arn,
    previous,
    startedMs: context.clock.now(),
    wasMoved: hasTrafficMoved(await ecsTarget(rollout.session, deploymentId, { signal: context.signal })),
  };
}

async function stay(started: Started): Promise<DeployEcsVerdict> {
  const { context, deploymentId } = started;
  saveDeployment(context.state, deploymentId);
  try {
    context.signal.throwIfAborted();
    return await complete(started);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    return await endCancelled(started);
  }
}

/** The service has the image already: nothing is started, but what serves is looked at all the same. */
async function already(rollout: Rollout, { taskDefinition }: Serving): Promise<DeployEcsVerdict> {
  const { context, image, digests } = rollout;
  const { digest, container } = context.inputs;
  const { proof, reason } = await settle(rollout, context.signal, (now) =>
    judgeServing(now, { image, container, digests, taskDefinition }),
  );
  const outputs = { digest, alreadyDeployed: true, taskDefinition, traffic: 100 };
  if (proof === 'proved') {
    context.log.info(`the service serves ${digest} already: ${reason}`);
    return passed({ ...outputs, outcome: 'already-deployed' });
  }
  const unproven = { digest, taskDefinition, alreadyDeployed: false, outcome: 'unproven' };
  const words = `the service is set to this digest already, but ${reason}`;
  return proof === 'unmeasured' ? inconclusive(words, unproven) : failed(words, unproven);
}

async function planned(rollout: Rollout, { taskDefinition }: Serving): Promise<DeployEcsVerdict> {
  const { context, image, address, group, configuration } = rollout;
  const { plan, inputs } = context;
  const { arn, wanted } = await findTaskDefinition(rollout, taskDefinition);
  if (arn === undefined)
    plan.would(`register a revision of "${wanted.family}" with ${image}`, 'ecs:RegisterTaskDefinition');
  plan.would(
    `deploy it to ${address.cluster}/${address.service} with ${configuration ?? group.configuration}`,
    'codedeploy:CreateDeployment',
  );
  return passed({
    digest: inputs.digest,
    outcome: 'planned',
    alreadyDeployed: false,
    ...(arn === undefined ? {} : { taskDefinition: arn }),
  });
}
