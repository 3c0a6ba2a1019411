import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { StepError } from '@ml-ci/core';
import { type Authorizer, createAuthorizer } from './auth.ts';
import {
  BodyError,
  type Connections,
  createConnections,
  type ExchangeRequest,
  exchange,
  type ProxyEnvironment,
  type StreamBody,
} from './exchange.ts';
import { isTransientStatus, networkError, parseProblems, registryError } from './failure.ts';
import { printUrl, redirectLocation } from './location.ts';
import { isLoopbackHost } from './reference.ts';
import type { CredentialProvider } from './repository.ts';
import {
  defaultRetry,
  parseRetryAfter,
  Renewed,
  type RetryPolicy,
  retrying,
  type Timing,
  Transient,
} from './retry.ts';

export interface TransportOptions extends Timing {
  /** The registry, with its port. Loopback is asked over plain HTTP, everything else over TLS. */
  readonly host: string;
  /** Asked before each request once the registry wants credentials: it keeps what it fetched. */
  readonly credentials: CredentialProvider;
  /** Hears every secret before it is used. */
  readonly onSecret?: (secret: string) => void;
  /** HTTPS_PROXY and NO_PROXY, for hosts that are not loopback. */
  readonly proxyEnv?: ProxyEnvironment;
  readonly retry?: RetryPolicy;
  readonly idleTimeoutMs?: number;
}

/** A request to the registry. */
export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path below `/v2/`, or a whole URL that the registry named. */
  readonly target: string | URL;
  /** For messages: what we are trying to do, "reading the manifest of …". */
  readonly what: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | StreamBody;
  /** The scopes of the token, see `repositoryScope`. */
  readonly scopes: readonly string[];
  /** Statuses that are answers; all others are thrown. */
  readonly expect: readonly number[];
  readonly signal?: AbortSignal;
}

/** The head of an answer; `body` must be read or destroyed. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
  /** The URL that answered, after redirects. */
  readonly url: URL;
}

/** HTTP to one registry: credentials, retries, redirects, and errors that say what went wrong. */
export interface Transport extends Timing {
  readonly host: string;
  readonly retry: RetryPolicy;
  /** Sends with retries. With a streamed body it is sent once, and throws `Transient` where another try may help. */
  request(request: RegistryRequest): Promise<RegistryAnswer>;
  close(): void;
}

const defaultIdleTimeoutMs = 60_000;
/** A registry may hash a whole layer again before it answers the last byte of an upload. */
const uploadIdleTimeoutMs = 600_000;
const longestRedirectChain = 5;
const errorBodyLimit = 64 * 1024;

/** Opens no connection before the first request. */
export function createTransport(options: TransportOptions): Transport {
  const { host, clock, random, retry = defaultRetry } = options;
  const connections = createConnections(isLoopbackHost(host) ? undefined : options.proxyEnv);
  const wire: Wire = {
    registry: addressOf(host, '').host,
    connections,
    idleTimeoutMs: options.idleTimeoutMs ?? defaultIdleTimeoutMs,
    clock,
    random,
  };
  const authorizer = createAuthorizer({
    host,
    clock,
    credentials: options.credentials,
    ...(options.onSecret === undefined ? {} : { onSecret: options.onSecret }),
    requestToken: ({ signal, ...token }) =>
      retrying(() => askTokenServer(wire, token, signal), retry, { clock, random }, signal),
  });
  return {
    host,
    clock,
    random,
    retry,
    request(request) {
      const url = addressOf(host, request.target);
      const send = () => sendAuthorized(wire, authorizer, url, request);
      return isStream(request.body) ? send() : retrying(send, retry, { clock, random }, request.signal);
    },
    close: () => connections.close(),
  };
}

/** Docker Hub's registry does not live at the name that references carry. */
function addressOf(host: string, target: string | URL): URL {
  if (target instanceof URL) return target;
  const address = host === 'docker.io' ? 'registry-1.docker.io' : host;
  return new URL(`${isLoopbackHost(host) ? 'http' : 'https'}://${address}/v2/${target}`);
}

interface Wire extends Timing {
  /** Where credentials may go; an upload or a redirect may lead elsewhere. */
  readonly registry: string;
  readonly connections: Connections;
  readonly idleTimeoutMs: number;
}

