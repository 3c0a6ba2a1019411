/** The health of a target, with the reason that DescribeTargetHealth gives. */
export type Health =
  | { readonly state: 'initial'; readonly failures: number }
  | { readonly state: 'healthy'; readonly failures: number }
  | { readonly state: 'unhealthy'; readonly successes: number; readonly why: CheckFailure }
  | { readonly state: 'unused' }
  | { readonly state: 'draining' };

/** Why a check did not pass. */
export interface CheckFailure {
  readonly reason: 'Target.ResponseCodeMismatch' | 'Target.Timeout' | 'Target.FailedHealthChecks';
  readonly description: string;
}

export interface HealthThresholds {
  readonly healthy: number;
  readonly unhealthy: number;
}

/** A target that has just been registered. */
export const initialHealth: Health = { state: 'initial', failures: 0 };

/** The health after one check: a new target needs one pass, an unhealthy one `healthy` in a row. */
export function afterCheck(
  health: Health,
  failure: CheckFailure | undefined,
  thresholds: HealthThresholds,
): Health {
  switch (health.state) {
    case 'draining':
      return health;
    case 'unused':
    case 'initial':
    case 'healthy': {
      if (!failure) return { state: 'healthy', failures: 0 };
      const failures = (health.state === 'unused' ? 0 : health.failures) + 1;
      if (failures >= thresholds.unhealthy) return { state: 'unhealthy', successes: 0, why: failure };
      return { state: health.state === 'healthy' ? 'healthy' : 'initial', failures };
    }
    case 'unhealthy': {
      if (failure) return { state: 'unhealthy', successes: 0, why: failure };
      const successes = health.successes + 1;
      return successes >= thresholds.healthy ? { state: 'healthy', failures: 0 } : { ...health, successes };
    }
  }
}

/** As DescribeTargetHealth shows it. */
export function describeHealth(health: Health): { State: string; Reason?: string; Description?: string } {
  switch (health.state) {
    case 'healthy':
      return { State: 'healthy' };
    case 'initial':
      return {
        State: 'initial',
        Reason: 'Elb.InitialHealthChecking',
        Description: 'Initial health checks in progress',
      };
    case 'unhealthy':
      return { State: 'unhealthy', Reason: health.why.reason, Description: health.why.description };
    case 'unused':
      return {
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target group is not configured to receive traffic from the load balancer',
      };
    case 'draining':
      return {
        State: 'draining',
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      };
  }
}

/** True where a status is among `200`, `200,202`, `200-299`. */
export function matchesStatus(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    return status >= from && status <= to;
  });
}
