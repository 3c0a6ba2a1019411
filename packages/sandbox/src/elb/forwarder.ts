import { Agent, type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Address } from '../compute/network.ts';

/** How a request to a target ended. */
export type Forwarded =
  | { readonly by: 'target'; readonly status: number; readonly seconds: number }
  /** No answer came: 502 for a refused or broken connection, 504 for silence. */
  | { readonly by: 'balancer'; readonly status: 502 | 504 }
  /** The client closed the connection before there was an answer. */
  | { readonly by: 'client' };

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Bodies up to this size are kept, so that a connection that the target had already closed can be replaced. */
const keptBytes = 1024 * 1024;

/** Sends requests on to targets over connections that stay open. */
export class Forwarder {
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

  async forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    target: Address,
    idleMs: number,
  ): Promise<Forwarded> {
    const size = Number(incoming.headers['content-length'] ?? 0);
    const isSmall = incoming.headers['transfer-encoding'] === undefined && size <= keptBytes;
    const body = isSmall ? await collect(incoming) : undefined;
    const send = (agent: Agent | false) => this.#send({ incoming, outgoing, target, idleMs, body, agent });
    const first = await send(body === undefined ? false : this.#agent);
    return first === 'stale' ? this.#settled(await send(false)) : first;
  }

  close(): void {
    this.#agent.destroy();
  }

  #settled(answer: Forwarded | 'stale'): Forwarded {
    return answer === 'stale' ? { by: 'balancer', status: 502 } : answer;
  }

  #send(exchange: Exchange): Promise<Forwarded | 'stale'> {
    const { incoming, outgoing, target, idleMs, body, agent } = exchange;
    const startMs = performance.now();
    return new Promise((resolve) => {
      const sent = request({
        ...target,
        agent,
        method: incoming.method,
        path: incoming.url,
        headers: headersOf(incoming, body),
      });
      sent.setTimeout(idleMs, () => sent.destroy(new TargetTimeout()));
      sent.on('error', (error) => resolve(outgoing.destroyed ? { by: 'client' } : outcomeOf(error, sent)));
      sent.on('response', (response) => {
        const seconds = (performance.now() - startMs) / 1_000;
        const status = response.statusCode ?? 502;
        answer(response, outgoing, status).then(
          () => resolve({ by: 'target', status, seconds }),
          // the target or the client broke off in the middle; the client sees it, and the status was the target's
          () => resolve({ by: 'target', status, seconds }),
        );
      });
      // a client that goes away ends the request to the target
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) sent.destroy();
      });
      if (body === undefined) pipeline(incoming, sent).catch(() => sent.destroy());
      else sent.end(body);
    });
  }
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly target: Address;
  readonly idleMs: number;
  readonly body: Buffer | undefined;
  readonly agent: Agent | false;
}

class TargetTimeout extends Error {}

function outcomeOf(error: Error, sent: ClientRequest): Forwarded | 'stale' {
  if (error instanceof TargetTimeout) return { by: 'balancer', status: 504 };
  // an idle connection that the target closed in the same moment says nothing about the request
  return sent.reusedSocket ? 'stale' : { by: 'balancer', status: 502 };
}

function headersOf(incoming: IncomingMessage, body: Buffer | undefined): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !hopByHop.includes(name)) headers[name] = value;
  }
  headers['x-forwarded-for'] = incoming.socket.remoteAddress ?? '127.0.0.1';
  headers['x-forwarded-proto'] = 'http';
  if (body && body.length > 0) headers['content-length'] = String(body.length);
  return headers;
}

async function answer(response: IncomingMessage, outgoing: ServerResponse, status: number): Promise<void> {
  outgoing.removeHeader('x-amzn-requestid');
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && !hopByHop.includes(name)) outgoing.setHeader(name, value);
  }
  outgoing.writeHead(status);
  await pipeline(response, outgoing);
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
