import type { BlobStore } from './blobs.ts';
import type { ManifestReferences } from './manifest.ts';
import type { Mutability } from './mutability.ts';

/** The registry of one account in one region. It listens on a port of its own, so a host names an account and region. */
export interface Registry {
  readonly account: string;
  readonly region: string;
  /** `127.0.0.1:PORT`; a repository's address is this, `/` and its name. */
  readonly host: string;
  /** `BLOB_MOUNTING` and the like, as `PutAccountSetting` set them. */
  readonly settings: Map<string, string>;
  readonly repositories: Map<string, EcrRepository>;
  readonly blobs: BlobStore;
}

/** A repository and its content. */
export interface EcrRepository {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string };
  mutability: Mutability;
  scanOnPush: boolean;
  policyText: string | undefined;
  lifecyclePolicyText: string | undefined;
  /** By digest. */
  readonly images: Map<string, StoredImage>;
  /** Tag to digest. */
  readonly tags: Map<string, string>;
  /** Blobs that were pushed to or mounted into this repository: digest to bytes. */
  readonly layers: Map<string, number>;
}

/** A manifest as it was pushed. */
export interface StoredImage {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly pushedAt: Date;
  readonly references: ManifestReferences;
  lastPulledAt: Date | undefined;
}

/** What is not known for certain of the real service, or is a fault of it: switches, for trying both readings. */
export interface EcrQuirks {
  /** Answer blob reads with 307 to a presigned URL on the main endpoint, as ECR does. */
  redirectBlobs: boolean;
  /** Answer a PATCH after the first with 201 and a `Range` that stands still (containers-roadmap#2831). */
  chunkedUploadBroken: boolean;
  /** What an authorization token that has ended gets. */
  expiredTokenStatus: 401 | 403;
}

/** ECR as tests and other services see it. */
export interface EcrState {
  readonly quirks: EcrQuirks;
  /** The registry of an account and region; it begins to listen when first asked for. */
  registry(account: string, region: string): Promise<Registry>;
  /** A password with which the account's tasks pull from registries of the region, as an execution role would get it. */
  passwordFor(account: string, region: string): string;
  /** Every password given out until now has ended, as after twelve hours. */
  expireTokens(): void;
  /** A new empty repository, as infrastructure code makes one. */
  createRepository(
    where: { readonly account: string; readonly region: string },
    name: string,
    options?: { readonly isImmutable?: boolean },
  ): Promise<EcrRepository>;
  /** All registries that listen. */
  readonly registries: readonly Registry[];
}

/** Whether an image of the repository references this blob. */
export function isReferenced(repository: EcrRepository, digest: string): boolean {
  for (const image of repository.images.values()) {
    if (image.references.blobs.some((blob) => blob.digest === digest)) return true;
  }
  return false;
}

/** The tags of a digest, sorted. */
export function tagsOf(repository: EcrRepository, digest: string): readonly string[] {
  return [...repository.tags]
    .filter(([, tagged]) => tagged === digest)
    .map(([tag]) => tag)
    .sort();
}
