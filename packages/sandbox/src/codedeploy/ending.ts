import type { DeploymentError, RollbackConfiguration, RollbackEvent } from './model.ts';

/** Why a deployment ended before its time. */
export type EndCause =
  | { readonly kind: 'alarm'; readonly names: readonly string[] }
  | { readonly kind: 'request'; readonly rollsBack: boolean | undefined }
  | { readonly kind: 'ready-timeout' }
  | { readonly kind: 'failure'; readonly error: DeploymentError };

/** How it is recorded, and whether a rollback follows. */
export interface Ending {
  readonly status: 'Stopped' | 'Failed';
  readonly error: DeploymentError | undefined;
  readonly rollsBack: boolean;
}

/** Thrown into a deployment, and used as the reason of an abort, to end it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly why: EndCause;

  constructor(why: EndCause) {
    super(why.kind);
    this.why = why;
  }
}

/** The end that follows from a cause under a rollback configuration. */
export function endingOf(cause: EndCause, rollback: RollbackConfiguration): Ending {
  const isEnabled = (event: RollbackEvent) => rollback.isEnabled && rollback.events.includes(event);
  switch (cause.kind) {
    case 'alarm': {
      const activated = cause.names.map((name) => `<${name}>`).join(' ');
      const message = `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ${activated}`;
      const error = { code: 'ALARM_ACTIVE', message } as const;
      return { status: 'Stopped', error, rollsBack: isEnabled('DEPLOYMENT_STOP_ON_ALARM') };
    }
    case 'request': {
      const error = { code: 'MANUAL_STOP', message: 'The deployment was stopped by request.' } as const;
      const rollsBack = cause.rollsBack ?? isEnabled('DEPLOYMENT_STOP_ON_REQUEST');
      return { status: 'Stopped', error, rollsBack };
    }
    case 'ready-timeout': {
      const message =
        'The deployment was stopped because traffic was not rerouted before the wait time was over.';
      const error = { code: 'TIMEOUT', message } as const;
      return { status: 'Stopped', error, rollsBack: isEnabled('DEPLOYMENT_FAILURE') };
    }
    case 'failure':
      return { status: 'Failed', error: cause.error, rollsBack: isEnabled('DEPLOYMENT_FAILURE') };
  }
}
