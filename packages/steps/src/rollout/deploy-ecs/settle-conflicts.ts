import {
  activeDeployments,
  ecsTarget,
  endTerminationWait,
  getDeployment,
  poll,
  stopDeployment,
} from '@ml-ci/aws';
import { unreachable } from '@ml-ci/core';
import { type ActiveDeployment, decideConflict } from './conflict.ts';
import { deploymentLimitMs, lookEveryMs, type Rollout } from './rollout.ts';

/** What is left to do once nobody is in the way: start, follow a deployment of the same digest, or, in a plan, say so. */
export type Settled =
  | { readonly do: 'start' }
  | { readonly do: 'attach'; readonly id: string }
  | { readonly do: 'planned' };

/** Deals with deployments that are running, as `on-conflict` says. */
export async function settleConflicts(rollout: Rollout): Promise<Settled> {
  const { inputs, plan, log } = rollout.context;
  for (;;) {
    const decision = decideConflict(await readActive(rollout), inputs.digest, inputs.onConflict);
    if (decision.do === 'start' || decision.do === 'attach') return decision;
    if (plan.active) {
      const call = {
        wait: 'codedeploy:GetDeployment',
        stop: 'codedeploy:StopDeployment',
        complete: 'codedeploy:ContinueDeployment',
      };
      plan.would(`${decision.do} the running deployment ${decision.id}`, call[decision.do]);
      return { do: 'planned' };
    }
    log.info(
      `${decision.do === 'wait' ? 'waiting for' : `${decision.do === 'stop' ? 'stopping' : 'completing'}`} the deployment ${decision.id}`,
    );
    await act(rollout, decision.do, decision.id);
    await untilOver(rollout, decision.id);
  }
}

/** The deployments of the group that have not ended, newest first. */
export async function readActive({ session, group, context }: Rollout): Promise<readonly ActiveDeployment[]> {
  const { signal } = context;
  const ids = await activeDeployments(session, group.application, group.group, { signal });
  const active = await Promise.all(
    ids.map(async (id) => ({
      deployment: await getDeployment(session, id, { signal }),
      target: await ecsTarget(session, id, { signal }),
    })),
  );
  return active.toSorted(
    (a, b) => (b.deployment.createdAt?.getTime() ?? 0) - (a.deployment.createdAt?.getTime() ?? 0),
  );
}

async function act(
  { session, context }: Rollout,
  what: 'wait' | 'stop' | 'complete',
  id: string,
): Promise<void> {
  const options = { signal: context.signal };
  switch (what) {
    case 'wait':
      return;
    case 'stop':
      await stopDeployment(session, id, options);
      return;
    case 'complete':
      await endTerminationWait(session, id, options);
      return;
    default:
      unreachable(what);
  }
}

async function untilOver(rollout: Rollout, id: string): Promise<void> {
  const { context, session } = rollout;
  await poll({
    clock: context.clock,
    signal: context.signal,
    what: `the deployment "${id}"`,
    read: (signal) => getDeployment(session, id, { signal }),
    stateOf: ({ status }) => status,
    states: {
      Created: 'wait',
      Queued: 'wait',
      InProgress: 'wait',
      Baking: 'wait',
      Ready: 'wait',
      Succeeded: 'done',
      Failed: 'done',
      Stopped: 'done',
    },
    onChange: ({ status }) => context.log.info(`${id} ${status}`),
    intervalMs: lookEveryMs,
    timeoutMs: deploymentLimitMs(rollout),
  });
}
