import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@ml-ci/core';
import type { ContentFault } from '../../send-file.ts';
import type { Downloads } from '../downloads.ts';
import type { EcrQuirks, EcrRepository, Registry } from '../state.ts';

/** One request to a repository, its sender known. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly account: string;
  readonly registry: Registry;
  readonly repository: EcrRepository;
  readonly clock: Clock;
  readonly quirks: EcrQuirks;
  readonly downloads: Downloads;
  /** What was sent along; a fault may break it. */
  readonly body: AsyncIterable<Uint8Array>;
  /** For content that is sent back. */
  readonly fault: ContentFault;
}

/** Ends an answer that has no body. */
export function sendEmpty(exchange: Exchange, status: number, headers: Record<string, string> = {}): void {
  exchange.response
    .writeHead(status, { ...headers, ...(status === 204 ? {} : { 'content-length': '0' }) })
    .end();
}

/** Sends JSON. */
export function sendJson(
  exchange: Exchange,
  value: unknown,
  headers: Record<string, string> = {},
  type = 'application/json',
): void {
  const body = JSON.stringify(value);
  exchange.response.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  exchange.response.end(exchange.request.method === 'HEAD' ? undefined : body);
}

/** Whether something is sent along. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
