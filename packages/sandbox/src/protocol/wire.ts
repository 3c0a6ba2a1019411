import type { ServerResponse } from 'node:http';
import type { Input } from '../input.ts';
import type { ServiceError } from '../service.ts';

/** An answer, ready to be sent. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The format of one RPC protocol: bytes to inputs, outputs and errors to bytes. */
export interface WireProtocol {
  /** How refused signatures are named. */
  readonly dialect: 'json' | 'query';
  decode(body: Buffer): Input;
  answer(operation: string, output: object, requestId: string): WireAnswer;
  error(error: ServiceError, requestId: string): WireAnswer;
}

/** Rewrites a value for a format: `leaf` turns times and bytes into what it has for them; maps become objects. */
export function rewrite(value: unknown, leaf: (value: Date | Uint8Array) => unknown): unknown {
  if (value instanceof Date || value instanceof Uint8Array) return leaf(value);
  if (Array.isArray(value)) return value.map((item) => rewrite(item, leaf));
  if (value instanceof Map) return rewrite(Object.fromEntries(value), leaf);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(kept.map(([name, item]) => [name, rewrite(item, leaf)]));
}

/** Sends an answer whole. */
export function send(response: ServerResponse, answer: WireAnswer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}
