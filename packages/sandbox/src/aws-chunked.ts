import { createHash } from 'node:crypto';
import { ServiceError } from './service.ts';
import { hmac, sameText } from './sigv4.ts';

/** How the chunks of a body are signed; each signature covers the one before. */
export interface ChunkSigning {
  readonly key: Buffer;
  /** Of the request. */
  readonly seed: string;
  readonly timestamp: string;
  readonly scope: string;
}

const emptyHash = createHash('sha256').digest('hex');
const maxLine = 16 * 1024;

/** Unpacks an aws-chunked body; with `signing`, the signature of every chunk is checked. */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
  signing: ChunkSigning | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(body);
  let previous = signing?.seed ?? '';
  for (;;) {
    const { size, signature } = readChunkHeader(await reader.line());
    const hash = signing ? createHash('sha256') : undefined;
    for await (const part of reader.take(size)) {
      hash?.update(part);
      yield part;
    }
    if (signing && hash) previous = checkChunk(signing, previous, hash.digest('hex'), signature);
    if (size === 0) break;
    if ((await reader.line()) !== '') throw malformed('a chunk does not end where its size says');
  }
  await readTrailers(reader, trailers, signing, previous);
}

async function readTrailers(
  reader: ByteReader,
  trailers: Map<string, string>,
  signing: ChunkSigning | undefined,
  previous: string,
): Promise<void> {
  for (;;) {
    const line = await reader.line(true);
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('a trailer has no name');
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const signature = trailers.get('x-amz-trailer-signature');
  trailers.delete('x-amz-trailer-signature');
  if (!signing || trailers.size === 0) return;
  const signed = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
  const text = [
    'AWS4-HMAC-SHA256-TRAILER',
    signing.timestamp,
    signing.scope,
    previous,
    createHash('sha256').update(signed).digest('hex'),
  ].join('\n');
  if (!sameText(hmac(signing.key, text).toString('hex'), signature ?? '')) throw chunkMismatch();
}

function readChunkHeader(line: string): { size: number; signature: string } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!match) throw malformed('a chunk header is not "<hex size>[;chunk-signature=<hex>]"');
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] ?? '' };
}

function checkChunk(signing: ChunkSigning, previous: string, hash: string, signature: string): string {
  const text = ['AWS4-HMAC-SHA256-PAYLOAD', signing.timestamp, signing.scope, previous, emptyHash, hash].join(
    '\n',
  );
  if (!sameText(hmac(signing.key, text).toString('hex'), signature)) throw chunkMismatch();
  return signature;
}

function chunkMismatch(): ServiceError {
  return new ServiceError('SignatureDoesNotMatch', 'the signature of a chunk does not match', 403);
}

function malformed(message: string): ServiceError {
  return new ServiceError('IncompleteBody', `the aws-chunked body is malformed: ${message}`);
}

/** Reads lines and counted bytes from a stream of chunks. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to the next CRLF, without it. With `orEnd`, the end of the body ends a line too. */
  async line(orEnd = false): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0) {
        const line = Buffer.from(this.#rest.subarray(0, end)).toString('latin1');
        this.#rest = this.#rest.subarray(end + 1);
        return line.replace(/\r$/, '');
      }
      if (this.#rest.length > maxLine) throw malformed('a line is too long');
      const next = await this.#source.next();
      if (next.done) {
        if (!orEnd) throw malformed('it ends early');
        const line = Buffer.from(this.#rest).toString('latin1');
        this.#rest = new Uint8Array(0);
        return line.replace(/\r$/, '');
      }
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
  }

  async *take(size: number): AsyncGenerator<Uint8Array> {
    let left = size;
    while (left > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done) throw malformed('it ends early');
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
