import type { AlarmSwitches } from './alarm-judgement.ts';

/** How long things take, on the clock, and what is not documented. */
export interface CodeDeploySwitches extends AlarmSwitches {
  /** From CreateDeployment to its start. */
  readonly queueMs: number;
  /** An event with nothing to do. */
  readonly eventMs: number;
  readonly alarmPollMs: number;
  /** When an alarm that was red at the start stops the deployment; Install does not end before. */
  readonly redAtStartMs: number;
  /** How long the replacement tasks have to become healthy; an hour with AWS. */
  readonly installTimeoutMs: number;
  /** Whether DeploymentLimitExceededException names the deployment that runs. */
  readonly namesActiveDeployment: boolean;
  /** Makes every rollback fail, for trying what a caller does then. */
  readonly failRollbacks: boolean;
}

export const defaultCodeDeploySwitches: CodeDeploySwitches = {
  queueMs: 2_000,
  eventMs: 500,
  alarmPollMs: 10_000,
  redAtStartMs: 120_000,
  installTimeoutMs: 3_600_000,
  insufficientDataStops: false,
  missingAlarmIsUnreadable: false,
  namesActiveDeployment: true,
  failRollbacks: false,
};