async function sendAuthorized(
  wire: Wire,
  authorizer: Authorizer,
  url: URL,
  request: RegistryRequest,
): Promise<RegistryAnswer> {
  const { scopes, signal } = request;
  let renewals = 0;
  for (;;) {
    const used = await authorizer.header(scopes, signal);
    const answer = await follow(wire, url, request, used);
    if (request.expect.includes(answer.status)) return answer;
    const failure = await readFailure(wire, request, answer);
    if (used !== undefined) renewals += 1; // without credentials it was only a question how to ask
    if (renewals > 1 || !isRefusal(answer.status, used)) throw failure;
    if (!(await authorizer.refused(answer.headers, used, scopes, signal))) throw failure;
    // A streamed body is used up: whoever has the source begins again, with the new credentials.
    if (isStream(request.body)) throw failure instanceof Transient ? failure : new Renewed(failure);
  }
}

/** ECR answers 403, not 401, once its token has expired. */
function isRefusal(status: number, used: string | undefined): boolean {
  return status === 401 || (status === 403 && used?.startsWith('Basic ') === true);
}

function isStream(body: RegistryRequest['body']): body is StreamBody {
  return body !== undefined && !(body instanceof Uint8Array);
}

/** Sends, and follows the redirects of reads. `Authorization` never goes to another host. */
async function follow(
  wire: Wire,
  start: URL,
  request: RegistryRequest,
  authorization: string | undefined,
): Promise<RegistryAnswer> {
  let url = start;
  for (let hops = 0; ; hops += 1) {
    const isOwn = url.host === wire.registry;
    const headers = {
      ...request.headers,
      'user-agent': 'ml-ci',
      ...(isOwn && authorization !== undefined ? { authorization } : {}),
    };
    const body = await once(wire, { ...request, url, headers }, request.what);
    const status = body.statusCode ?? 0;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || ![301, 302, 303, 307, 308].includes(status) || hops >= longestRedirectChain) {
      return { status, headers: body.headers, body, url };
    }
    body.resume();
    url = redirectLocation(body.headers.location, url);
  }
}

type OnceRequest = Pick<ExchangeRequest, 'method' | 'url' | 'headers' | 'body' | 'signal'>;

async function once(wire: Wire, request: OnceRequest, what: string): Promise<IncomingMessage> {
  const isUpload = request.body !== undefined;
  try {
    return await exchange(wire.connections, {
      method: request.method,
      url: request.url,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      idleTimeoutMs: isUpload ? Math.max(uploadIdleTimeoutMs, wire.idleTimeoutMs) : wire.idleTimeoutMs,
    });
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (error instanceof BodyError) throw error;
    throw new Transient(networkError(`${what} at "${printUrl(request.url)}"`, error));
  }
}

async function readFailure(
  wire: Wire,
  request: RegistryRequest,
  answer: RegistryAnswer,
): Promise<StepError | Transient> {
  const problems = request.method === 'HEAD' ? [] : parseProblems(await readText(answer.body));
  if (request.method === 'HEAD') answer.body.resume();
  const error = registryError(request.what, answer.status, problems);
  const isBusy = isTransientStatus(answer.status) || problems.some(({ code }) => code === 'TOOMANYREQUESTS');
  if (!isBusy) return error;
  return new Transient(error, parseRetryAfter(answer.headers['retry-after'], wire.clock.now()));
}

async function askTokenServer(
  wire: Wire,
  token: Pick<ExchangeRequest, 'url' | 'method' | 'headers' | 'body'>,
  signal?: AbortSignal,
): Promise<string> {
  const what = 'asking for a token';
  const body = await once(wire, { ...token, ...(signal ? { signal } : {}) }, what);
  const text = await readText(body);
  const status = body.statusCode ?? 0;
  if (status === 200) return text;
  const error = registryError(`${what} at "${printUrl(token.url)}"`, status, parseProblems(text));
  throw isTransientStatus(status) ? new Transient(error) : error;
}

/** The beginning of a text; a body that breaks off counts as what came of it, since the status already says it. */
async function readText(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > errorBodyLimit) break;
    }
  } catch (error) {
    if (size === 0 && body.statusCode === 200) throw new Transient(networkError('reading an answer', error));
  }
  return Buffer.concat(chunks).toString('utf8');
}
