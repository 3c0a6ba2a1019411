import { isDigest } from './manifest.ts';
import { Refusal } from './refusal.ts';
import type { EcrRepository, Registry } from './state.ts';
import type { Upload } from './upload.ts';

/** Makes a blob of an upload when its bytes are those of `digest`; otherwise the upload is thrown away. */
export async function finishUpload(
  registry: Registry,
  repository: EcrRepository,
  upload: Upload,
  digest: string,
): Promise<void> {
  if (!isDigest(digest)) throw new Refusal('digest-invalid', `"${digest}" is not a SHA-256 digest`);
  const actual = upload.digest();
  if (actual !== digest) {
    await registry.blobs.cancel(upload);
    throw new Refusal('digest-mismatch', `the content hashes to ${actual}, not to ${digest}`);
  }
  const size = upload.size;
  await registry.blobs.commit(upload, digest);
  repository.layers.set(digest, size);
}
