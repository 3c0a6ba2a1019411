import type { SandboxContext } from '../context.ts';
import { type AccessKey, randomId } from '../credentials.ts';
import { type Input, number, requiredText } from '../input.ts';
import { type Caller, ServiceError } from '../service.ts';

/** Credentials of a role, in this account or another. A role that assumes a role gets an hour at most. */
export function assumeRole(
  ctx: SandboxContext,
  roleIds: Map<string, string>,
  input: Input,
  caller: Caller,
): object {
  const role = parseRoleArn(requiredText(input, 'RoleArn', 'ValidationError'));
  const name = requiredText(input, 'RoleSessionName', 'ValidationError');
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw invalid(`Value '${name}' at 'roleSessionName' failed to satisfy constraint: [\\w+=,.@-]{2,64}`);
  }
  const seconds = duration(input, 3_600, 43_200);
  const isChained = caller.arn.includes(':assumed-role/');
  if (isChained && seconds > 3_600) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  const roleId = roleIdOf(roleIds, role.account, role.name);
  const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`;
  const key = mint(ctx, { account: role.account, arn, userId: `${roleId}:${name}` }, seconds);
  return { ...key, AssumedRoleUser: { AssumedRoleId: `${roleId}:${name}`, Arn: arn }, PackedPolicySize: 0 };
}

/** Session credentials of the caller itself; a session cannot ask for them. */
export function getSessionToken(ctx: SandboxContext, input: Input, caller: Caller): object {
  if (caller.accessKeyId.startsWith('ASIA')) {
    throw new ServiceError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  }
  const userId = ctx.credentials.find(caller.accessKeyId)?.userId ?? randomId('AIDA');
  return mint(ctx, { account: caller.account, arn: caller.arn, userId }, duration(input, 43_200, 129_600));
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

function duration(input: Input, defaultSeconds: number, maxSeconds: number): number {
  const seconds = number(input, 'DurationSeconds') ?? defaultSeconds;
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= maxSeconds) return seconds;
  throw invalid(`Value '${seconds}' at 'durationSeconds' must be between 900 and ${maxSeconds}`);
}

function parseRoleArn(arn: string): { account: string; name: string } {
  const match = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (match?.[1] && match[2]) return { account: match[1], name: match[2] };
  throw invalid(`${arn} is invalid`);
}

/** A role keeps its identifier for as long as the sandbox runs. */
function roleIdOf(roleIds: Map<string, string>, account: string, name: string): string {
  const key = `${account}/${name}`;
  const id = roleIds.get(key) ?? randomId('AROA');
  roleIds.set(key, id);
  return id;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
