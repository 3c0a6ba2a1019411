import type { SandboxContext, ServiceModule } from '../context.ts';
import { assumeRole, getSessionToken } from './sessions.ts';

/** STS over Query: who am I, and credentials that end. */
export function createSts(ctx: SandboxContext): ServiceModule<undefined> {
  const roleIds = new Map<string, string>();
  return {
    state: undefined,
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
          AssumeRole: (input, caller) => assumeRole(ctx, roleIds, input, caller),
          GetSessionToken: (input, caller) => getSessionToken(ctx, input, caller),
        },
      },
    ],
  };
}
