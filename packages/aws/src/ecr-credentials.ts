import { StepError } from '@ml-ci/core';
import type { CredentialProvider } from '@ml-ci/oci';
import { ecrClient } from './clients.ts';
import { renewing } from './refresh.ts';
import type { Session } from './session.ts';

/**
 * Credentials for the registry at `registryHost` (the host of `EcrRepository`), for the OCI transport. The token lives
 * for 12 hours at most, so it is renewed on the run's clock, and at once where the registry refused it. Any other host
 * gets none.
 */
export function ecrCredentials(session: Session, registryHost: string): CredentialProvider {
  const token = renewing(session.host.clock, async () => {
    const { token: password, expiresAt } = await authorizationToken(session);
    return { value: password, expiresAtMs: expiresAt?.getTime() };
  });
  return async (host, { stale }) =>
    host === registryHost
      ? { type: 'basic', username: 'AWS', password: await token({ stale }) }
      : { type: 'anonymous' };
}

// Without the caller's signal: callers share the answer, and one that gives up must not fail the others.
async function authorizationToken(session: Session) {
  const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const client = await ecrClient(session);
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  const [data] = authorizationData ?? [];
  const encoded = data?.authorizationToken ?? '';
  const [username, token] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  if (username !== 'AWS' || !token) {
    throw new StepError('AWS_FAILED', { message: 'ecr:GetAuthorizationToken answered without a token' });
  }
  session.host.mask(token);
  session.host.mask(encoded);
  return { token, expiresAt: data?.expiresAt };
}
