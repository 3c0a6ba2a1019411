import { StepError } from '@ml-ci/core';
import { digestOf, hasDigest } from './digest.ts';
import { isDigest } from './digest-text.ts';
import { isIndexType, manifestTypes, mediaTypes } from './media-types.ts';
import type { Descriptor, Digest, Manifest } from './repository.ts';

/** What a manifest names. The bytes stay what they were; this is only a view of them. */
export type ManifestContent = ImageContent | IndexContent;

interface ContentBase {
  readonly subject?: Descriptor;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An image, or an artifact in the form of one. */
interface ImageContent extends ContentBase {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An index: images of several platforms, attestations, other indexes. */
interface IndexContent extends ContentBase {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/** The largest manifest we read; the specification asks registries for at least 4 MiB. */
export const manifestLimit = 8 * 1024 * 1024;

/**
 * Makes a `Manifest` of received bytes: hashes them ourselves, compares with the digest that was asked for or promised, and
 * refuses a media type that is unknown or not the one inside.
 */
export function checkManifest(
  bytes: Uint8Array,
  claimed: { readonly mediaType: string | undefined; readonly digest: string | undefined },
  where: string,
): Manifest {
  const digest = claimed.digest !== undefined && isDigest(claimed.digest) ? claimed.digest : digestOf(bytes);
  if (!hasDigest(bytes, digest)) {
    throw new StepError('DIGEST_MISMATCH', {
      message: `"${where}" sent a manifest with digest "${digestOf(bytes)}" for "${digest}"`,
      fix: 'the content is damaged or was replaced there; push it again from its source',
    });
  }
  const inner = parseObject(bytes, where).mediaType;
  const outer = claimed.mediaType?.split(';')[0]?.trim();
  const mediaType = outer ?? inner;
  if (typeof mediaType !== 'string' || !manifestTypes.includes(mediaType)) {
    throw invalid(where, `is of type "${String(mediaType)}", which is no OCI or Docker v2 manifest`);
  }
  if (inner !== undefined && inner !== mediaType) {
    throw invalid(where, `was sent as "${mediaType}" and calls itself "${String(inner)}"`);
  }
  return { descriptor: { mediaType, digest, size: bytes.byteLength }, bytes };
}

/** A manifest of our own making. */
export function makeManifest(mediaType: string, content: object): Manifest {
  const bytes = Buffer.from(JSON.stringify(content));
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.byteLength }, bytes };
}

/** What the manifest names; MANIFEST_INVALID where it does not have the form of its type. */
export function readManifest({ descriptor, bytes }: Manifest): ManifestContent {
  const where = descriptor.digest;
  const json = parseObject(bytes, where);
  const base: ContentBase = {
    ...(json.subject === undefined ? {} : { subject: readDescriptor(json.subject, where) }),
    ...(typeof json.artifactType === 'string' ? { artifactType: json.artifactType } : {}),
    ...(isTextRecord(json.annotations) ? { annotations: json.annotations } : {}),
  };
  if (isIndexType(descriptor.mediaType)) {
    return { kind: 'index', manifests: readDescriptors(json.manifests, where), ...base };
  }
  const config = readDescriptor(json.config, where);
  return { kind: 'image', config, layers: readDescriptors(json.layers, where), ...base };
}

/** The descriptor under which a registry lists a manifest that has a subject: its type and all its annotations. */
export function referrerDescriptor(manifest: Manifest, content: ManifestContent): Descriptor {
  const artifactType =
    content.artifactType ?? (content.kind === 'image' ? content.config.mediaType : undefined);
  return {
    ...manifest.descriptor,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(content.annotations === undefined ? {} : { annotations: content.annotations }),
  };
}

/** The tag that stands for the referrers API where a registry has none. */
export function fallbackTag(digest: Digest): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm}-${hex.slice(0, 64)}`;
}

/** The index that a fallback tag, or the referrers API, serves. */
export function referrersIndex(manifests: readonly Descriptor[]): Manifest {
  return makeManifest(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests,
  });
}

/** The descriptors of an index that is given as parsed JSON. */
export function readDescriptors(value: unknown, where: string): readonly Descriptor[] {
  if (!Array.isArray(value)) throw invalid(where, 'lacks its list of descriptors');
  return value.map((item) => readDescriptor(item, where));
}

function readDescriptor(value: unknown, where: string): Descriptor {
  if (!isObject(value)) throw invalid(where, 'has a descriptor that is no object');
  const { mediaType, digest, size } = value;
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isDigest(digest)) {
    throw invalid(where, `has a descriptor without media type or digest: "${String(digest)}"`);
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(where, `has a descriptor with size "${String(size)}"`);
  }
  const { platform, artifactType, annotations, urls } = value;
  return {
    mediaType,
    digest,
    size,
    ...(isPlatform(platform) ? { platform } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(isTextRecord(annotations) ? { annotations } : {}),
    ...(Array.isArray(urls) ? { urls: urls.filter((url) => typeof url === 'string') } : {}),
  };
}

function parseObject(bytes: Uint8Array, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new StepError('MANIFEST_INVALID', { message: `the manifest "${where}" is not JSON`, cause });
  }
  throw invalid(where, 'is no JSON object');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isPlatform(value: unknown): value is NonNullable<Descriptor['platform']> {
  return isObject(value) && typeof value.os === 'string' && typeof value.architecture === 'string';
}

function invalid(where: string, why: string): StepError {
  return new StepError('MANIFEST_INVALID', {
    message: `the manifest "${where}" ${why}`,
    fix: 'push the image again with a current tool',
  });
}
