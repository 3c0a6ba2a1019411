import { describeError, StepError } from '../error.ts';
import type { IdTokenSource } from './host.ts';

/**
 * GitHub's OIDC tokens, where the job may ask for them (`permissions: id-token: write`): in an action as in a command of
 * a `run:` step. `getIDToken` of `@actions/core` would say on stdout that it asks, and stdout may be for one JSON object.
 */
export function githubIdToken(env: Readonly<Record<string, string | undefined>>): IdTokenSource | undefined {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = env;
  if (!address || !requestToken) return undefined;
  return async (audience) => {
    try {
      return await askFor(audience, address, requestToken);
    } catch (cause) {
      throw new StepError('ID_TOKEN_FAILED', {
        message: `GitHub gave no OIDC token for the audience "${audience}": ${describeError(cause)}`,
        fix: 'run the job again; if it stays so, look at the status page of GitHub',
        cause,
      });
    }
  };
}

async function askFor(audience: string, address: string, requestToken: string): Promise<string> {
  const [{ HttpClient }, { BearerCredentialHandler }] = await Promise.all([
    import('@actions/http-client'),
    import('@actions/http-client/lib/auth.js'),
  ]);
  const client = new HttpClient('ml-ci', [new BearerCredentialHandler(requestToken)], {
    allowRetries: true,
    maxRetries: 10, // as getIDToken: some ten seconds in all
  });
  const url = new URL(address); // it has a query already
  url.searchParams.set('audience', audience);
  const { result } = await client.getJson<{ readonly value?: string }>(url.href);
  if (!result?.value) throw new Error('the answer holds none');
  return result.value;
}
