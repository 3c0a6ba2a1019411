import type { SandboxContext, ServiceModule } from '../context.ts';
import { startIssuer, type TokenIssuer } from './issuer.ts';
import { assumeRole, getSessionToken, roleSessions } from './sessions.ts';
import { type TrustPolicy, trustPolicy } from './trust-policy.ts';
import { assumeRoleWithWebIdentity } from './web-identity.ts';

/** What tests seed of STS. */
export interface StsState {
  /** Gives OIDC tokens as GitHub does. */
  readonly issuer: TokenIssuer;
  /** Sets the trust policy of a role, for `AssumeRoleWithWebIdentity`; throws where the sandbox cannot judge it. */
  trust(roleArn: string, policyDocument: unknown): void;
}

/** STS over Query: who am I, and credentials that end. */
export async function createSts(ctx: SandboxContext): Promise<ServiceModule<StsState>> {
  const openSession = roleSessions(ctx);
  const issuer = await startIssuer(ctx);
  const policies = new Map<string, TrustPolicy>();
  const web = { issuer, policies, openSession };
  return {
    state: {
      issuer,
      trust: (roleArn, policyDocument) => void policies.set(roleArn, trustPolicy(policyDocument)),
    },
    services: [
      {
        kind: 'rpc',
        signingName: 'sts',
        query: { version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
        operations: {
          GetCallerIdentity: (_input, caller) => ({
            UserId: ctx.credentials.find(caller.accessKeyId)?.userId,
            Account: caller.account,
            Arn: caller.arn,
          }),
          AssumeRole: (input, caller) => assumeRole(openSession, input, caller),
          GetSessionToken: (input, caller) => getSessionToken(ctx, input, caller),
        },
        unsigned: {
          AssumeRoleWithWebIdentity: (input) => assumeRoleWithWebIdentity(ctx, web, input),
        },
      },
    ],
  };
}
