import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@ml-ci/core';
import type { Network } from '../compute/network.ts';
import { Forwarder } from './forwarder.ts';
import type { Listener, LoadBalancer, Target, TargetGroup } from './model.ts';
import type { ElbRegion } from './region.ts';

/** Answers the requests of clients: picks a group by weight, a target in turn, and counts what came of it. */
export class DataPlane {
  readonly #clock: Clock;
  readonly #network: Network;
  readonly #forwarder = new Forwarder();

  constructor(clock: Clock, network: Network) {
    this.#clock = clock;
    this.#network = network;
  }

  async serve(
    region: ElbRegion,
    balancer: LoadBalancer,
    listener: Listener | undefined,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    if (!listener) return this.#fail(region, balancer, undefined, 503, outgoing);
    const { action } = listener;
    if (action.type === 'fixed-response') {
      outgoing.writeHead(action.status, { 'content-type': action.contentType }).end(action.body);
      return;
    }
    const arn = listener.rotation.next();
    const group = arn === undefined ? undefined : region.groups.get(arn);
    const target = group && pickTarget(group);
    if (!group || !target) return this.#fail(region, balancer, group, 503, outgoing);
    target.inFlight += 1;
    try {
      await this.#forward(region, balancer, group, target, incoming, outgoing);
    } finally {
      target.inFlight -= 1;
    }
  }

  close(): void {
    this.#forwarder.close();
  }

  async #forward(
    region: ElbRegion,
    balancer: LoadBalancer,
    group: TargetGroup,
    target: Target,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const address = this.#network.resolve(target.id, target.port);
    if (!address) return this.#fail(region, balancer, group, 502, outgoing);
    const idleMs = Number(balancer.attributes.get('idle_timeout.timeout_seconds') ?? 60) * 1_000;
    const result = await this.#forwarder.forward(incoming, outgoing, address, idleMs);
    if (result.by === 'client') return;
    if (result.by === 'balancer') return this.#fail(region, balancer, group, result.status, outgoing);
    const { seconds, status } = result;
    region
      .meterOf(balancer)
      .count({ atMs: this.#clock.now(), by: 'target', group: group.dimension, status, seconds });
  }

  #fail(
    region: ElbRegion,
    balancer: LoadBalancer,
    group: TargetGroup | undefined,
    status: 502 | 503 | 504,
    outgoing: ServerResponse,
  ): void {
    const atMs = this.#clock.now();
    region
      .meterOf(balancer)
      .count({ atMs, by: 'balancer', group: group?.dimension, status, seconds: undefined });
    const title = `${status} ${titles[status]}`;
    outgoing.writeHead(status, { server: 'awselb/2.0', 'content-type': 'text/html' });
    outgoing.end(
      `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
    );
  }
}

const titles = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
} as const;

/** The next healthy target; where all have failed their checks, all of them are used ("fail open"). */
function pickTarget(group: TargetGroup): Target | undefined {
  const all = [...group.targets.values()];
  const healthy = all.filter(({ health }) => health.state === 'healthy');
  const usable = healthy.length > 0 ? healthy : all.filter(({ health }) => health.state === 'unhealthy');
  group.turn += 1;
  return usable[group.turn % usable.length];
}
