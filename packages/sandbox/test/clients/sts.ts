import type { ServiceRows } from './row.ts';

/** Who a client is, and sessions. */
export const sts: ServiceRows = {
  service: 'sts',
  signingName: 'sts',
  rows: [
    { operation: 'GetCallerIdentity' },
    {
      operation: 'AssumeRole',
      parameters: { RoleArn: 'arn:aws:iam::222222222222:role/deploy', RoleSessionName: 'probe' },
    },
    {
      operation: 'AssumeRole',
      parameters: { RoleArn: 'not-an-arn-at-all-really', RoleSessionName: 'probe' },
      error: 'ValidationError',
    },
    { operation: 'GetSessionToken' },
    {
      operation: 'AssumeRoleWithWebIdentity',
      parameters: {
        RoleArn: 'arn:aws:iam::222222222222:role/deploy',
        RoleSessionName: 'probe',
        WebIdentityToken: 'not.a.token',
      },
      error: 'InvalidIdentityToken',
    },
  ],
};
