import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Faults } from '../faults.ts';
import type { Asset } from './asset.ts';

/** A refusal of a data plane. */
export class PlaneError extends Error {
  override readonly name = 'PlaneError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Sends a whole text; nothing but headers to HEAD. */
export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  headers: Readonly<Record<string, string>>,
  status = 200,
): void {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(text)) });
  response.end(request.method === 'HEAD' ? undefined : text);
}

export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  value: unknown,
  type = 'application/json',
  status = 200,
): void {
  // An answer depends on who asks: clients that keep answers must be told, and must not keep the token with them.
  const headers = { 'content-type': type, vary: 'accept, authorization' };
  sendText(request, response, JSON.stringify(value), headers, status);
}

/** Sends a file, broken on the way where a fault says so. */
export async function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  asset: Asset,
  faults: Faults,
): Promise<void> {
  const content = asset.size === undefined ? [await asset.read()] : asset.open();
  const size = asset.size ?? (await asset.read()).length;
  const headers = { 'content-type': 'application/octet-stream', vary: 'authorization' };
  response.writeHead(200, { ...headers, 'content-length': String(size) });
  if (request.method === 'HEAD') return void response.end();
  const fault = faults.pick('packages', ['truncate', 'wrong-digest']);
  if (fault === 'truncate') return await truncated(response, content, Math.floor(size * faults.draw()));
  await pipeline(fault === 'wrong-digest' ? altered(content) : content, response);
}

async function truncated(
  response: ServerResponse,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  keep: number,
): Promise<void> {
  let left = keep;
  for await (const chunk of content) {
    if (left <= 0) break;
    response.write(chunk.subarray(0, left));
    left -= chunk.length;
  }
  await new Promise((resolve) => setImmediate(resolve));
  response.destroy();
}

/** The same number of bytes, the first one changed. */
async function* altered(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of content) {
    const copy = Buffer.from(chunk);
    if (isFirst && copy.length > 0) copy[0] = (copy[0] ?? 0) ^ 0xff;
    isFirst = false;
    yield copy;
  }
}
