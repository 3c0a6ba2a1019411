import { createHash } from 'node:crypto';
import { isDigest, type ManifestReferences, mediaTypeOf, readManifest } from './manifest.ts';
import { isTagImmutable } from './mutability.ts';
import { Refusal } from './refusal.ts';
import type { EcrRepository, Registry, StoredImage } from './state.ts';

/** A manifest that somebody pushes. */
export interface PushedImage {
  readonly bytes: Buffer;
  /** What the client says it is. */
  readonly mediaType: string | undefined;
  readonly tag: string | undefined;
  /** What the client says it hashes to. */
  readonly digest: string | undefined;
}

/** 4 MiB, the least that the distribution specification lets a client expect. */
export const manifestLimit = 4 * 1024 * 1024;

/**
 * Checks all of a push before anything is changed, then stores the manifest and moves the tag. The API refuses
 * a push that would change nothing: `checkDuplicate` throws for it.
 */
export function putImage(
  registry: Registry,
  repository: EcrRepository,
  pushed: PushedImage,
  now: Date,
  checkDuplicate: (digest: string) => void = () => undefined,
): StoredImage {
  const digest = checkDigest(pushed);
  checkDuplicate(digest);
  const mediaType = mediaTypeOf(pushed.bytes, pushed.mediaType);
  if (!mediaType)
    throw invalid('the media type of the manifest is missing, or is not the one of the request');
  const references = readManifest(pushed.bytes, mediaType);
  if (typeof references === 'string') throw invalid(references);
  if (pushed.tag !== undefined) checkTag(repository, pushed.tag);
  checkContent(registry, repository, references);
  const known = repository.images.get(digest);
  const image = known ?? {
    digest,
    mediaType,
    bytes: pushed.bytes,
    pushedAt: now,
    references,
    lastPulledAt: undefined,
  };
  repository.images.set(digest, image);
  if (pushed.tag !== undefined) repository.tags.set(pushed.tag, digest);
  return image;
}

/** SHA-256 of bytes, as a digest. */
function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function checkDigest(pushed: PushedImage): string {
  if (pushed.bytes.length > manifestLimit) {
    throw new Refusal('manifest-too-large', `the manifest is larger than ${manifestLimit} bytes`);
  }
  if (pushed.digest !== undefined && !isDigest(pushed.digest)) {
    throw new Refusal('digest-invalid', `"${pushed.digest}" is not a SHA-256 digest`);
  }
  const digest = digestOf(pushed.bytes);
  if (pushed.digest === undefined || pushed.digest === digest) return digest;
  throw new Refusal('digest-mismatch', `the manifest hashes to ${digest}, not to ${pushed.digest}`);
}

/** An immutable tag refuses the same image too (containers-roadmap#2179). */
function checkTag(repository: EcrRepository, tag: string): void {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,299}$/.test(tag))
    throw new Refusal('tag-invalid', `"${tag}" is not a tag`);
  if (!repository.tags.has(tag) || !isTagImmutable(repository.mutability, tag)) return;
  const what = repository.mutability.setting === 'IMMUTABLE' ? 'repository' : 'tag';
  throw new Refusal(
    'tag-immutable',
    `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the ${what} is immutable.`,
  );
}

function checkContent(registry: Registry, repository: EcrRepository, references: ManifestReferences): void {
  const where = `repository with name '${repository.name}' in the registry with id '${registry.account}'`;
  const blobs = references.blobs
    .map((blob) => blob.digest)
    .filter((digest) => !repository.layers.has(digest));
  if (blobs.length > 0) {
    throw new Refusal(
      'blobs-missing',
      `Layers with digests '[${blobs.join(', ')}]' required for pushing image into ${where} do not exist`,
    );
  }
  const wrong = references.blobs.find((blob) => repository.layers.get(blob.digest) !== blob.size);
  if (wrong)
    throw invalid(`the size of ${wrong.digest} is ${repository.layers.get(wrong.digest)}, not ${wrong.size}`);
  const children = references.children.filter((digest) => !repository.images.has(digest));
  if (children.length === 0) return;
  throw new Refusal(
    'children-missing',
    `Images with digests '[${children.join(', ')}]' required for pushing image into ${where} do not exist`,
  );
}

function invalid(message: string): Refusal {
  return new Refusal('manifest-invalid', message);
}
