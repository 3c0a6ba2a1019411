import { randomHex } from '../compute/names.ts';
import type { Scope } from '../compute/scope.ts';
import { ServiceError } from '../service.ts';
import { initialHealth } from './health.ts';
import { Meter } from './meter.ts';
import type { Listener, LoadBalancer, Target, TargetGroup } from './model.ts';

/** The load balancers of one account and region. */
export class ElbRegion {
  readonly scope: Scope;
  readonly balancers = new Map<string, LoadBalancer>();
  readonly groups = new Map<string, TargetGroup>();
  readonly listeners = new Map<string, Listener>();
  readonly #meters = new Map<string, Meter>();
  readonly #random: () => number;

  constructor(scope: Scope, random: () => number) {
    this.scope = scope;
    this.#random = random;
  }

  /** `arn:aws:elasticloadbalancing:…:<rest>/<16 hex digits>`. */
  newArn(rest: string): string {
    const { account, region } = this.scope;
    return `arn:aws:elasticloadbalancing:${region}:${account}:${rest}/${randomHex(this.#random, 16)}`;
  }

  meterOf(balancer: LoadBalancer): Meter {
    const known = this.#meters.get(balancer.arn) ?? new Meter(balancer.dimension);
    this.#meters.set(balancer.arn, known);
    return known;
  }

  balancer(arn: string): LoadBalancer {
    return found(this.balancers, arn, 'LoadBalancerNotFound', 'load balancers');
  }

  group(arn: string): TargetGroup {
    return found(this.groups, arn, 'TargetGroupNotFound', 'target groups');
  }

  listener(arn: string): Listener {
    return found(this.listeners, arn, 'ListenerNotFound', 'listeners');
  }

  listenersOf(balancer: LoadBalancer): readonly Listener[] {
    return [...this.listeners.values()].filter((listener) => listener.balancer === balancer);
  }

  /** The load balancers whose listeners name the group, with any weight. */
  balancersOf(group: TargetGroup): readonly LoadBalancer[] {
    const using = [...this.listeners.values()].filter(
      ({ action }) => action.type === 'forward' && action.groups.some(({ arn }) => arn === group.arn),
    );
    return [...new Set(using.map(({ balancer }) => balancer))];
  }

  /** Adds a target; the same one twice is one. Undefined where it was there already. */
  register(group: TargetGroup, id: string, port: number): Target | undefined {
    const key = `${id}:${port}`;
    const known = group.targets.get(key);
    if (known && known.health.state !== 'draining') return undefined;
    const health = this.balancersOf(group).length > 0 ? initialHealth : ({ state: 'unused' } as const);
    const target: Target = { id, port, health, inFlight: 0, gone: new AbortController() };
    known?.gone.abort();
    group.targets.set(key, target);
    return target;
  }

  /** Publishes what was counted in the minutes that ended by `untilMs`. */
  publish(region: Parameters<Meter['publish']>[0], untilMs: number): void {
    for (const balancer of this.balancers.values()) {
      const meter = this.meterOf(balancer);
      meter.publish(region, untilMs);
      if (untilMs % 60_000 !== 0) continue;
      for (const group of this.groups.values()) {
        if (!this.balancersOf(group).includes(balancer)) continue;
        const states = [...group.targets.values()].map(({ health }) => health.state);
        const healthy = states.filter((state) => state === 'healthy').length;
        const unhealthy = states.filter((state) => state === 'unhealthy').length;
        meter.publishHosts(region, untilMs, group.dimension, healthy, unhealthy);
      }
    }
  }
}

function found<T>(all: ReadonlyMap<string, T>, arn: string, code: string, what: string): T {
  const value = all.get(arn);
  if (!value) throw new ServiceError(code, `one or more ${what} not found: "${arn}"`);
  return value;
}
