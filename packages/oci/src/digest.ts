import { createHash, type Hash } from 'node:crypto';
import { StepError } from '@ml-ci/core';
import { digestPath } from './digest-text.ts';
import type { BlobStream, Descriptor, Digest } from './repository.ts';

/** The SHA-256 digest of bytes. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** True where the bytes have that digest, by its own algorithm. */
export function hasDigest(bytes: Uint8Array, digest: Digest): boolean {
  return finish(hasher(digest).update(bytes), digest) === digest;
}

/**
 * Passes a blob on and throws BLOB_TRUNCATED or DIGEST_MISMATCH where it is not what its descriptor says. The last bytes
 * are held back until the digest is known, so that no receiver ever holds a whole blob that is wrong.
 */
export async function* verified(
  stream: AsyncIterable<Uint8Array>,
  blob: Pick<Descriptor, 'digest' | 'size'>,
  where: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = hasher(blob.digest);
  let received = 0;
  if (blob.size === 0) check(hash, blob, where);
  for await (const chunk of stream) {
    if (chunk.byteLength === 0) continue;
    received += chunk.byteLength;
    if (received > blob.size) throw wrongSize(blob, where, `more than ${blob.size}`);
    hash.update(chunk);
    if (received === blob.size) check(hash, blob, where);
    yield chunk;
  }
  if (received < blob.size) throw wrongSize(blob, where, `${received} of ${blob.size}`);
}

/** All bytes of a stream that should be small; MANIFEST_INVALID over `limit`. */
export async function collect(stream: BlobStream, limit: number, what: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > limit) {
      throw new StepError('MANIFEST_INVALID', { message: `${what} is larger than ${limit} bytes` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function hasher(digest: Digest): Hash {
  return createHash(digestPath(digest)[0]);
}

function finish(hash: Hash, digest: Digest): string {
  return `${digestPath(digest)[0]}:${hash.digest('hex')}`;
}

function check(hash: Hash, blob: Pick<Descriptor, 'digest'>, where: string): void {
  const actual = finish(hash, blob.digest);
  if (actual === blob.digest) return;
  throw new StepError('DIGEST_MISMATCH', {
    message: `"${where}" sent bytes with digest "${actual}" for "${blob.digest}"`,
    fix: 'the content is damaged or was replaced there; push it again from its source',
  });
}

function wrongSize(blob: Pick<Descriptor, 'digest'>, where: string, got: string): StepError {
  return new StepError('BLOB_TRUNCATED', {
    message: `"${where}" sent ${got} bytes of "${blob.digest}"`,
    fix: 'try again; if it stays so, the content is damaged there',
  });
}
