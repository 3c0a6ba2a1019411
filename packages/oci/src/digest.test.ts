import { expect, it } from 'vitest';
import { collect, digestOf, hasDigest, verified } from './digest.ts';
import { isDigest, parseDigest } from './digest-text.ts';

const bytes = Buffer.from('hello');
const blob = { digest: digestOf(bytes), size: bytes.byteLength };

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

it('knows digests', () => {
  expect(isDigest(blob.digest)).toBe(true);
  expect(isDigest(`sha512:${'0'.repeat(128)}`)).toBe(true);
  expect(isDigest(`sha256:${'A'.repeat(64)}`)).toBe(false);
  expect(isDigest('sha256:../../etc/passwd')).toBe(false);
  expect(hasDigest(bytes, blob.digest)).toBe(true);
  expect(() => parseDigest('md5:1')).toThrowError(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
});

it('passes on what is right', async () => {
  expect((await collect(verified(chunks('he', '', 'llo'), blob, 'test'), 10, 'test')).toString()).toBe(
    'hello',
  );
});

it.each([
  ['too few', ['hell'], 'BLOB_TRUNCATED'],
  ['too many', ['hello', '!'], 'BLOB_TRUNCATED'],
  ['other', ['jello'], 'DIGEST_MISMATCH'],
])('throws on %s bytes', async (_rule, parts, code) => {
  await expect(collect(verified(chunks(...parts), blob, 'test'), 10, 'test')).rejects.toMatchObject({ code });
});

it('holds the last bytes back until the digest is known', async () => {
  const seen: string[] = [];
  const stream = verified(chunks('jel', 'lo'), blob, 'test');
  await expect(
    (async () => {
      for await (const chunk of stream) seen.push(chunk.toString());
    })(),
  ).rejects.toThrow();
  expect(seen).toEqual(['jel']);
});

it('reads no more than it should of what should be small', async () => {
  await expect(collect(chunks('hello'), 4, 'it')).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
});
