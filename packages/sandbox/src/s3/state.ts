import type { ChecksumName } from './checksum.ts';

/** A bucket. Names are unique over all accounts. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: Date;
  versioning: 'Enabled' | 'Suspended' | undefined;
  policyText: string | undefined;
  /** Versions of each key, the newest last; never an empty list. */
  readonly objects: Map<string, ObjectVersion[]>;
  readonly uploads: Map<string, MultipartUpload>;
}

/** One version of an object, or a delete marker. */
export type ObjectVersion = StoredObject | DeleteMarker;

export interface StoredObject extends StoredContent {
  readonly isDeleted: false;
  /** `null` where the bucket was not versioned. */
  readonly versionId: string;
  /** With the quotes. */
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly headers: ObjectHeaders;
  readonly checksum: StoredChecksum | undefined;
}

interface DeleteMarker {
  readonly isDeleted: true;
  readonly versionId: string;
  readonly modifiedAt: Date;
}

/** Bytes on disk. */
export interface StoredContent {
  readonly path: string;
  readonly size: number;
}

/** `content-type`, `x-amz-meta-*` and the like, as they are sent back. */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredChecksum {
  readonly name: ChecksumName;
  /** Base64; of a composite one with `-<parts>`. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** An object that is uploaded in parts. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: Date;
  readonly headers: ObjectHeaders;
  readonly checksum: { readonly name: ChecksumName; readonly type: StoredChecksum['type'] } | undefined;
  readonly parts: Map<number, UploadedPart>;
}

export interface UploadedPart extends StoredContent {
  readonly number: number;
  /** Hex, without quotes. */
  readonly md5: string;
  readonly modifiedAt: Date;
  readonly checksum: StoredChecksum | undefined;
}

/** S3 as tests and other services see it. */
export interface S3State {
  readonly buckets: Map<string, Bucket>;
  /** A new bucket, for seeding. */
  createBucket(name: string, account: string, region: string): Bucket;
}

/** The newest version of a key, unless it was deleted. */
export function currentObject(bucket: Bucket, key: string): StoredObject | undefined {
  const newest = bucket.objects.get(key)?.at(-1);
  return newest?.isDeleted === false ? newest : undefined;
}
