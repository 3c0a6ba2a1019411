import { describeError, StepError } from '../error.ts';
import type { IdTokenSource } from './host.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** GitHub's OIDC tokens for an action, where the job may ask for them (`permissions: id-token: write`). */
export function actionIdToken(env: Env): IdTokenSource | undefined {
  return source(env, async (audience) => {
    const { getIDToken } = await import('@actions/core'); // also has the runner mask what it got
    return getIDToken(audience);
  });
}

/**
 * The same for a command of a `run:` step. `getIDToken` speaks to the runner through stdout, which may be for one JSON object
 * there, so the endpoint is asked directly.
 */
export function commandIdToken(env: Env): IdTokenSource | undefined {
  return source(env, askEndpoint);
}

type Ask = (audience: string, address: string, requestToken: string) => Promise<string>;

function source(env: Env, ask: Ask): IdTokenSource | undefined {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = env;
  if (!address || !requestToken) return undefined;
  return async (audience) => {
    try {
      return await ask(audience, address, requestToken);
    } catch (cause) {
      throw new StepError('ID_TOKEN_FAILED', {
        message: `GitHub gave no OIDC token for the audience "${audience}": ${describeError(cause)}`,
        fix: 'run the job again; if it stays so, look at the status page of GitHub',
        cause,
      });
    }
  };
}

async function askEndpoint(audience: string, address: string, requestToken: string): Promise<string> {
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
