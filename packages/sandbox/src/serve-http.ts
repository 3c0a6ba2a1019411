import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate } from './authenticate.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { collect, hashed, type RequestBody, setBody } from './body.ts';
import type { ServerContext } from './server.ts';
import { type HttpService, ServiceError } from './service.ts';
import { type Signature, scopeOf, signingKey } from './sigv4.ts';

const unsigned = 'UNSIGNED-PAYLOAD';
const chunked = new Map([
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { isSigned: true }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { isSigned: true }],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { isSigned: false }],
]);
/** Of a body whose hash is not in a header, which must be read before the signature can be checked. */
const bufferLimit = 16 * 1024 * 1024;

/** Serves a request by its path. The body is checked while the service reads it. */
export async function serveHttp(
  context: ServerContext,
  service: HttpService,
  signature: Signature,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const buffered = needsBuffer(service, signature, request) ? await collect(request, bufferLimit) : undefined;
  const payloadHash = buffered ? createHash('sha256').update(buffered).digest('hex') : claimedHash(request);
  const { secretAccessKey, ...caller } = authenticate(request, signature, payloadHash, {
    credentials: context.credentials,
    nowMs: context.clock.now(),
    wallNowMs: Date.now(),
  });
  setBody(request, buffered ? ready(buffered) : streamed(request, signature, payloadHash, secretAccessKey));
  await service.handle(
    request,
    response,
    caller,
    new URL(request.url ?? '/', `http://${request.headers.host}`),
  );
}

function needsBuffer(service: HttpService, signature: Signature, request: IncomingMessage): boolean {
  if (request.headers['x-amz-content-sha256'] !== undefined) return false;
  if (signature.expiresSeconds !== undefined) return false;
  if (service.signingName !== 's3') return true;
  throw new ServiceError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
}

/** A presigned URL does not know the body. */
function claimedHash(request: IncomingMessage): string {
  const claimed = request.headers['x-amz-content-sha256'];
  return typeof claimed === 'string' ? claimed : unsigned;
}

function ready(buffer: Buffer): RequestBody {
  return { stream: once(buffer), length: buffer.length, trailers: new Map() };
}

async function* once(buffer: Buffer): AsyncGenerator<Uint8Array> {
  if (buffer.length > 0) yield buffer;
}

function streamed(
  request: IncomingMessage,
  signature: Signature,
  payloadHash: string,
  secretAccessKey: string,
): RequestBody {
  const trailers = new Map<string, string>();
  const framing = chunked.get(payloadHash);
  if (framing) {
    const length = wholeNumber(request.headers['x-amz-decoded-content-length']);
    const signing = {
      key: signingKey(secretAccessKey, signature),
      seed: signature.signature,
      timestamp: signature.timestamp,
      scope: scopeOf(signature),
    };
    const content = decodeAwsChunked(request, trailers, framing.isSigned ? signing : undefined);
    return { stream: counted(content, length), length, trailers };
  }
  const length = wholeNumber(request.headers['content-length']);
  if (payloadHash === unsigned) return { stream: request, length, trailers };
  if (/^[0-9a-f]{64}$/.test(payloadHash)) return { stream: hashed(request, payloadHash), length, trailers };
  throw new ServiceError(
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER], STREAMING-UNSIGNED-PAYLOAD-TRAILER or a valid sha256 value.',
  );
}

async function* counted(stream: AsyncIterable<Uint8Array>, expected: number | undefined) {
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    yield chunk;
  }
  if (expected === undefined || length === expected) return;
  throw new ServiceError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

function wholeNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}
