import type { Listener as Socket } from '../listener.ts';
import type { Health } from './health.ts';
import type { WeightedRotation } from './weighted.ts';

/** An application load balancer. */
export interface LoadBalancer {
  readonly arn: string;
  /** `app/name/0123456789abcdef`, as metrics name it. */
  readonly dimension: string;
  readonly name: string;
  readonly scheme: string;
  readonly createdMs: number;
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
  /** The real listener behind the DNS name; it serves the first of the listeners below. */
  readonly socket: Socket;
  /** By attribute key; only the idle time-out has an effect. */
  readonly attributes: Map<string, string>;
}

/** How targets of a group are checked. */
export interface HealthCheck {
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher: string;
}

export interface Target {
  readonly id: string;
  readonly port: number;
  health: Health;
  /** Requests that are being answered. */
  inFlight: number;
  /** Aborted when it is deregistered. */
  readonly gone: AbortController;
}

export interface TargetGroup {
  readonly arn: string;
  /** `targetgroup/name/0123456789abcdef`. */
  readonly dimension: string;
  readonly name: string;
  readonly port: number;
  readonly vpcId: string | undefined;
  healthCheck: HealthCheck;
  readonly attributes: Map<string, string>;
  readonly targets: Map<string, Target>;
  /** How many requests were sent; the next goes to the target at this place of the round. */
  turn: number;
}

/** What a listener does with a request. */
export type Action =
  | {
      readonly type: 'forward';
      readonly groups: readonly { readonly arn: string; readonly weight: number }[];
    }
  | {
      readonly type: 'fixed-response';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    };

export interface Listener {
  readonly arn: string;
  readonly balancer: LoadBalancer;
  readonly port: number;
  readonly socket: Socket;
  action: Action;
  rotation: WeightedRotation;
}
