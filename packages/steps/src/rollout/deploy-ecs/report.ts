import { formatDuration } from '@ml-ci/core';
import type { DeployEcsOutputs } from './inputs.ts';
import type { Started } from './rollout.ts';

/** Writes what happened to a file, tells it in a table, and gives the outputs that every end has. */
export async function outputsOf(
  started: Started,
  outcome: string,
  reason: string,
): Promise<DeployEcsOutputs> {
  const { context, deploymentId, taskDefinition, address, configuration, group, previous, startedMs } =
    started;
  const { inputs, clock, log } = context;
  const record = await writeRecord(started, outcome, reason);
  const name = (arn: string | undefined) => arn?.split('/').at(-1) ?? 'unknown';
  log.table({
    title: `${inputs.env.name}: ${outcome}`,
    columns: ['what', 'value'],
    rows: [
      ['service', `${address.cluster}/${address.service}`],
      ['digest', inputs.digest],
      ['task definition', `${name(previous)} to ${name(taskDefinition)}`],
      ['deployment', `${deploymentId}, ${configuration ?? group.configuration}`],
      ['took', formatDuration(clock.now() - startedMs)],
    ],
  });
  return {
    digest: inputs.digest,
    outcome,
    alreadyDeployed: false,
    deploymentId,
    record,
    ...(taskDefinition === undefined ? {} : { taskDefinition }),
  };
}

/** Writes the record of the rollout and returns its path. */
export function writeRecord(started: Started, outcome: string, reason: string): Promise<string> {
  const { context, session, timeline, deploymentId, address, startedMs } = started;
  const { inputs, clock, files, run } = context;
  return timeline.write(files, {
    id: deploymentId,
    environment: inputs.env.name,
    target: `${address.cluster}/${address.service}`,
    digest: inputs.digest,
    run: run.id,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(clock.now()).toISOString(),
    outcome,
    reason,
    ...(session.endpoint === undefined ? {} : { rehearsal: session.endpoint }),
  });
}
