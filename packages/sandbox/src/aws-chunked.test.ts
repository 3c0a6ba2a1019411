import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ChunkSigning, decodeAwsChunked } from './aws-chunked.ts';
import { hmac, signingKey } from './sigv4.ts';

const scope = { day: '20260101', region: 'us-east-1', service: 's3' };
const signing: ChunkSigning = {
  key: signingKey('secret', scope),
  seed: 'f'.repeat(64),
  timestamp: '20260101T000000Z',
  scope: '20260101/us-east-1/s3/aws4_request',
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const sign = (lines: string[]) => hmac(signing.key, lines.join('\n')).toString('hex');

/** A body as a client signs it, each chunk over the one before. */
function signedBody(chunks: readonly string[], trailer?: string): string {
  let previous = signing.seed;
  let body = '';
  for (const chunk of [...chunks, '']) {
    const { timestamp, scope: text } = signing;
    previous = sign(['AWS4-HMAC-SHA256-PAYLOAD', timestamp, text, previous, sha256(''), sha256(chunk)]);
    body += `${Buffer.byteLength(chunk).toString(16)};chunk-signature=${previous}\r\n${chunk}`;
    if (chunk !== '') body += '\r\n';
  }
  if (trailer === undefined) return `${body}\r\n`;
  const last = sign([
    'AWS4-HMAC-SHA256-TRAILER',
    signing.timestamp,
    signing.scope,
    previous,
    sha256(`${trailer}\n`),
  ]);
  return `${body}${trailer}\r\nx-amz-trailer-signature:${last}\r\n\r\n`;
}

/** In pieces of `size`, so that every boundary falls everywhere. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(body: string, size: number, used?: ChunkSigning) {
  const trailers = new Map<string, string>();
  const chunks: Uint8Array[] = [];
  for await (const chunk of decodeAwsChunked(pieces(body, size), trailers, used))
    chunks.push(Buffer.from(chunk));
  return { text: Buffer.concat(chunks).toString(), trailers };
}

describe('aws-chunked', () => {
  test.each([1, 2, 7, 1_000])('is unpacked from pieces of %i bytes', async (size) => {
    const { text, trailers } = await decode(
      '3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n',
      size,
    );
    expect(text).toBe('abcde');
    expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'AAAA']]);
  });

  test.each([1, 13, 1_000])('is checked chunk by chunk in pieces of %i bytes', async (size) => {
    expect((await decode(signedBody(['hello ', 'world']), size, signing)).text).toBe('hello world');
    const { trailers } = await decode(signedBody(['hello'], 'x-amz-checksum-crc32:NhCmhg=='), size, signing);
    expect(trailers.get('x-amz-checksum-crc32')).toBe('NhCmhg==');
  });

  test.each([
    ['another byte', signedBody(['hello', 'world']).replace('world', 'w0rld'), 'SignatureDoesNotMatch'],
    [
      'a chunk left out',
      signedBody(['hello', 'world']).replace(/5;[^\n]+\nhello\r\n/, ''),
      'SignatureDoesNotMatch',
    ],
    ['no signature', '5\r\nhello\r\n0\r\n\r\n', 'SignatureDoesNotMatch'],
    [
      'another trailer',
      signedBody(['a'], 'x-amz-checksum-crc32:AAAA').replace('AAAA', 'BBBB'),
      'SignatureDoesNotMatch',
    ],
    ['an end that is missing', signedBody(['hello']).slice(0, 60), 'IncompleteBody'],
    ['a size that is none', 'xyz\r\nhello', 'IncompleteBody'],
    ['a chunk longer than it says', '2\r\nabc\r\n0\r\n\r\n', 'IncompleteBody'],
  ])('is refused with %s', async (_name, body, code) => {
    const used = code === 'IncompleteBody' && !body.includes('signature') ? undefined : signing;
    await expect(decode(body, 1_000, used)).rejects.toMatchObject({ code });
  });
});
