import { createDeployment, describeTaskDefinition, isAwsError, registerTaskDefinition } from '@ml-ci/aws';
import { StepError } from '@ml-ci/core';
import { appSpec } from './app-spec.ts';
import { decideConflict } from './conflict.ts';
import { describeDeployment } from './description.ts';
import type { Rollout, Started } from './rollout.ts';
import { readActive } from './settle-conflicts.ts';
import { checkPort, isSameDefinition, withImage } from './task-definition.ts';

/** The revision that has the image: the latest of the family where it is just that, else undefined and what to register. */
export async function findTaskDefinition({ session, context, image }: Rollout, current: string) {
  const { signal, inputs } = context;
  const { input } = await describeTaskDefinition(session, current, { signal });
  checkPort(input, inputs.container, inputs.port);
  const wanted = withImage(input, inputs.container, image);
  const latest = await describeTaskDefinition(session, wanted.family ?? '', { signal }).catch(
    (error: unknown) => {
      // A family whose revisions are all deregistered has no latest; its running tasks go on.
      if (isAwsError(error, 'ClientException')) return undefined;
      throw error;
    },
  );
  return { wanted, arn: latest && isSameDefinition(wanted, latest.input) ? latest.arn : undefined };
}

/** Registers the task definition where needed and starts the deployment. */
export async function start(rollout: Rollout, current: string): Promise<Started> {
  const { session, context, group, configuration, overrideAlarms } = rollout;
  const { inputs, log, clock, signal } = context;
  const found = await findTaskDefinition(rollout, current);
  const taskDefinition = found.arn ?? (await registerTaskDefinition(session, found.wanted, { signal }));
  log.info(`${found.arn === undefined ? 'registered' : 'reusing'} "${taskDefinition.split('/').at(-1)}"`);
  signal.throwIfAborted();
  const startedMs = clock.now();
  // Not bound to the signal: an answer that we did not wait for would leave a deployment that nobody knows.
  const deploymentId = await createDeployment(session, {
    application: group.application,
    group: group.group,
    appSpec: appSpec(taskDefinition, inputs.container, inputs.port),
    configuration,
    overrideAlarms,
    description: describeDeployment({ digest: inputs.digest, run: context.run.id }),
  }).catch((error: unknown) => foundAfterAll(rollout, error));
  log.info(
    `started ${deploymentId}: ${inputs.digest} to ${rollout.address.cluster}/${rollout.address.service}`,
  );
  return { ...rollout, deploymentId, taskDefinition, previous: current, startedMs, wasMoved: false };
}

// A reply that was lost makes the SDK ask again, and CodeDeploy then says that the group is busy: with ours.
async function foundAfterAll(rollout: Rollout, error: unknown): Promise<string> {
  if (!(error instanceof StepError) || error.code !== 'DEPLOYMENT_ACTIVE') throw error;
  const decision = decideConflict(await readActive(rollout), rollout.context.inputs.digest, 'wait');
  if (decision.do === 'attach') return decision.id;
  throw error;
}
