import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service.ts';

/** The checked body of a request to an `HttpService`. */
export interface RequestBody {
  /** The content, aws-chunked framing removed; throws at the end where it is not what was signed. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** Length of the content, where the client said it. */
  readonly length: number | undefined;
  /** What came behind an aws-chunked body; complete once `stream` has ended. */
  readonly trailers: ReadonlyMap<string, string>;
}

const bodies = new WeakMap<IncomingMessage, RequestBody>();

/** The body of a request, checked while it is read. Reading the request itself would skip the check. */
export function bodyOf(request: IncomingMessage): RequestBody {
  const body = bodies.get(request);
  if (!body) throw new Error('the request did not come through the server of the sandbox');
  return body;
}

/** All of the body as one buffer; 413 past `limit`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return await collect(bodyOf(request).stream, limit);
}

/** Keeps the checked body for `bodyOf`. */
export function setBody(request: IncomingMessage, body: RequestBody): void {
  bodies.set(request, body);
}

/** The bytes of a stream; 413 past `limit`. */
export async function collect(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) {
      throw new ServiceError('RequestEntityTooLargeException', `the body is larger than ${limit} bytes`, 413);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Passes a body on and throws at its end where its SHA-256 is not `expected`. */
export async function* hashed(
  stream: AsyncIterable<Uint8Array>,
  expected: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') === expected) return;
  throw new ServiceError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}
