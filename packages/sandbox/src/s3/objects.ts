import { rm } from 'node:fs/promises';
import { bodyOf } from '../body.ts';
import { readRange } from '../byte-range.ts';
import { sendFile } from '../send-file.ts';
import { checkRead, checkWrite } from './conditions.ts';
import { s3Error } from './error.ts';
import { bucketOf, type Exchange, sendEmpty } from './exchange.ts';
import { describeObject, readObjectHeaders } from './object-headers.ts';
import { type Bucket, currentObject, type ObjectHeaders, type StoredObject } from './state.ts';
import { addVersion, deleteObject, findVersion, newVersionId } from './versions.ts';
import { type WrittenContent, writeBody } from './write-content.ts';

/** `PutObject`: the conditions are judged once the body is there, in one step with the write. */
export async function putObject(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  const { request, key, folder } = exchange;
  if (Buffer.byteLength(key) > 1_024) throw s3Error('KeyTooLongError');
  const headers = readObjectHeaders(request.headers);
  const written = await writeBody(folder, bodyOf(request), request.headers);
  const object = await storeObject(exchange, bucket, written, headers, `"${written.md5}"`);
  sendEmpty(exchange, 200, {
    etag: object.etag,
    ...(bucket.versioning === undefined ? {} : { 'x-amz-version-id': object.versionId }),
    ...(object.checksum
      ? {
          [`x-amz-checksum-${object.checksum.name}`]: object.checksum.value,
          'x-amz-checksum-type': 'FULL_OBJECT',
        }
      : {}),
  });
}

/** Makes an object of what was written, when the conditions of the request hold; else the file goes. */
export async function storeObject(
  exchange: Exchange,
  bucket: Bucket,
  written: Omit<WrittenContent, 'md5'>,
  headers: ObjectHeaders,
  etag: string,
): Promise<StoredObject> {
  const { key, request, now } = exchange;
  try {
    checkWrite(request.headers, currentObject(bucket, key), key);
  } catch (error) {
    await rm(written.path, { force: true });
    throw error;
  }
  const { path, size, checksum } = written;
  const object: StoredObject = {
    isDeleted: false,
    versionId: newVersionId(bucket),
    path,
    size,
    etag,
    modifiedAt: now,
    headers,
    checksum,
  };
  await addVersion(bucket, key, object);
  return object;
}

/** `GetObject` and `HeadObject`. */
export async function getObject(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  const { request, response } = exchange;
  const object = requireObject(exchange, bucket);
  const wantsChecksum = request.headers['x-amz-checksum-mode'] === 'ENABLED';
  const range = readRange(request.headers.range, object.size);
  // The checksum is that of the whole.
  const headers = describeObject(
    object,
    bucket.versioning !== undefined,
    wantsChecksum && range === undefined,
  );
  const answer = checkRead(request.headers, object);
  if (answer === 'failed') throw s3Error('PreconditionFailed');
  if (answer === 'not-modified') {
    response.writeHead(304, { etag: object.etag, 'last-modified': object.modifiedAt.toUTCString() }).end();
    return;
  }
  if (range === 'unsatisfiable') {
    throw s3Error('InvalidRange', { RangeRequested: request.headers.range, ActualObjectSize: object.size });
  }
  await sendFile(request, response, object, headers);
}

/** `DeleteObject`. */
export async function removeObject(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  const versionId = exchange.query.get('versionId') ?? undefined;
  const { isMarker, versionId: gone } = await deleteObject(bucket, exchange.key, versionId, exchange.now);
  sendEmpty(exchange, 204, {
    ...(isMarker ? { 'x-amz-delete-marker': 'true' } : {}),
    ...(gone === undefined ? {} : { 'x-amz-version-id': gone }),
  });
}

/** The object of a request; tells a missing key, a missing version and a delete marker apart. */
function requireObject(exchange: Exchange, bucket: Bucket): StoredObject {
  const versionId = exchange.query.get('versionId') ?? undefined;
  const found = findVersion(bucket, exchange.key, versionId);
  if (found?.isDeleted === false) return found;
  if (found) {
    exchange.response.setHeader('x-amz-delete-marker', 'true');
    if (versionId !== undefined) throw s3Error('MethodNotAllowed');
  }
  if (versionId !== undefined) throw s3Error('NoSuchVersion', { Key: exchange.key, VersionId: versionId });
  // who may not list is not told what is missing (API_GetObject, permissions)
  const { iam } = exchange.ctx;
  const refused = iam.refuseOperation('s3:ListBucket', { Bucket: bucket.name }, exchange.caller);
  if (refused !== undefined) throw s3Error('AccessDenied', {}, refused);
  throw s3Error('NoSuchKey', { Key: exchange.key });
}
