/** What a deployment of ours says of itself, so that a later run can find it. */
export interface Marker {
  readonly digest: string;
  readonly run: string;
}

/** The description of a deployment: for people, and for `markerOf`. */
export function describeDeployment({ digest, run }: Marker): string {
  return `ml-ci digest=${digest} run=${run.replace(/\s+/g, '-').slice(0, 100)}`;
}

/** What a description says, or undefined where the deployment is not ours. */
export function markerOf(description: string): Marker | undefined {
  const match = /^ml-ci digest=(sha(?:256|512):[0-9a-f]+) run=(\S+)$/.exec(description);
  return match ? { digest: match[1] ?? '', run: match[2] ?? '' } : undefined;
}

/** The description of a deployment that takes another one back because CodeDeploy no longer can. */
export function describeRollback(deploymentId: string): string {
  return `ml-ci rollback of ${deploymentId}`;
}

/** True for the description of such a deployment. */
export function isRollbackDescription(description: string): boolean {
  return description.startsWith('ml-ci rollback of ');
}
