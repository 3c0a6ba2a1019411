/** What a manifest says it needs. */
export interface ManifestReferences {
  /** Config and layers that must be there; foreign layers are not among them. */
  readonly blobs: readonly BlobReference[];
  /** Manifests of an index. */
  readonly children: readonly string[];
  /** The manifest to which this one is attached. */
  readonly subject: string | undefined;
  /** `artifactType`, else the media type of the config. */
  readonly artifactType: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** A blob and its size as the manifest says. */
interface BlobReference {
  readonly digest: string;
  readonly size: number;
}

/** Media types of manifests that are stored. Schema 1 is refused, as current registries do. */
export const manifestMediaTypes = {
  ociImage: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  dockerImage: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const;

const indexes: readonly string[] = [manifestMediaTypes.ociIndex, manifestMediaTypes.dockerList];
const images: readonly string[] = [manifestMediaTypes.ociImage, manifestMediaTypes.dockerImage];
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Whether text is a digest that is served. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/** The media type of a manifest: what it says itself, else what the client said; undefined where they differ. */
export function mediaTypeOf(bytes: Buffer, claimed: string | undefined): string | undefined {
  const own = parseObject(bytes)?.mediaType;
  if (typeof own !== 'string') return claimed;
  return claimed === undefined || claimed === own ? own : undefined;
}

/** Reads a manifest; a text says why it is none. */
export function readManifest(bytes: Buffer, mediaType: string): ManifestReferences | string {
  const document = parseObject(bytes);
  if (!document) return 'the manifest is not a JSON object';
  if (document.schemaVersion !== 2) return 'schemaVersion must be 2';
  if (indexes.includes(mediaType)) return readIndex(document);
  if (images.includes(mediaType)) return readImage(document);
  return `manifests of type "${mediaType}" are not supported`;
}

/** Whether a media type is that of an index. */
export function isIndex(mediaType: string): boolean {
  return indexes.includes(mediaType);
}

function readImage(document: Record<string, unknown>): ManifestReferences | string {
  if (!Array.isArray(document.layers)) return 'layers must be a list';
  const config = readDescriptor(document.config);
  if (!config) return 'config must be a descriptor';
  const layers = document.layers.map(readDescriptor);
  if (!layers.every((layer) => layer !== undefined)) return 'every layer must be a descriptor';
  const blobs = [config, ...layers].filter((blob) => !isForeign(blob.mediaType));
  return { blobs, children: [], ...readRest(document, config.mediaType) };
}

function readIndex(document: Record<string, unknown>): ManifestReferences | string {
  if (!Array.isArray(document.manifests)) return 'manifests must be a list';
  const children = document.manifests.map(readDescriptor);
  if (!children.every((child) => child !== undefined)) return 'every entry of manifests must be a descriptor';
  return { blobs: [], children: children.map((child) => child.digest), ...readRest(document, undefined) };
}

function readRest(document: Record<string, unknown>, configType: string | undefined) {
  const own = document.artifactType;
  return {
    subject: readDescriptor(document.subject)?.digest,
    artifactType: typeof own === 'string' && own !== '' ? own : configType,
    annotations: isStringMap(document.annotations) ? document.annotations : undefined,
  };
}

function readDescriptor(value: unknown): (BlobReference & { mediaType: string }) | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('digest' in value && 'size' in value && 'mediaType' in value)) return undefined;
  const { digest, size, mediaType } = value;
  if (typeof digest !== 'string' || !isDigest(digest) || typeof mediaType !== 'string') return undefined;
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
    ? { digest, size, mediaType }
    : undefined;
}

/** Layers that are not pushed: `foreign` of Docker, `nondistributable` of OCI. */
function isForeign(mediaType: string): boolean {
  return mediaType.includes('.foreign.') || mediaType.includes('.nondistributable.');
}

function isStringMap(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => typeof item === 'string');
}

function parseObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    // An object that is no array: its keys are strings.
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Not JSON: the caller tells.
  }
  return undefined;
}
