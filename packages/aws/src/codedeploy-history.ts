import type { CallOptions } from './clients.ts';
import { codeDeployClient, sending } from './clients.ts';
import type { Session } from './session.ts';

/** A deployment that ended well. */
export interface PastDeployment {
  readonly id: string;
  /** `user`, `codeDeployRollback`, … */
  readonly creator: string;
  readonly description: string;
  readonly completedAt: Date | undefined;
}

/** The deployment that brought what a group serves now: the one that succeeded last, rollbacks included. */
export async function lastSucceeded(
  session: Session,
  application: string,
  group: string,
  options: CallOptions = {},
): Promise<PastDeployment | undefined> {
  const { BatchGetDeploymentsCommand, ListDeploymentsCommand } = await import('@aws-sdk/client-codedeploy');
  const client = await codeDeployClient(session);
  const command = new ListDeploymentsCommand({
    applicationName: application,
    deploymentGroupName: group,
    includeOnlyStatuses: ['Succeeded'],
  });
  // the newest come first; a call takes 25 at most
  const deploymentIds = (await client.send(command, sending(options))).deployments?.slice(0, 25) ?? [];
  if (deploymentIds.length === 0) return undefined;
  const { deploymentsInfo } = await client.send(
    new BatchGetDeploymentsCommand({ deploymentIds }),
    sending(options),
  );
  const past = (deploymentsInfo ?? []).map((info) => ({
    id: info.deploymentId ?? '',
    creator: info.creator ?? '',
    description: info.description ?? '',
    completedAt: info.completeTime,
  }));
  return past.toSorted((a, b) => (b.completedAt?.getTime() ?? 0) - (a.completedAt?.getTime() ?? 0))[0];
}
