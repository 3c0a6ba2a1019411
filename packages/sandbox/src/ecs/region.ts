import { randomHex, randomText } from '../compute/names.ts';
import type { Scope } from '../compute/scope.ts';
import { ServiceError } from '../service.ts';
import { type Cluster, isAlive, isRunning, type Service, type Task, type TaskSet } from './model.ts';
import type { TaskDefinition, TaskDefinitionInput } from './task-definition.ts';

/** Clusters, services and tasks of one account and region. */
export class EcsRegion {
  readonly scope: Scope;
  readonly clusters = new Map<string, Cluster>();
  readonly services: Service[] = [];
  readonly tasks = new Map<string, Task>();
  readonly definitions = new Map<string, TaskDefinition[]>();
  readonly #random: () => number;

  constructor(scope: Scope, random: () => number) {
    this.scope = scope;
    this.#random = random;
  }

  arnOf(rest: string): string {
    return `arn:aws:ecs:${this.scope.region}:${this.scope.account}:${rest}`;
  }

  newId(): string {
    return randomHex(this.#random, 32);
  }

  /** `ecs-svc/` and nineteen digits, as task sets and deployments are named. */
  newSetId(): string {
    return `ecs-svc/${randomText(this.#random, 19, '123456789')}`;
  }

  /** By name or ARN; the one called `default` where none is named. */
  cluster(reference = 'default'): Cluster {
    const cluster = this.clusters.get(lastPart(reference));
    if (cluster?.status !== 'ACTIVE')
      throw new ServiceError('ClusterNotFoundException', 'Cluster not found.');
    return cluster;
  }

  findService(cluster: Cluster, reference: string): Service | undefined {
    const name = lastPart(reference);
    const found = this.services.filter((service) => service.cluster === cluster && service.name === name);
    return found.find(({ status }) => status !== 'INACTIVE') ?? found.at(-1);
  }

  service(cluster: Cluster, reference: string): Service {
    const service = this.findService(cluster, reference);
    if (!service) throw new ServiceError('ServiceNotFoundException', 'Service not found.');
    if (service.status !== 'ACTIVE')
      throw new ServiceError('ServiceNotActiveException', 'Service was not ACTIVE.');
    return service;
  }

  task(cluster: Cluster, reference: string): Task | undefined {
    const task = this.tasks.get(lastPart(reference));
    return task?.cluster === cluster ? task : undefined;
  }

  tasksOf(set: TaskSet): readonly Task[] {
    return [...this.tasks.values()].filter(({ taskSet }) => taskSet === set);
  }

  /** How many tasks of a set run, and how many are on their way. */
  countsOf(set: TaskSet): { running: number; pending: number; alive: number } {
    const alive = this.tasksOf(set).filter(isAlive);
    const running = alive.filter(isRunning).length;
    return { running, pending: alive.length - running, alive: alive.length };
  }

  register(input: TaskDefinitionInput, registeredBy: string, nowMs: number): TaskDefinition {
    const revisions = this.definitions.get(input.family) ?? [];
    const revision = revisions.length + 1;
    const arn = this.arnOf(`task-definition/${input.family}:${revision}`);
    const made = {
      arn,
      family: input.family,
      revision,
      input,
      registeredBy,
      registeredMs: nowMs,
      deregisteredMs: undefined,
    };
    this.definitions.set(input.family, [...revisions, made]);
    return made;
  }

  /** By ARN, `family:revision`, or `family` for the newest that is active. */
  definition(reference: string): TaskDefinition | undefined {
    const [family = '', revision] = lastPart(reference).split(':');
    const revisions = this.definitions.get(family) ?? [];
    if (revision === undefined)
      return revisions.findLast(({ deregisteredMs }) => deregisteredMs === undefined);
    return revisions.find((definition) => String(definition.revision) === revision);
  }

  /** The task definition for a new deployment, which must be active. */
  usableDefinition(reference: string): TaskDefinition {
    const definition = this.definition(reference);
    if (!definition) throw new ServiceError('ClientException', 'Unable to describe task definition.');
    if (definition.deregisteredMs !== undefined)
      throw new ServiceError('ClientException', 'TaskDefinition is inactive');
    return definition;
  }

  event(service: Service, message: string, nowMs: number): void {
    const id = `${randomHex(this.#random, 8)}-${randomHex(this.#random, 4)}-4${randomHex(this.#random, 3)}-a${randomHex(this.#random, 3)}-${randomHex(this.#random, 12)}`;
    service.events.unshift({ id, atMs: nowMs, message: `(service ${service.name}) ${message}` });
    service.events.splice(100);
  }
}

/** What stands behind the last slash of an ARN or name. */
export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
