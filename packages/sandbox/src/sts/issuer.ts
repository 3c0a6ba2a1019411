import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxContext } from '../context.ts';
import { type Claims, newSigningKey, publicJwk, type SigningKey, signToken } from './jwt.ts';

/** Who a run is to the issuer. */
export interface Identity {
  /** `repo:octo/model:ref:refs/heads/main` */
  readonly sub: string;
  /** The audience of the tokens; what the run asks for, where unset. */
  readonly aud?: string;
  /** Further claims; they win over those that the issuer makes (`exp`, `iss`). */
  readonly claims?: Claims;
}

/** A loopback stand-in for GitHub's issuer of OIDC tokens: its name and its request form, but keys of its own. */
export interface TokenIssuer {
  /** Where it listens. */
  readonly url: string;
  /** `iss` of its tokens: GitHub's own, so that trust policies can be tested as they are. */
  readonly name: string;
  /** The claims of every token that was given, in order. */
  readonly issued: readonly Claims[];
  /** `ACTIONS_ID_TOKEN_REQUEST_URL` and `ACTIONS_ID_TOKEN_REQUEST_TOKEN` of a run. */
  env(identity: Identity): Record<string, string>;
  /** A token, as the endpoint would give it. */
  give(identity: Identity, audience?: string): Promise<string>;
  /** The key of its tokens; made when first asked for. */
  key(): Promise<SigningKey>;
}

const name = 'https://token.actions.githubusercontent.com';
const lifetimeSeconds = 300;

/** Starts the issuer on a listener of its own. */
export async function startIssuer(ctx: SandboxContext): Promise<TokenIssuer> {
  const identities = new Map<string, Identity>();
  const issued: Claims[] = [];
  let pending: Promise<SigningKey> | undefined;
  const key = () => {
    pending ??= newSigningKey();
    return pending;
  };
  const give = async (identity: Identity, audience: string = defaultAudience(identity)) => {
    const claims = claimsOf(identity, audience, ctx.clock.now());
    issued.push(claims);
    return signToken(await key(), claims);
  };
  const listener = await ctx.listen(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://issuer');
    if (request.method !== 'GET') return reply(response, 405, { message: 'only GET is served' });
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return reply(response, 200, discovery(listener.url));
      case '/jwks':
        return reply(response, 200, { keys: [publicJwk(await key())] });
      case '/token': {
        const identity = identities.get(bearerOf(request));
        if (identity === undefined)
          return reply(response, 401, { message: 'the request token is not known' });
        const value = await give(identity, url.searchParams.get('audience') ?? undefined);
        return reply(response, 200, { count: value.length, value });
      }
      default:
        return reply(response, 404, { message: 'there is nothing here' });
    }
  });
  return {
    url: listener.url,
    name,
    issued,
    give,
    key,
    env(identity) {
      const requestToken = randomBytes(32).toString('base64url');
      identities.set(requestToken, identity);
      return {
        // GitHub's address has a query already: clients append `&audience=`
        ACTIONS_ID_TOKEN_REQUEST_URL: `${listener.url}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
      };
    },
  };
}

function claimsOf({ sub, aud, claims }: Identity, audience: string, nowMs: number): Claims {
  const now = Math.floor(nowMs / 1_000);
  return {
    jti: crypto.randomUUID(),
    sub,
    aud: aud ?? audience,
    iss: name,
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    ...claims,
  };
}

/** GitHub's, where none is asked for: the address of the repository's owner. */
function defaultAudience({ sub }: Identity): string {
  return `https://github.com/${/^repo:([^/@]+)/.exec(sub)?.[1] ?? ''}`;
}

function discovery(url: string): object {
  return {
    issuer: name,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  };
}

function bearerOf(request: IncomingMessage): string {
  return /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function reply(response: ServerResponse, status: number, document: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}
