import { Scoped } from '../compute/scope.ts';
import type { SandboxContext } from '../context.ts';
import type { Caller } from '../service.ts';
import { Images } from './images.ts';
import { isRunning, type LoadBalancing, type Service, type Stop, type Task, type TaskSet } from './model.ts';
import { EcsRegion } from './region.ts';
import { Scheduler } from './scheduler.ts';
import type { EcsSwitches } from './switches.ts';
import type { TaskDefinition } from './task-definition.ts';
import { liveTask, stopTask, type TaskWorld } from './task-life.ts';

type Where = Pick<Caller, 'account' | 'region'>;

/** What a new task set is made of. */
export interface TaskSetOrder {
  readonly definition: TaskDefinition;
  readonly loadBalancing: readonly LoadBalancing[];
  readonly externalId?: string | undefined;
  readonly startedBy?: string | undefined;
  /** Percent of the service's desired count. */
  readonly scale: number;
}

/** Who asks for a task. */
export interface TaskOrder {
  readonly cluster: Task['cluster'];
  readonly definition: TaskDefinition;
  readonly service?: Service;
  readonly taskSet?: TaskSet;
  readonly group: string;
  readonly startedBy?: string | undefined;
  readonly overrides?: Task['overrides'];
}

/** Everything that runs: services keep their tasks, task sets come and go. ECS's API and CodeDeploy both steer it. */
export class Fleet {
  readonly #ctx: SandboxContext;
  readonly #world: TaskWorld;
  readonly #regions: Scoped<EcsRegion>;

  constructor(ctx: SandboxContext, switches: EcsSwitches) {
    this.#ctx = ctx;
    this.#world = {
      ctx,
      switches,
      images: new Images(ctx),
      get balancing() {
        return ctx.stores.elb.balancing;
      },
      get network() {
        return ctx.stores.elb.network;
      },
    };
    this.#regions = new Scoped((scope) => {
      const region = new EcsRegion(scope, ctx.random);
      const scheduler = new Scheduler(this, region, this.#world);
      ctx.background('service scheduler', (signal) => scheduler.run(signal));
      return region;
    });
  }

  of(where: Where): EcsRegion {
    return this.#regions.of(where);
  }

  startTask(region: EcsRegion, order: TaskOrder): Task {
    const id = region.newId();
    const { cluster, definition, service, taskSet } = order;
    const task: Task = {
      id,
      arn: region.arnOf(`task/${cluster.name}/${id}`),
      cluster,
      definition,
      service,
      taskSet,
      group: order.group,
      startedBy: order.startedBy,
      createdMs: this.#ctx.clock.now(),
      ip: this.#world.network.allocate(),
      containers: definition.input.containerDefinitions.map(({ image, name }) => ({
        name,
        image,
        digest: undefined,
        running: undefined,
        exitCode: undefined,
        reason: undefined,
      })),
      overrides: order.overrides ?? new Map(),
      status: 'PROVISIONING',
      stop: undefined,
      stopping: new AbortController(),
      times: {},
    };
    region.tasks.set(id, task);
    this.#ctx.background(`task ${id}`, (signal) => liveTask(this.#world, region, task, signal));
    return task;
  }

  stopTask(task: Task, stop: Stop): void {
    stopTask(task, stop, this.#ctx.clock.now());
  }

  addTaskSet(
    region: EcsRegion,
    service: Service,
    order: TaskSetOrder,
    status: 'PRIMARY' | 'ACTIVE',
  ): TaskSet {
    const nowMs = this.#ctx.clock.now();
    const id = region.newSetId();
    const set: TaskSet = {
      id,
      arn: region.arnOf(`task-set/${service.cluster.name}/${service.name}/${id}`),
      externalId: order.externalId,
      startedBy: order.startedBy,
      definition: order.definition,
      loadBalancing: order.loadBalancing,
      createdMs: nowMs,
      updatedMs: nowMs,
      status,
      scale: order.scale,
      desired: 0,
      failedInARow: 0,
      failedTasks: 0,
      notBeforeMs: 0,
      isStable: false,
      stableSinceMs: nowMs,
      rollout: { state: 'IN_PROGRESS', reason: `ECS deployment ${id} in progress.` },
      digests: new Map(),
    };
    service.taskSets.push(set);
    service.isSteady = false;
    return set;
  }

  /** Makes a task set the one that the service stands for. */
  setPrimary(service: Service, primary: TaskSet): void {
    for (const set of service.taskSets) if (set.status === 'PRIMARY') set.status = 'ACTIVE';
    primary.status = 'PRIMARY';
    primary.updatedMs = this.#ctx.clock.now();
    service.loadBalancing = primary.loadBalancing;
  }

  /** Takes a task set away; it drains and disappears when its last task has stopped. */
  removeTaskSet(set: TaskSet): void {
    set.status = 'DRAINING';
    set.scale = 0;
    set.updatedMs = this.#ctx.clock.now();
  }

  /** True while the task answers its load balancers' health checks, or has none. */
  isHealthy(region: EcsRegion, task: Task): boolean {
    if (!isRunning(task)) return false;
    const { groups } = this.#world.balancing.of(region.scope);
    return (task.taskSet?.loadBalancing ?? []).every(({ containerPort, targetGroupArn }) => {
      const target = groups.get(targetGroupArn)?.targets.get(`${task.ip}:${containerPort}`);
      return target?.health.state === 'healthy';
    });
  }

  close(): void {
    this.#world.images.close();
  }
}
