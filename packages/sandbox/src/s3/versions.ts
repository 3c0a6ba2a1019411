import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Bucket, ObjectVersion, StoredObject } from './state.ts';

/** The identifier of a version that is put now. */
export function newVersionId(bucket: Bucket): string {
  return bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null';
}

/** Makes a version the newest of its key. Outside of versioning the one before goes. */
export async function addVersion(bucket: Bucket, key: string, version: ObjectVersion): Promise<void> {
  const before = bucket.objects.get(key) ?? [];
  const gone = version.versionId === 'null' ? before.filter((one) => one.versionId === 'null') : [];
  bucket.objects.set(key, [...before.filter((one) => !gone.includes(one)), version]);
  await removeFiles(gone);
}

/** What a delete did. */
export interface Deletion {
  readonly versionId: string | undefined;
  readonly isMarker: boolean;
}

/** Deletes a key as the bucket's versioning says, or one version for good. A key that is not there is no error. */
export async function deleteObject(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  now: Date,
): Promise<Deletion> {
  if (versionId !== undefined) return await deleteVersion(bucket, key, versionId);
  if (bucket.versioning === undefined) {
    const gone = bucket.objects.get(key) ?? [];
    bucket.objects.delete(key);
    await removeFiles(gone);
    return { versionId: undefined, isMarker: false };
  }
  const marker = { isDeleted: true, versionId: newVersionId(bucket), modifiedAt: now } as const;
  await addVersion(bucket, key, marker);
  return { versionId: marker.versionId, isMarker: true };
}

/** The version that is asked for, or the newest. */
export function findVersion(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  return versionId === undefined ? versions.at(-1) : versions.find((one) => one.versionId === versionId);
}

async function deleteVersion(bucket: Bucket, key: string, versionId: string): Promise<Deletion> {
  const versions = bucket.objects.get(key) ?? [];
  const gone = versions.filter((one) => one.versionId === versionId);
  const left = versions.filter((one) => !gone.includes(one));
  if (left.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, left);
  await removeFiles(gone);
  return { versionId, isMarker: gone.some((one) => one.isDeleted) };
}

async function removeFiles(versions: readonly ObjectVersion[]): Promise<void> {
  const files = versions.filter((one): one is StoredObject => !one.isDeleted).map((one) => one.path);
  await Promise.all(files.map((path) => rm(path, { force: true })));
}
