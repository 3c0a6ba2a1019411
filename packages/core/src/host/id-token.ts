import { describeError, StepError } from '../error.ts';
import type { IdTokenSource } from './host.ts';

/** GitHub's OIDC tokens, where the job may ask for them (`permissions: id-token: write`). */
export function githubIdToken(env: Readonly<Record<string, string | undefined>>): IdTokenSource | undefined {
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL || !env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) return undefined;
  return async (audience) => {
    const { getIDToken } = await import('@actions/core');
    try {
      return await getIDToken(audience);
    } catch (cause) {
      throw new StepError('ID_TOKEN_FAILED', {
        message: `GitHub gave no OIDC token for the audience "${audience}": ${describeError(cause)}`,
        fix: 'run the job again; if it stays so, look at the status page of GitHub',
        cause,
      });
    }
  };
}
