import { type EcrEnvironment, type IdTokenSource, StepError } from '@ml-ci/core';
import type { ClientSource } from './clients.ts';
import type { CredentialSource } from './credentials.ts';
import { isAwsError } from './error.ts';
import { claimsOf, subjectForms } from './id-token.ts';
import type { SessionCredentials, SessionHost } from './session.ts';
import { assumeRoleWithWebIdentity } from './sts.ts';

/** What AWS's own example of a trust policy for GitHub has as the audience. */
const audience = 'sts.amazonaws.com';

/** The OIDC tokens of a run, and the name of the sessions that they open. */
export interface WebIdentity {
  readonly idToken: IdTokenSource;
  readonly sessionName: string;
}

/** The role of an environment, assumed with an OIDC token of the run: a new one each time, as each lives for minutes. */
export function webIdentityCredentials(
  { name, account, region }: EcrEnvironment,
  role: string,
  host: SessionHost,
  { idToken, sessionName }: WebIdentity,
): CredentialSource {
  // The call is not signed: the token stands for the signature, and the SDK never asks for these.
  const credentials = async () => ({ accessKeyId: '', secretAccessKey: '' });
  const source: ClientSource = { account, region, principal: 'the OIDC token', host, credentials };
  return {
    from: `the OIDC token of GitHub and the role "${role}"`,
    async provide(): Promise<SessionCredentials> {
      const token = await idToken(audience);
      for (const secret of [token, token.split('.')[2] ?? '']) host.mask(secret);
      try {
        return await assumeRoleWithWebIdentity(source, role, sessionName, token);
      } catch (error) {
        throw isRefused(error) ? refused(error, token, role, name) : error;
      }
    },
  };
}

function isRefused(error: unknown): error is StepError {
  return isAwsError(
    error,
    'AccessDenied',
    'AccessDeniedException',
    'InvalidIdentityTokenException',
    'InvalidIdentityToken',
    'ExpiredTokenException',
    'IDPRejectedClaimException',
  );
}

/** What the token says, beside what the role must accept. The token itself is a secret and is not told. */
function refused(cause: StepError, token: string, role: string, environment: string): StepError {
  const claims = claimsOf(token);
  const { sub, aud, iss } = claims;
  const issuer = iss.replace(/^https:\/\//, '');
  const subjects = subjectForms(claims).map((form) => `"${form}"`);
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return new StepError('OIDC_ROLE_REFUSED', {
    message: `the role "${role}" of the environment "${environment}" refused the OIDC token: ${reason}; the token has sub "${sub}", aud "${aud}" and iss "${iss}"`,
    fix: `the account of the role needs an identity provider "${iss}" with the audience "${aud}", and the trust policy of the role must allow sts:AssumeRoleWithWebIdentity to it where "${issuer}:aud" is "${aud}" and "${issuer}:sub" is ${subjects.join(' or ')}${subjects.length > 1 ? ' (with ids where the repository was made, renamed or moved since 2026-07-15: accept both)' : ''}`,
    cause,
  });
}
