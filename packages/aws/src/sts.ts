import type { Credentials } from '@aws-sdk/client-sts';
import { StepError } from '@ml-ci/core';
import { type CallOptions, type ClientSource, sending, stsClient } from './clients.ts';
import type { SessionCredentials } from './session.ts';

/** Who the credentials belong to. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** Asks STS who we are; nobody needs a permission for that. */
export async function callerIdentity(source: ClientSource, options: CallOptions = {}): Promise<Identity> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await stsClient(source);
  const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), sending(options));
  if (Account === undefined || Arn === undefined) {
    throw new StepError('AWS_FAILED', { message: 'sts:GetCallerIdentity answered without an account' });
  }
  return { account: Account, arn: Arn };
}

/** Credentials of `role`, for as long as the role allows by default (an hour). */
export async function assumeRole(
  source: ClientSource,
  role: string,
  sessionName: string,
  options: CallOptions = {},
): Promise<SessionCredentials> {
  const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const client = await stsClient(source);
  const command = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: sessionName });
  const { Credentials } = await client.send(command, sending(options));
  return sessionOf(Credentials, `sts:AssumeRole of "${role}"`);
}

/** The same for a role that trusts an OIDC token; the call carries the token and no signature. */
export async function assumeRoleWithWebIdentity(
  source: ClientSource,
  role: string,
  sessionName: string,
  token: string,
): Promise<SessionCredentials> {
  const { AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await stsClient(source);
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: role,
    RoleSessionName: sessionName,
    WebIdentityToken: token,
  });
  const { Credentials } = await client.send(command);
  return sessionOf(Credentials, `sts:AssumeRoleWithWebIdentity of "${role}"`);
}

function sessionOf(credentials: Credentials | undefined, call: string): SessionCredentials {
  if (!credentials?.AccessKeyId || !credentials.SecretAccessKey || !credentials.SessionToken) {
    throw new StepError('AWS_FAILED', { message: `${call} answered without credentials` });
  }
  return {
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: credentials.SecretAccessKey,
    sessionToken: credentials.SessionToken,
    ...(credentials.Expiration ? { expiration: credentials.Expiration } : {}),
  };
}

/** `ml-ci-<run>` within what STS takes: 2 to 64 of letters, digits and `_+=,.@-`. */
export function sessionNameOf(run: string): string {
  return `ml-ci-${run}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

/** True where `callerArn` is already a session of `role`: GitHub's own step may have assumed it before us. */
export function isSessionOf(role: string, callerArn: string): boolean {
  const wanted = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role);
  const actual = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn);
  return !!wanted && !!actual && wanted.slice(1).every((part, index) => part === actual[index + 1]);
}
