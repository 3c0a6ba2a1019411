import type { IncomingHttpHeaders } from 'node:http';
import { StepError } from '@ml-ci/core';
import { type Challenge, parseChallenge } from './challenge.ts';
import { printUrl } from './location.ts';
import { isLoopbackHost } from './reference.ts';
import type { CredentialProvider, Credentials } from './repository.ts';
import type { Timing } from './retry.ts';

/** Asks the token server; the transport does it, with its retries. */
type TokenRequest = (request: {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}) => Promise<string>;

export interface AuthorizerOptions extends Pick<Timing, 'clock'> {
  readonly host: string;
  readonly credentials: CredentialProvider;
  readonly requestToken: TokenRequest;
  /** Hears every secret before it is used, so that it can be masked. */
  readonly onSecret?: (secret: string) => void;
}

/** Knows how one registry wants to be asked, and keeps its tokens. */
export interface Authorizer {
  /** The `Authorization` header for these scopes; undefined before the first challenge and for anonymous users. */
  header(scopes: readonly string[], signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Learns from a 401. False where there is nothing else to offer. `used` is the header that was refused: another request
   * may have replaced it meanwhile, and then nothing is fetched again.
   */
  refused(
    headers: IncomingHttpHeaders,
    used: string | undefined,
    scopes: readonly string[],
    signal?: AbortSignal,
  ): Promise<boolean>;
}

interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

/** The username by which Docker's helpers mark a secret that is an OAuth2 refresh token. */
const identityTokenUser = '<token>';

export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { host, clock } = options;
  let challenge: Challenge | undefined;
  let renewal: Promise<Credentials> | undefined;
  const tokens = new Map<string, Promise<Token>>();

  const credentials = async (isStale: boolean, signal?: AbortSignal): Promise<Credentials> => {
    const given = await options.credentials(host, { stale: isStale, ...(signal ? { signal } : {}) });
    for (const secret of secretsOf(given)) options.onSecret?.(secret);
    return given;
  };
  const renewed = (signal?: AbortSignal): Promise<Credentials> => {
    renewal ??= credentials(true, signal).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const bearer = async (scopes: readonly string[], isStale: boolean, signal?: AbortSignal) => {
    if (challenge?.scheme !== 'bearer') throw new Error('a token is fetched only after a Bearer challenge');
    const key = scopes.join(' ');
    const kept = isStale ? undefined : await tokens.get(key);
    if (kept !== undefined && kept.expiresAtMs > clock.now()) return kept.value;
    const given = isStale ? await renewed(signal) : await credentials(false, signal);
    if (given.type === 'bearer') return given.token;
    const fetched = fetchToken(options, challenge, given, scopes, signal);
    tokens.set(key, fetched);
    try {
      return (await fetched).value;
    } catch (error) {
      tokens.delete(key);
      throw error;
    }
  };
  const header = async (scopes: readonly string[], isStale: boolean, signal?: AbortSignal) => {
    if (challenge === undefined) return undefined;
    if (challenge.scheme === 'bearer') return `Bearer ${await bearer(scopes, isStale, signal)}`;
    return basicHeader(isStale ? await renewed(signal) : await credentials(false, signal));
  };

  return {
    header: (scopes, signal) => header(scopes, false, signal),
    async refused(headers, used, scopes, signal) {
      challenge = parseChallenge(headers['www-authenticate']) ?? challenge;
      if (challenge === undefined) return false;
      const current = await header(scopes, false, signal);
      if (current !== used) return current !== undefined;
      return current !== undefined && (await header(scopes, true, signal)) !== undefined;
    },
  };
}

async function fetchToken(
  { host, clock, requestToken, onSecret }: AuthorizerOptions,
  challenge: Extract<Challenge, { scheme: 'bearer' }>,
  credentials: Credentials,
  scopes: readonly string[],
  signal?: AbortSignal,
): Promise<Token> {
  const url = tokenServer(challenge.realm, host);
  const form = new URLSearchParams();
  if (challenge.service !== undefined) form.set('service', challenge.service);
  const cancel = signal ? { signal } : {};
  const startedMs = clock.now();
  let text: string;
  if (credentials.type === 'basic' && credentials.username === identityTokenUser) {
    form.set('grant_type', 'refresh_token');
    form.set('client_id', 'ml-ci');
    form.set('refresh_token', credentials.password);
    form.set('scope', scopes.join(' '));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    text = await requestToken({ url, method: 'POST', headers, body: Buffer.from(`${form}`), ...cancel });
  } else {
    for (const scope of scopes) form.append('scope', scope);
    for (const [name, value] of form) url.searchParams.append(name, value);
    const authorization = basicHeader(credentials);
    const headers = authorization === undefined ? {} : { authorization };
    text = await requestToken({ url, method: 'GET', headers, ...cancel });
  }
  const { token, lifeMs } = readToken(text, url);
  onSecret?.(token);
  // Renewed a little early, so that it does not run out on its way; a life of seconds keeps most of them.
  return { value: token, expiresAtMs: startedMs + lifeMs - Math.min(10_000, lifeMs / 5) };
}

function readToken(text: string, url: URL): { token: string; lifeMs: number } {
  let answer: { token?: unknown; access_token?: unknown; expires_in?: unknown };
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw denied(`the token server "${printUrl(url)}" did not answer with JSON`, cause);
  }
  const token = answer.token ?? answer.access_token;
  if (typeof token !== 'string' || token === '') throw denied(`"${printUrl(url)}" gave no token`);
  // The specification says 60 s where the server says nothing.
  const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 60;
  return { token, lifeMs: seconds * 1_000 };
}

/** Credentials go to a token server over TLS only; a registry on loopback may have one on loopback. */
function tokenServer(realm: string, host: string): URL {
  if (!URL.canParse(realm)) throw denied(`"${host}" names no usable token server`);
  const url = new URL(realm);
  const isPlainLoopback = url.protocol === 'http:' && isLoopbackHost(url.host) && isLoopbackHost(host);
  if (url.protocol !== 'https:' && !isPlainLoopback) {
    throw denied(`"${host}" names the token server "${url.origin}", which is not reached over TLS`);
  }
  return url;
}

function basicHeader(credentials: Credentials): string | undefined {
  switch (credentials.type) {
    case 'anonymous':
      return undefined;
    case 'bearer':
      return `Bearer ${credentials.token}`;
    case 'basic': {
      const pair = `${credentials.username}:${credentials.password}`;
      return `Basic ${Buffer.from(pair).toString('base64')}`;
    }
  }
}

function secretsOf(credentials: Credentials): readonly string[] {
  if (credentials.type === 'anonymous') return [];
  if (credentials.type === 'bearer') return [credentials.token];
  return [
    credentials.password,
    Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64'),
  ];
}

function denied(message: string, cause?: unknown): StepError {
  return new StepError('REGISTRY_DENIED', {
    message,
    fix: 'check the address of the registry and the credentials for it',
    ...(cause === undefined ? {} : { cause }),
  });
}
