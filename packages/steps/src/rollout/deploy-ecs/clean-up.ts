import { activeDeployments, getDeployment, type Session } from '@ml-ci/aws';
import {
  type CleanUpContext,
  type CleanUpVerdict,
  type Config,
  type EcrEnvironment,
  failed,
  inconclusive,
  passed,
  StepError,
} from '@ml-ci/core';
import { parseDigest } from '@ml-ci/oci';
import type { Services } from '../../step.ts';
import { detached, stopAndGoBack } from './cancel.ts';
import { describeDeployment } from './description.ts';
import type { Underway } from './rollout.ts';
import { readSaved, type Saved } from './saved.ts';

/** Does for a run that was killed what it would have done had it been cancelled. */
export async function cleanUp(context: CleanUpContext & Services): Promise<CleanUpVerdict> {
  const { state, aws, signal, clock, log, onCancel } = context;
  const saved = readSaved(state);
  if (saved === undefined) return passed({ done: 'the run had started no deployment' });
  const env = environmentOf(context.config, saved.env);
  const session = await aws.session(env, signal);
  const deploymentId = saved.deployment ?? (await unheardOf(session, saved, context));
  if (deploymentId === undefined) return passed({ done: 'the run had started no deployment' });
  const underway: Underway = {
    session,
    deploymentId,
    image: saved.image,
    previous: saved.previous,
    address: { cluster: saved.cluster, service: saved.service },
    context: { clock, log, inputs: { env, digest: parseDigest(saved.digest), container: saved.container } },
  };
  if (onCancel === 'detach') return passed({ done: detached(underway) });
  const { outcome, words } = await stopAndGoBack(underway, signal);
  switch (outcome) {
    case 'rolled-back':
    case 'stopped':
      return passed({ done: words });
    case 'over':
      return inconclusive(words);
    case 'rollback-failed':
      return failed(words);
  }
}

/** A deployment that the dead run asked for and whose name it did not live to hear. */
async function unheardOf(
  session: Session,
  { application, group, digest }: Saved,
  { runId, signal }: CleanUpContext,
): Promise<string | undefined> {
  const description = describeDeployment({ digest, run: runId });
  for (const id of await activeDeployments(session, application, group, { signal })) {
    if ((await getDeployment(session, id, { signal })).description === description) return id;
  }
  return undefined;
}

function environmentOf(config: Config | undefined, name: string): EcrEnvironment {
  const found = config?.environments.find((environment) => environment.name === name);
  if (found?.type === 'ecr') return found;
  throw new StepError('INPUT_INVALID', {
    message: `the killed run deployed to "${name}", which is no AWS environment of the configuration`,
    fix: ({ input }) => `run the clean-up with the configuration of that run: ${input('config', 'FILE')}`,
  });
}
