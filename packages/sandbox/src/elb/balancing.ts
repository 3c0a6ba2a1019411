import type { Network } from '../compute/network.ts';
import { Scoped } from '../compute/scope.ts';
import type { SandboxContext } from '../context.ts';
import type { Caller } from '../service.ts';
import { DataPlane } from './data-plane.ts';
import { monitor } from './health-monitor.ts';
import type { Action, Listener, LoadBalancer, Target, TargetGroup } from './model.ts';
import { ElbRegion } from './region.ts';
import { WeightedRotation } from './weighted.ts';

type Where = Pick<Caller, 'account' | 'region'>;

/** Load balancers that really balance: the state by account and region, and what goes on in the background. */
export class Balancing {
  readonly #ctx: SandboxContext;
  readonly #network: Network;
  readonly #plane: DataPlane;
  readonly #regions: Scoped<ElbRegion>;
  #isPublishing = false;

  constructor(ctx: SandboxContext, network: Network) {
    this.#ctx = ctx;
    this.#network = network;
    this.#plane = new DataPlane(ctx.clock, network);
    this.#regions = new Scoped((scope) => new ElbRegion(scope, ctx.random));
  }

  of(where: Where): ElbRegion {
    return this.#regions.of(where);
  }

  all(): readonly ElbRegion[] {
    return this.#regions.all();
  }

  async createBalancer(
    where: Where,
    given: Omit<LoadBalancer, 'arn' | 'dimension' | 'socket' | 'attributes' | 'createdMs'>,
  ) {
    this.#publish();
    const region = this.of(where);
    const arn = region.newArn(`loadbalancer/app/${given.name}`);
    const dimension = arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
    // clients choose the Host of a load balancer: it is not guarded
    const socket = await this.#ctx.listen(
      (incoming, outgoing) =>
        this.#plane.serve(region, balancer, region.listenersOf(balancer)[0], incoming, outgoing),
      { guard: false },
    );
    const createdMs = this.#ctx.clock.now();
    const balancer: LoadBalancer = {
      ...given,
      arn,
      dimension,
      createdMs,
      socket,
      attributes: new Map([['idle_timeout.timeout_seconds', '60']]),
    };
    region.balancers.set(arn, balancer);
    return balancer;
  }

  /** The first listener answers behind the DNS name, each further one on a port of its own. */
  async createListener(
    where: Where,
    balancer: LoadBalancer,
    port: number,
    action: Action,
  ): Promise<Listener> {
    const region = this.of(where);
    const arn = region.newArn(`listener/${balancer.dimension}`);
    const isFirst = region.listenersOf(balancer).length === 0;
    const socket = isFirst
      ? balancer.socket
      : await this.#ctx.listen(
          (incoming, outgoing) =>
            this.#plane.serve(region, balancer, region.listeners.get(arn), incoming, outgoing),
          { guard: false },
        );
    const listener: Listener = { arn, balancer, port, socket, action, rotation: rotationOf(action) };
    region.listeners.set(arn, listener);
    return listener;
  }

  /** Changes what a listener does, from the next request on. */
  route(listener: Listener, action: Action): void {
    listener.action = action;
    listener.rotation = rotationOf(action);
  }

  register(where: Where, group: TargetGroup, id: string, port: number): void {
    const region = this.of(where);
    const target = region.register(group, id, port);
    if (!target) return;
    this.#ctx.background(`health of ${id}:${port}`, async (stopped) => {
      const signal = AbortSignal.any([stopped, target.gone.signal]);
      const surroundings = {
        clock: this.#ctx.clock,
        isInUse: (of: TargetGroup) => region.balancersOf(of).length > 0,
        resolve: (of: Target) => this.#network.resolve(of.id, of.port),
      };
      await endedBy(target.gone.signal, monitor(group, target, surroundings, signal));
    });
  }

  /** New requests stop at once; resolves when those under way are answered, or the delay of the group is over. */
  async deregister(group: TargetGroup, id: string, port: number, signal: AbortSignal): Promise<void> {
    const key = `${id}:${port}`;
    const target = group.targets.get(key);
    if (!target) return;
    target.health = { state: 'draining' };
    const delayMs = Number(group.attributes.get('deregistration_delay.timeout_seconds') ?? 300) * 1_000;
    const untilMs = this.#ctx.clock.now() + delayMs;
    try {
      while (target.inFlight > 0 && this.#ctx.clock.now() < untilMs)
        await this.#ctx.clock.sleep(1_000, signal);
    } finally {
      target.gone.abort();
      if (group.targets.get(key) === target) group.targets.delete(key);
    }
  }

  /** Deregisters without waiting. */
  drain(group: TargetGroup, id: string, port: number): void {
    this.#ctx.background(`draining ${id}:${port}`, (signal) => this.deregister(group, id, port, signal));
  }

  close(): void {
    for (const region of this.all()) {
      for (const group of region.groups.values())
        for (const target of group.targets.values()) target.gone.abort();
    }
    this.#plane.close();
  }

  /** Counts go to CloudWatch right before it evaluates; the states of other services may be used since a request came. */
  #publish(): void {
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    const { cloudwatch } = this.#ctx.stores;
    cloudwatch.addSource((untilMs) => {
      for (const region of this.all()) region.publish(cloudwatch.of(region.scope), untilMs);
    });
  }
}

function rotationOf(action: Action): WeightedRotation {
  const groups = action.type === 'forward' ? action.groups : [];
  return new WeightedRotation(groups.map(({ arn, weight }) => ({ key: arn, weight })));
}

/** Waits for work that ends, as it should, with the abort of `signal`. */
async function endedBy(signal: AbortSignal, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
