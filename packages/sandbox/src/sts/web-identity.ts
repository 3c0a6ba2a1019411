import type { SandboxContext } from '../context.ts';
import { type Input, requiredText, text } from '../input.ts';
import { ServiceError } from '../service.ts';
import type { TokenIssuer } from './issuer.ts';
import { type Claims, readToken } from './jwt.ts';
import { checkSessionName, parseRoleArn, type RoleSession } from './sessions.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** What the identity provider of every account takes as `aud`. */
const audience = 'sts.amazonaws.com';

/** Credentials of a role for a token of the issuer, where the trust policy of the role lets it in. Nobody signs this. */
export async function assumeRoleWithWebIdentity(
  ctx: SandboxContext,
  { issuer, policies, openSession }: WebIdentityState,
  input: Input,
): Promise<object> {
  const roleArn = requiredText(input, 'RoleArn', 'ValidationError');
  const role = parseRoleArn(roleArn);
  const name = checkSessionName(requiredText(input, 'RoleSessionName', 'ValidationError'));
  const claims = await verify(requiredText(input, 'WebIdentityToken', 'ValidationError'), issuer, ctx);
  const host = new URL(issuer.name).host;
  const provider = `arn:aws:iam::${role.account}:oidc-provider/${host}`;
  const keys = { [`${host}:sub`]: claims.sub, [`${host}:aud`]: claims.aud };
  // AWS tells a role that does not exist and one that does not trust the token by the same words
  if (text(input, 'ProviderId') !== undefined || !policies.get(roleArn)?.({ provider, keys })) {
    throw new ServiceError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
  }
  return {
    ...openSession(role, name, input),
    SubjectFromWebIdentityToken: claims.sub,
    Audience: claims.aud,
    Provider: provider,
  };
}

/** What tokens are judged by, and how a session of a role is made. */
export interface WebIdentityState {
  readonly issuer: TokenIssuer;
  readonly policies: ReadonlyMap<string, TrustPolicy>;
  readonly openSession: RoleSession;
}

async function verify(token: string, issuer: TokenIssuer, ctx: SandboxContext) {
  const read = readToken(token);
  if (read === undefined) throw invalidToken('The ID Token provided is not a valid JWT');
  const { claims } = read;
  const { iss, sub, aud } = claims;
  if (iss !== issuer.name) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${String(iss)}`);
  }
  const key = await issuer.key();
  if (read.algorithm !== 'RS256' || read.keyId !== key.id || !read.isSignedBy(key)) {
    throw invalidToken("Couldn't retrieve verification key from your identity provider");
  }
  if (typeof sub !== 'string' || aud !== audience) throw invalidToken('Incorrect token audience');
  checkExpiry(claims, Math.floor(ctx.clock.now() / 1_000));
  return { sub, aud };
}

function checkExpiry({ exp }: Claims, nowSeconds: number): void {
  if (typeof exp !== 'number') throw invalidToken('Missing a required claim: exp');
  if (nowSeconds < exp) return;
  throw new ServiceError(
    'ExpiredTokenException',
    `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${exp}`,
  );
}

function invalidToken(message: string): ServiceError {
  return new ServiceError('InvalidIdentityToken', message);
}
