import type { Outcome } from './host.ts';

/** The one object that `--json` prints. */
export function toJson(outcome: Outcome): string {
  const { step, verdict, outputs, reason, error, exports, rehearsal, plan } = outcome;
  return JSON.stringify({
    step,
    verdict,
    outputs,
    ...(reason !== undefined && { reason }),
    ...(error !== undefined && { error }),
    ...(exports !== undefined && { exports }),
    ...(rehearsal !== undefined && { rehearsal }),
    ...(plan !== undefined && { plan }),
  });
}
