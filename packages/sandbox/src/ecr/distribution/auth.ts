import type { IncomingMessage } from 'node:http';
import type { EcrQuirks, Registry } from '../state.ts';
import type { RegistryTokens, TokenHolder } from '../tokens.ts';
import { RegistryError } from './error.ts';

/** Who is behind `Authorization: Basic`; throws with a challenge where there is none. */
export function checkToken(
  request: IncomingMessage,
  registry: Registry,
  tokens: RegistryTokens,
  quirks: EcrQuirks,
): TokenHolder {
  const challenge = {
    'www-authenticate': `Basic realm="http://${registry.host}/",service="ecr.amazonaws.com"`,
  };
  const password = readPassword(request.headers.authorization);
  const token = password === undefined ? undefined : tokens.find(password);
  if (!token) throw new RegistryError('UNAUTHORIZED', 401, 'Not Authorized', challenge);
  if (token.isExpired) {
    const message = 'Your authorization token has expired. Reauthenticate and try again.';
    throw quirks.expiredTokenStatus === 401
      ? new RegistryError('UNAUTHORIZED', 401, message, challenge)
      : new RegistryError('DENIED', 403, message);
  }
  if (token.region === registry.region) return token;
  throw new RegistryError('DENIED', 403, `the authorization token is one of region ${token.region}`);
}

function readPassword(header: string | undefined): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const match = /^AWS:(.+)$/.exec(Buffer.from(encoded, 'base64').toString('utf8'));
  return match?.[1];
}
