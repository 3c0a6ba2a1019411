import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describeError, type Log } from '@ml-ci/core';

/** Answers a request. What it throws becomes a 500 in the log and on the wire. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A server on 127.0.0.1. */
export interface Listener {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Breaks open connections and frees the port. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** A fixed port; a random free one where unset. */
  readonly port?: number;
  /**
   * What a browser page or a rebound name could reach is refused: requests with `Origin`, or with a `Host` that is not
   * ours. `false` only for listeners whose users choose the host, such as a load balancer. Default true.
   */
  readonly guard?: boolean;
}

/** Starts a listener on loopback. */
export async function listenOnLoopback(
  handler: Handler,
  log: Log,
  options: ListenOptions = {},
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0, highWaterMark: 256 * 1024 });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A TCP server's address is an object; only pipes have a string.
  const { port } = server.address() as AddressInfo;
  server.on('request', (request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    if (options.guard !== false && isForeign(request, port)) return refuse(response);
    void answer(handler, request, response, log);
  });
  return {
    port,
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Whether a request does not come from a client of ours: a web page, or a name that was rebound to loopback. */
function isForeign(request: Pick<IncomingMessage, 'headers'>, port: number): boolean {
  if (request.headers.origin !== undefined) return true;
  const host = request.headers.host?.toLowerCase();
  return host !== `127.0.0.1:${port}` && host !== `localhost:${port}`;
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
  response.end('only local clients of the sandbox are answered\n');
}

async function answer(handler: Handler, request: IncomingMessage, response: ServerResponse, log: Log) {
  // A request that is destroyed no longer knows its socket.
  const { socket } = request;
  try {
    await handler(request, response);
  } catch (error) {
    // The client went away: nobody is left to be told.
    if (response.destroyed || socket.destroyed) {
      log.debug(`sandbox: ${request.method} ${pathOf(request)} was broken off: ${describeError(error)}`);
      return;
    }
    log.warn(`sandbox: ${request.method} ${pathOf(request)} failed: ${describeError(error)}`);
    if (error instanceof Error && error.stack) log.debug(error.stack);
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain' }).end('internal failure of the sandbox\n');
  }
}

/** The path without the query, which may hold a signature. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}
