import { createHash } from 'node:crypto';

/** The four digests that CodeArtifact keeps of an asset, in hex, under the names of its API. */
export interface Hashes {
  readonly MD5: string;
  readonly 'SHA-1': string;
  readonly 'SHA-256': string;
  readonly 'SHA-512': string;
}

/** Reads a stream once and returns all its digests. */
export async function hashesOf(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Hashes> {
  const md5 = createHash('md5');
  const sha1 = createHash('sha1');
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  for await (const chunk of content) {
    for (const hash of [md5, sha1, sha256, sha512]) hash.update(chunk);
  }
  return {
    MD5: md5.digest('hex'),
    'SHA-1': sha1.digest('hex'),
    'SHA-256': sha256.digest('hex'),
    'SHA-512': sha512.digest('hex'),
  };
}

/** A SHA-512 in hex as npm writes it: `sha512-<base64>`. */
export function integrityOf(sha512: string): string {
  return `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`;
}
