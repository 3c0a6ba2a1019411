/** The tasks of one deployment. */
export interface DeploymentCounts {
  /** Not on their way out. */
  readonly alive: number;
  /** Running, and healthy for their load balancer. */
  readonly healthy: number;
}

export interface RollingLimits {
  readonly desired: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/** How many tasks the new deployment and the old ones shall have now. */
export interface RollingStep {
  readonly newDesired: number;
  readonly oldDesired: number;
  readonly isDone: boolean;
}

/**
 * The next step of a rolling update: new tasks as far as the maximum allows, old ones away as far as the minimum of
 * healthy tasks allows. "The minimum is rounded up, the maximum down."
 */
export function rollingStep(
  fresh: DeploymentCounts,
  old: DeploymentCounts,
  limits: RollingLimits,
): RollingStep {
  const { desired } = limits;
  const atMost = Math.floor((desired * limits.maximumPercent) / 100);
  const atLeast = Math.ceil((desired * limits.minimumHealthyPercent) / 100);
  const room = Math.max(0, atMost - fresh.alive - old.alive);
  const newDesired = Math.min(desired, fresh.alive + room);
  if (fresh.healthy >= desired) return { newDesired: desired, oldDesired: 0, isDone: old.alive === 0 };
  const spare = Math.max(0, fresh.healthy + old.healthy - atLeast);
  const unhealthyOld = old.alive - old.healthy;
  const oldDesired = Math.max(0, old.alive - unhealthyOld - Math.min(spare, old.healthy));
  return { newDesired, oldDesired: Math.min(oldDesired, old.alive), isDone: false };
}

/** How many failed tasks make the circuit breaker give up: half of the desired count, at least 3, at most 200. */
export function breakerThreshold(desired: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desired / 2)));
}
