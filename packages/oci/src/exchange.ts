import http from 'node:http';
import https from 'node:https';
import { bytesPassed } from './passing-garbage.ts';
import { isLoopbackHost } from './reference.ts';
import type { BlobStream } from './repository.ts';

/** One request, as it goes over the wire once. */
export interface ExchangeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | StreamBody;
  readonly signal?: AbortSignal;
  /** The connection is given up when nothing moved on it for so long; wall time, since it is about a real network. */
  readonly idleTimeoutMs: number;
}

/** A body that is read once, with backpressure, while it is sent. */
export interface StreamBody {
  readonly stream: BlobStream;
  readonly size: number;
  readonly onBytes?: (bytes: number) => void;
}

/** Connections that are kept and used again. */
export interface Connections {
  readonly plain: http.Agent;
  readonly tls: https.Agent;
  close(): void;
}

/** Variables that name a proxy; loopback never goes through one. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Opens no connection yet. `proxyEnv` needs Node 24.5; older versions connect directly. */
export function createConnections(proxyEnv: ProxyEnvironment | undefined): Connections {
  const kept = { keepAlive: true, maxSockets: 32, scheduling: 'lifo' } as const;
  const plain = new http.Agent(kept);
  const tls = new https.Agent(proxyEnv === undefined ? kept : { ...kept, proxyEnv });
  return {
    plain,
    tls,
    close() {
      plain.destroy();
      tls.destroy();
    },
  };
}

/** Sends one request; resolves with the head of the answer, whose body is still to be read. */
export function exchange(connections: Connections, request: ExchangeRequest): Promise<http.IncomingMessage> {
  const isTls = request.url.protocol === 'https:';
  if (!isTls && !isLoopbackHost(request.url.host)) {
    return Promise.reject(new Error(`plain HTTP is for loopback only, not for "${request.url.host}"`));
  }
  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? https : http).request(request.url, {
      method: request.method,
      headers: { ...request.headers, ...lengthOf(request.body) },
      agent: isTls ? connections.tls : connections.plain,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    outgoing.setTimeout(request.idleTimeoutMs, () => {
      outgoing.destroy(new Error(`nothing moved for ${request.idleTimeoutMs / 1_000} s`));
    });
    outgoing.on('error', reject);
    outgoing.on('response', resolve);
    if (request.body === undefined || request.body instanceof Uint8Array) outgoing.end(request.body);
    else send(request.body, outgoing).catch((error: unknown) => fail(outgoing, error, reject));
  });
}

function lengthOf(body: ExchangeRequest['body']): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-length': String(body instanceof Uint8Array ? body.byteLength : body.size) };
}

async function send({ stream, onBytes }: StreamBody, outgoing: http.ClientRequest): Promise<void> {
  let wake: () => void = () => undefined;
  let answer: http.IncomingMessage | undefined;
  for (const event of ['drain', 'close', 'response'] as const) outgoing.on(event, () => wake());
  outgoing.once('response', (received) => {
    answer = received;
    // A server that refuses may not have read the body, and would take the next request on this connection for the rest.
    if ((received.statusCode ?? 0) >= 300) outgoing.shouldKeepAlive = false;
  });
  // An answer before the end is a refusal: what is left of the body would be sent for nothing.
  const isOver = () => outgoing.destroyed || answer !== undefined;
  for await (const chunk of stream) {
    if (isOver()) break;
    onBytes?.(chunk.byteLength);
    bytesPassed(chunk.byteLength);
    if (!outgoing.write(chunk) && !isOver()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  if (!isOver()) outgoing.end();
  // A half-sent request cannot be followed by another one on its connection.
  else if (answer?.closed) outgoing.destroy();
  else answer?.once('close', () => outgoing.destroy());
}

/** The source of the body broke: the receiver must not take what it has for the whole. */
function fail(outgoing: http.ClientRequest, error: unknown, reject: (error: unknown) => void): void {
  reject(new BodyError(error));
  outgoing.destroy();
}

/** The body of a request could not be read to its end; `cause` says why. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(cause: unknown) {
    super('the body could not be read', { cause });
  }
}
