import {
  describeService,
  describeTaskDefinition,
  poll,
  type ServiceState,
  serviceTasks,
  type TaskState,
} from '@ml-ci/aws';
import { plural, StepError } from '@ml-ci/core';
import type { Rollout, Underway } from './rollout.ts';
import { imageOf } from './task-definition.ts';

/** What serves the traffic of a service now. */
export interface Serving {
  readonly service: ServiceState;
  readonly taskDefinition: string;
  readonly image: string | undefined;
  readonly desired: number;
  readonly running: number;
  /** Running tasks of the primary task set. */
  readonly tasks: readonly TaskState[];
}

/** Whether the service serves what was asked for. */
export interface Proof {
  readonly proof: 'proved' | 'refuted' | 'short' | 'unmeasured';
  readonly reason: string;
}

/** What is expected to serve. */
export interface Expected {
  readonly image: string;
  readonly container: string;
  readonly digests: ReadonlySet<string>;
  /** Undefined: any task definition with that image. */
  readonly taskDefinition?: string | undefined;
}

/** Compares what serves with what was asked for; what ECS does not tell is never taken for granted. */
export function judgeServing(serving: Serving, expected: Expected): Proof {
  const { taskDefinition, image, running, desired, tasks } = serving;
  const name = taskDefinition.split('/').at(-1) ?? '';
  if (expected.taskDefinition !== undefined && taskDefinition !== expected.taskDefinition) {
    return {
      proof: 'refuted',
      reason: `the traffic goes to "${name}", not to "${expected.taskDefinition.split('/').at(-1)}"`,
    };
  }
  if (image !== expected.image) {
    return {
      proof: 'refuted',
      reason: `"${name}" runs "${image ?? 'no such container'}", not "${expected.image}"`,
    };
  }
  if (desired === 0 || running < desired) {
    return { proof: 'short', reason: `ECS runs ${running} of ${plural(desired, 'task')}` };
  }
  const digests = tasks.map(
    ({ containers }) => containers.find((one) => one.name === expected.container)?.imageDigest,
  );
  const other = digests.find((digest) => digest !== undefined && !expected.digests.has(digest));
  if (other !== undefined) return { proof: 'refuted', reason: `a task runs the digest ${other}` };
  const known = digests.filter((digest) => digest !== undefined).length;
  return known < desired
    ? { proof: 'unmeasured', reason: `ECS tells the digest of ${known} of ${plural(desired, 'task')}` }
    : { proof: 'proved', reason: `it runs in ${known} of ${plural(desired, 'task')}` };
}

type Watched = Pick<Underway, 'session' | 'address' | 'context'>;

/** Looks at the service, its primary task definition and its tasks. */
export async function readServing(rollout: Watched, signal: AbortSignal): Promise<Serving> {
  const { session, address, context } = rollout;
  const service = await describeService(session, address, { signal });
  if (!service) throw missingService(rollout);
  const primary = service.taskSets.find(({ status }) => status === 'PRIMARY');
  const taskDefinition = primary?.taskDefinition ?? service.taskDefinition;
  const { input } = await describeTaskDefinition(session, taskDefinition, { signal });
  const tasks = await serviceTasks(session, address, 'RUNNING', { signal });
  return {
    service,
    taskDefinition,
    image: imageOf(input, context.inputs.container),
    desired: primary?.desired ?? service.desired,
    running: primary?.running ?? service.running,
    tasks: tasks.filter((task) => task.taskDefinition === taskDefinition && task.lastStatus === 'RUNNING'),
  };
}

/** Looks until `judge` is satisfied, or for two minutes: tasks and digests show up a little after the traffic has moved. */
export async function settle(
  rollout: Watched,
  signal: AbortSignal,
  judge: (serving: Serving) => Proof,
): Promise<Proof> {
  const { clock } = rollout.context;
  const deadlineMs = clock.now() + 120_000;
  const { reading } = await poll({
    clock,
    signal,
    what: `the proof of "${rollout.address.service}"`,
    read: async () => judge(await readServing(rollout, signal)),
    stateOf: ({ proof }) => (proof === 'proved' || clock.now() >= deadlineMs ? 'settled' : 'open'),
    states: { settled: 'done', open: 'wait' },
    intervalMs: 5_000,
    timeoutMs: 10 * 60_000,
  });
  return reading;
}

export function missingService({ address, session }: Pick<Rollout, 'address' | 'session'>): StepError {
  return new StepError('RESOURCE_MISSING', {
    message: `no ECS service "${address.service}" in the cluster "${address.cluster}" of account ${session.account}, ${session.region}`,
    fix: 'create it, or correct cluster: and service: under deploy in ml-ci.yml',
  });
}
