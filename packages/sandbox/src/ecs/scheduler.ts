import type { Fleet } from './fleet.ts';
import { isAlive, type Service, type Task, type TaskSet } from './model.ts';
import type { EcsRegion } from './region.ts';
import { breakerThreshold, rollingStep } from './rolling.ts';
import { type TaskWorld, targetsOf } from './task-life.ts';

/** Keeps each service of a region at its number of tasks: starts, stops, replaces, and rolls deployments forward. */
export class Scheduler {
  readonly #fleet: Fleet;
  readonly #region: EcsRegion;
  readonly #world: TaskWorld;
  /** Ends of tasks that were looked at already. */
  readonly #accounted = new WeakSet<Task>();

  constructor(fleet: Fleet, region: EcsRegion, world: TaskWorld) {
    this.#fleet = fleet;
    this.#region = region;
    this.#world = world;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#world.ctx;
    // on a fast clock: not more often than 50 times in a second of the wall
    const pauseMs = Math.max(this.#world.switches.schedulerMs, 20 * clock.speed);
    while (!signal.aborted) {
      for (const service of this.#region.services) if (service.status !== 'INACTIVE') this.#look(service);
      await clock.sleep(pauseMs, signal);
    }
  }

  #look(service: Service): void {
    if (service.controller === 'ECS') this.#roll(service);
    for (const set of service.taskSets) {
      if (service.controller !== 'ECS') set.desired = desiredOf(service, set);
      if (set.status === 'DRAINING' || service.status === 'DRAINING') set.desired = 0;
      this.#account(service, set);
      this.#replaceUnhealthy(service, set);
      this.#scale(service, set);
      this.#judge(service, set);
    }
    this.#forgetDrained(service);
    this.#sayWhenSteady(service);
  }

  /** The step of a rolling deployment; the newest set is the deployment, all others are on their way out. */
  #roll(service: Service): void {
    const fresh = service.taskSets.at(-1);
    if (!fresh) return;
    const old = service.taskSets.slice(0, -1);
    const count = (sets: readonly TaskSet[]) => {
      const alive = sets.flatMap((set) => this.#region.tasksOf(set).filter(isAlive));
      return {
        alive: alive.length,
        healthy: alive.filter((task) => this.#fleet.isHealthy(this.#region, task)).length,
      };
    };
    const step = rollingStep(count([fresh]), count(old), {
      desired: service.desiredCount,
      ...service.rolling,
    });
    fresh.desired = step.newDesired;
    let left = step.oldDesired;
    for (const set of old.toReversed()) {
      set.desired = Math.min(left, count([set]).alive);
      left -= set.desired;
    }
    if (step.isDone && fresh.rollout.state === 'IN_PROGRESS') {
      fresh.rollout = { state: 'COMPLETED', reason: `ECS deployment ${fresh.id} completed.` };
      for (const set of old) this.#fleet.removeTaskSet(set);
      this.#say(service, `(deployment ${fresh.id}) deployment completed.`);
    }
    this.#breakCircuit(service, fresh, old);
  }

  #breakCircuit(service: Service, fresh: TaskSet, old: readonly TaskSet[]): void {
    const { circuitBreaker } = service.rolling;
    if (!circuitBreaker.isEnabled || fresh.rollout.state !== 'IN_PROGRESS') return;
    if (fresh.failedTasks < breakerThreshold(service.desiredCount)) return;
    fresh.rollout = { state: 'FAILED', reason: 'ECS deployment circuit breaker: tasks failed to start.' };
    this.#say(service, `(deployment ${fresh.id}) deployment failed: tasks failed to start.`);
    const last = old.findLast(({ rollout }) => rollout.state === 'COMPLETED');
    if (!circuitBreaker.rollsBack || !last) return;
    this.#say(service, `rolling back to deployment ${last.id}.`);
    fresh.status = 'ACTIVE';
    const { definition, loadBalancing } = last;
    const back = this.#fleet.addTaskSet(
      this.#region,
      service,
      { definition, loadBalancing, scale: 100 },
      'PRIMARY',
    );
    back.rollout.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${last.id}.`;
  }

  /** Tasks that ended without being asked slow the next start down, as ECS throttles them. */
  #account(service: Service, set: TaskSet): void {
    const { backoffMs, longestBackoffMs } = this.#world.switches;
    for (const task of this.#region.tasksOf(set)) {
      const code = task.stop?.code;
      const hasFailed = code === 'TaskFailedToStart' || code === 'EssentialContainerExited';
      if (this.#accounted.has(task) || (!hasFailed && task.status !== 'RUNNING')) continue;
      if (!hasFailed && !this.#fleet.isHealthy(this.#region, task)) continue;
      if (hasFailed) {
        this.#accounted.add(task);
        set.failedTasks += 1;
        set.failedInARow += 1;
        const pauseMs = Math.min(longestBackoffMs, backoffMs * 2 ** (set.failedInARow - 1));
        set.notBeforeMs = this.#world.ctx.clock.now() + pauseMs;
        this.#say(service, `(task ${task.id}) failed: ${task.stop?.reason}`);
      } else {
        set.failedInARow = 0;
      }
    }
  }

  /** After the grace period a task that its load balancer calls unhealthy is stopped, and so replaced. */
  #replaceUnhealthy(service: Service, set: TaskSet): void {
    const nowMs = this.#world.ctx.clock.now();
    for (const task of this.#region.tasksOf(set).filter(isAlive)) {
      if (task.times.started === undefined || nowMs < task.times.started + service.graceSeconds * 1_000)
        continue;
      for (const { containerPort, targetGroupArn } of targetsOf(task)) {
        const group = this.#world.balancing.of(this.#region.scope).groups.get(targetGroupArn);
        const target = group?.targets.get(`${task.ip}:${containerPort}`);
        if (target?.health.state !== 'unhealthy') continue;
        const { description } = target.health.why;
        this.#say(
          service,
          `(port ${containerPort}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${description})`,
        );
        const reason = `Task failed ELB health checks in (target-group ${targetGroupArn})`;
        this.#fleet.stopTask(task, { code: 'ServiceSchedulerInitiated', reason });
        set.failedTasks += 1;
      }
    }
  }

  #scale(service: Service, set: TaskSet): void {
    const alive = this.#region.tasksOf(set).filter(isAlive);
    const missing = set.desired - alive.length;
    if (missing > 0 && this.#world.ctx.clock.now() >= set.notBeforeMs) {
      const started = Array.from({ length: missing }, () => this.#start(service, set));
      this.#say(
        service,
        `has started ${started.length} tasks: ${started.map(({ id }) => `(task ${id})`).join(' ')}.`,
      );
    }
    const surplus = alive.slice(set.desired);
    const reason = `Scaling activity initiated by (deployment ${set.id})`;
    for (const task of surplus) this.#fleet.stopTask(task, { code: 'ServiceSchedulerInitiated', reason });
    if (surplus.length > 0) {
      this.#say(
        service,
        `has stopped ${surplus.length} running tasks: ${surplus.map(({ id }) => `(task ${id})`).join(' ')}.`,
      );
    }
  }

  #start(service: Service, taskSet: TaskSet): Task {
    const { cluster, controller, name } = service;
    const startedBy = controller === 'ECS' ? taskSet.id : (taskSet.startedBy ?? taskSet.id);
    const { definition } = taskSet;
    return this.#fleet.startTask(this.#region, {
      cluster,
      definition,
      service,
      taskSet,
      group: `service:${name}`,
      startedBy,
    });
  }

  #judge(service: Service, set: TaskSet): void {
    const alive = this.#region.tasksOf(set).filter(isAlive);
    const wanted = service.controller === 'ECS' ? set.desired : desiredOf(service, set);
    const isStable =
      alive.length === wanted && alive.every((task) => this.#fleet.isHealthy(this.#region, task));
    if (isStable === set.isStable) return;
    set.isStable = isStable;
    set.stableSinceMs = this.#world.ctx.clock.now();
    set.updatedMs = set.stableSinceMs;
  }

  #forgetDrained(service: Service): void {
    const isGone = (set: TaskSet) =>
      set.status === 'DRAINING' && this.#region.tasksOf(set).every(({ status }) => status === 'STOPPED');
    service.taskSets = service.taskSets.filter((set) => !isGone(set));
    const isEmpty = [...this.#region.tasks.values()].every(
      (task) => task.service !== service || task.status === 'STOPPED',
    );
    if (service.status === 'DRAINING' && isEmpty) service.status = 'INACTIVE';
  }

  #sayWhenSteady(service: Service): void {
    const isSteady = service.taskSets.length === 1 && (service.taskSets[0]?.isStable ?? false);
    if (isSteady && !service.isSteady) this.#say(service, 'has reached a steady state.');
    service.isSteady = isSteady;
  }

  #say(service: Service, message: string): void {
    this.#region.event(service, message, this.#world.ctx.clock.now());
  }
}

function desiredOf(service: Service, set: TaskSet): number {
  return set.status === 'DRAINING' ? 0 : Math.ceil((service.desiredCount * set.scale) / 100);
}
