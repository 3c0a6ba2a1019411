import { Network } from '../compute/network.ts';
import type { SandboxContext, ServiceModule } from '../context.ts';
import type { Caller } from '../service.ts';
import { balancerOperations } from './balancer-operations.ts';
import { Balancing } from './balancing.ts';
import { groupOperations } from './group-operations.ts';
import { listenerOperations } from './listener-operations.ts';
import type { TimelineSecond } from './meter.ts';

type Where = Pick<Caller, 'account' | 'region'>;

/** What others do with load balancers without going over the wire. */
export interface Elb {
  readonly balancing: Balancing;
  readonly network: Network;
  /** `http://127.0.0.1:PORT` of a listener. */
  urlOf(where: Where, listenerArn: string): string;
  /** Requests and errors by second of the clock and target group, for reports. */
  timelineOf(where: Where, balancerArn: string): readonly TimelineSecond[];
}

/** Elastic Load Balancing v2: application load balancers that really split requests. */
export function createElb(ctx: SandboxContext): ServiceModule<Elb> {
  const network = new Network();
  const balancing = new Balancing(ctx, network);
  return {
    services: [
      {
        kind: 'rpc',
        signingName: 'elasticloadbalancing',
        query: {
          version: '2015-12-01',
          namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
        },
        operations: {
          ...balancerOperations(balancing),
          ...groupOperations(balancing),
          ...listenerOperations(balancing),
        },
      },
    ],
    state: {
      balancing,
      network,
      urlOf: (where, arn) => balancing.of(where).listener(arn).socket.url,
      timelineOf: (where, arn) => {
        const region = balancing.of(where);
        return region.meterOf(region.balancer(arn)).timeline();
      },
    },
    stop: async () => balancing.close(),
  };
}
