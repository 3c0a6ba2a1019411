/** How long things take, on the clock, and what is not documented. */
export interface EcsSwitches {
  /** From the order of a task to its network interface. */
  readonly provisioningMs: number;
  /** How often a service looks after its tasks. */
  readonly schedulerMs: number;
  /** The first pause after a task that failed to start; it doubles up to `longestBackoffMs`. */
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
}

/** Shorter than Fargate takes, so that a rehearsal is not spent on waiting. */
export const defaultEcsSwitches: EcsSwitches = {
  provisioningMs: 5_000,
  schedulerMs: 2_000,
  backoffMs: 10_000,
  longestBackoffMs: 900_000,
};
