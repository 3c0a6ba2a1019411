/** A content digest: `sha256:` and 64 hex digits, or `sha512:` and 128. */
export type Digest = `sha256:${string}` | `sha512:${string}`;

/** What a manifest says of a piece of content (OCI image spec, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly platform?: Platform;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly urls?: readonly string[];
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** A manifest as it was received: the exact bytes, checked against the digest. */
export interface Manifest {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/** Bytes of a blob, in order; they are hashed while they pass and a wrong digest throws at the end. */
export type BlobStream = AsyncIterable<Uint8Array>;

/** One repository of images: in a registry, or a folder in the OCI image layout. Both behave the same. */
export interface Repository {
  /** For messages: `host/path`, or `layout:folder`. */
  readonly name: string;
  /** Two repositories with the same value can mount blobs from each other; undefined where mounting is impossible. */
  readonly mountScope: string | undefined;
  /** The path in the registry, for `from=`. */
  readonly path: string;
  /** The descriptor of a tag or digest, or undefined where there is none. */
  head(reference: string, signal?: AbortSignal): Promise<Descriptor | undefined>;
  /** The manifest of a tag or digest; throws IMAGE_MISSING where there is none. */
  manifest(reference: string, signal?: AbortSignal): Promise<Manifest>;
  hasBlob(digest: Digest, signal?: AbortSignal): Promise<boolean>;
  readBlob(blob: Descriptor, signal?: AbortSignal): Promise<BlobStream>;
  /**
   * Stores a blob. `open` is called once per try, so that a broken upload can begin again. With `from`, a mount is tried
   * first. Nothing is left when it throws.
   */
  writeBlob(
    blob: Descriptor,
    open: () => Promise<BlobStream>,
    options?: WriteBlobOptions,
  ): Promise<BlobOutcome>;
  /** Stores a manifest under its digest, and under `tag` where given. */
  writeManifest(manifest: Manifest, tag?: string, signal?: AbortSignal): Promise<void>;
  tags(signal?: AbortSignal): Promise<readonly string[]>;
  /** Descriptors of what refers to `digest`, by API or by the fallback tag. */
  referrers(digest: Digest, artifactType?: string, signal?: AbortSignal): Promise<readonly Descriptor[]>;
  deleteManifest(reference: string, signal?: AbortSignal): Promise<void>;
}

export interface WriteBlobOptions {
  readonly from?: Repository;
  readonly signal?: AbortSignal;
  /** Bytes that went over the wire since the last call; negative where a try begins again. */
  readonly onBytes?: (bytes: number) => void;
}

/** How a blob came to be there. */
export type BlobOutcome = 'uploaded' | 'mounted' | 'exists';

/** What a registry is asked with. */
export type Credentials =
  | { readonly type: 'anonymous' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string };

/**
 * Gives the credentials for a registry host (with port). `stale` is true when the last ones were refused with 401, and
 * new ones must be fetched. ECR is one provider of several.
 */
export type CredentialProvider = (
  host: string,
  options: { readonly stale: boolean; readonly signal?: AbortSignal },
) => Promise<Credentials>;
