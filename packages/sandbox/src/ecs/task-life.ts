import { describeError } from '@ml-ci/core';
import type { Network } from '../compute/network.ts';
import type { SandboxContext } from '../context.ts';
import type { Balancing } from '../elb/balancing.ts';
import { CannotPull, type Images } from './images.ts';
import type { LoadBalancing, Stop, Task, TaskContainer } from './model.ts';
import type { EcsRegion } from './region.ts';
import type { EcsSwitches } from './switches.ts';
import type { ContainerDefinition } from './task-definition.ts';
import { type LogLine, LogSetupError, openLog } from './task-log.ts';

/** What the tasks of all accounts share. */
export interface TaskWorld {
  readonly ctx: SandboxContext;
  readonly images: Images;
  readonly network: Network;
  readonly balancing: Balancing;
  readonly switches: EcsSwitches;
}

/** Begins to stop a task; the first reason stands. */
export function stopTask(task: Task, stop: Stop, nowMs: number): void {
  if (task.stop) return;
  task.stop = stop;
  task.times.stopping = nowMs;
  task.stopping.abort(new Error(stop.reason));
}

/** The life of a task, from PROVISIONING to STOPPED. */
export async function liveTask(
  world: TaskWorld,
  region: EcsRegion,
  task: Task,
  sandbox: AbortSignal,
): Promise<void> {
  const { clock } = world.ctx;
  const signal = AbortSignal.any([sandbox, task.stopping.signal]);
  try {
    await clock.sleep(world.switches.provisioningMs, signal);
    task.status = 'PENDING';
    await startContainers(world, region, task, signal, sandbox);
    task.status = 'RUNNING';
    task.times.started = clock.now();
    for (const target of targetsOf(task)) {
      const group = world.balancing.of(region.scope).groups.get(target.targetGroupArn);
      if (group) world.balancing.register(region.scope, group, task.ip, target.containerPort);
    }
    await endOf(task, signal);
    stopTask(
      task,
      { code: 'EssentialContainerExited', reason: 'Essential container in task exited' },
      clock.now(),
    );
  } catch (error) {
    if (!signal.aborted) stopTask(task, failureOf(error), clock.now());
  } finally {
    await endTask(world, region, task, sandbox);
  }
}

/** The target groups that a task's set registers it with. */
export function targetsOf(task: Task): readonly LoadBalancing[] {
  return task.taskSet?.loadBalancing ?? [];
}

async function startContainers(
  world: TaskWorld,
  region: EcsRegion,
  task: Task,
  signal: AbortSignal,
  sandbox: AbortSignal,
): Promise<void> {
  const { clock, runtime } = world.ctx;
  if (!runtime)
    throw new Error('CannotStartContainerError: the sandbox was started without a container runtime');
  for (const definition of task.definition.input.containerDefinitions) {
    const container = task.containers.find(({ name }) => name === definition.name);
    if (!container) continue;
    task.times.pullStarted ??= clock.now();
    const pinned = task.taskSet?.digests.get(definition.image);
    const name = pinned === undefined ? definition.image : `${definition.image.split('@')[0]}@${pinned}`;
    const source = await world.images.find(name, region.scope, signal);
    task.taskSet?.digests.set(definition.image, source.digest);
    container.digest = source.digest;
    const log = openLog(world.ctx.stores.logs.of(region.scope), task, definition, clock);
    const options = optionsOf(world.ctx, region, task, definition, log);
    signal.throwIfAborted();
    // not the task's own signal: a task that stops leaves its target groups before its containers are stopped
    container.running = await runtime.start(source, { ...options, signal: sandbox });
    task.times.pullStopped = clock.now();
    const { address } = container.running;
    const port = options.port;
    if (address && port !== undefined) world.network.attach(task.ip, port, address);
  }
}

function optionsOf(
  ctx: SandboxContext,
  region: EcsRegion,
  task: Task,
  definition: ContainerDefinition,
  onLine: LogLine,
) {
  const { account, region: name } = region.scope;
  const override = task.overrides.get(definition.name);
  const own = Object.fromEntries(definition.environment.map((pair) => [pair.name, pair.value]));
  const entry = [...(definition.entryPoint ?? []), ...(override?.command ?? definition.command ?? [])];
  const port = definition.portMappings[0]?.containerPort;
  return {
    name: `${task.group.replace(/^service:/, '')}-${task.id.slice(0, 8)}`,
    env: { ...ctx.env(account, name), ...own, ...override?.env },
    onLine,
    ...(entry.length > 0 ? { command: entry } : {}),
    ...(port === undefined ? {} : { port }),
  };
}

/** Resolves when an essential container has ended by itself; rejects when the task shall stop. */
async function endOf(task: Task, signal: AbortSignal): Promise<void> {
  const essential = task.definition.input.containerDefinitions.filter((container) => container.essential);
  const exits = task.containers
    .filter(({ name }) => essential.some((container) => container.name === name))
    .flatMap(({ running }) => (running ? [running.exited] : []));
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    for (const exited of exits) exited.then(() => resolve(), reject);
  });
}

/** Takes the task out of its target groups, stops what runs, and says how it ended. */
async function endTask(world: TaskWorld, region: EcsRegion, task: Task, sandbox: AbortSignal): Promise<void> {
  const { clock } = world.ctx;
  task.status = 'DEACTIVATING';
  try {
    await Promise.all(targetsOf(task).map((target) => leave(world, region, task, target, sandbox)));
  } finally {
    task.status = 'STOPPING';
    const graceMs = sandbox.aborted ? 1_000 : 5_000;
    await Promise.all(task.containers.map((container) => endContainer(container, graceMs)));
    world.network.detach(task.ip);
    task.times.executionStopped = clock.now();
    task.times.stopped = clock.now();
    task.status = 'STOPPED';
  }
}

async function leave(
  world: TaskWorld,
  region: EcsRegion,
  task: Task,
  { containerPort, targetGroupArn }: LoadBalancing,
  signal: AbortSignal,
): Promise<void> {
  const group = world.balancing.of(region.scope).groups.get(targetGroupArn);
  if (group) await world.balancing.deregister(group, task.ip, containerPort, signal);
}

async function endContainer(container: TaskContainer, graceMs: number): Promise<void> {
  if (!container.running) return;
  await container.running.stop(graceMs);
  const { exitCode, reason } = await container.running.exited;
  container.exitCode = exitCode;
  container.reason = exitCode === 0 ? undefined : reason;
}

function failureOf(error: unknown): Stop {
  const code = 'TaskFailedToStart' as const;
  if (error instanceof CannotPull || error instanceof LogSetupError) return { code, reason: error.message };
  const text = describeError(error);
  return { code, reason: text.startsWith('Cannot') ? text : `CannotStartContainerError: ${text}` };
}
