import type { SandboxContext } from '../context.ts';
import { type AccessKey, randomId } from '../credentials.ts';
import { type Input, number, requiredText } from '../input.ts';
import { type Caller, ServiceError } from '../service.ts';

interface Role {
  readonly account: string;
  readonly name: string;
}

/** Opens a session of a role for as long as `DurationSeconds` says: the part of the answer that all ways share. */
export type RoleSession = (role: Role, sessionName: string, input: Input) => object;

/** A role keeps its identifier for as long as the sandbox runs. */
export function roleSessions(ctx: SandboxContext): RoleSession {
  const roleIds = new Map<string, string>();
  return (role, name, input) => {
    const seconds = roleDuration(input);
    const roleId = roleIdOf(roleIds, role);
    const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`;
    const key = mint(ctx, { account: role.account, arn, userId: `${roleId}:${name}` }, seconds);
    return { ...key, AssumedRoleUser: { AssumedRoleId: `${roleId}:${name}`, Arn: arn }, PackedPolicySize: 0 };
  };
}

/** Credentials of a role, in this account or another. A role that assumes a role gets an hour at most. */
export function assumeRole(openSession: RoleSession, input: Input, caller: Caller): object {
  const role = parseRoleArn(requiredText(input, 'RoleArn', 'ValidationError'));
  const name = checkSessionName(requiredText(input, 'RoleSessionName', 'ValidationError'));
  const isChained = caller.arn.includes(':assumed-role/');
  if (isChained && roleDuration(input) > 3_600) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return openSession(role, name, input);
}

/** Session credentials of the caller itself; a session cannot ask for them. */
export function getSessionToken(ctx: SandboxContext, input: Input, caller: Caller): object {
  if (caller.accessKeyId.startsWith('ASIA')) {
    throw new ServiceError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  }
  const userId = ctx.credentials.find(caller.accessKeyId)?.userId ?? randomId('AIDA');
  return mint(ctx, { account: caller.account, arn: caller.arn, userId }, duration(input, 43_200, 129_600));
}

/** The account and name of a role; its path is not part of its sessions. */
export function parseRoleArn(arn: string): Role {
  const match = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (match?.[1] && match[2]) return { account: match[1], name: match[2] };
  throw invalid(`${arn} is invalid`);
}

/** The name of a session, as STS takes it. */
export function checkSessionName(name: string): string {
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw invalid(`Value '${name}' at 'roleSessionName' failed to satisfy constraint: [\\w+=,.@-]{2,64}`);
}

/** The answer tells when the credentials should end; the fault `sts:expire` ends them earlier. */
function mint(
  ctx: SandboxContext,
  principal: Pick<AccessKey, 'account' | 'arn' | 'userId'>,
  seconds: number,
): object {
  const nowMs = ctx.clock.now();
  const promisedMs = nowMs + seconds * 1_000;
  const faultMs = ctx.faults.expireMs('sts');
  const expiresMs = faultMs === undefined ? promisedMs : Math.min(promisedMs, nowMs + faultMs);
  const key = ctx.credentials.session({ ...principal, expiresMs });
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: new Date(promisedMs),
    },
  };
}

function roleDuration(input: Input): number {
  return duration(input, 3_600, 43_200);
}

function duration(input: Input, defaultSeconds: number, maxSeconds: number): number {
  const seconds = number(input, 'DurationSeconds') ?? defaultSeconds;
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= maxSeconds) return seconds;
  throw invalid(`Value '${seconds}' at 'durationSeconds' must be between 900 and ${maxSeconds}`);
}

function roleIdOf(roleIds: Map<string, string>, { account, name }: Role): string {
  const key = `${account}/${name}`;
  const id = roleIds.get(key) ?? randomId('AROA');
  roleIds.set(key, id);
  return id;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
