import { createReadStream } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { checksumName } from './checksum.ts';
import { checkRead } from './conditions.ts';
import { s3Error } from './error.ts';
import { bucketOf, type Exchange, sendXml } from './exchange.ts';
import { readObjectHeaders } from './object-headers.ts';
import { storeObject } from './objects.ts';
import type { StoredObject } from './state.ts';
import { findVersion } from './versions.ts';
import { writeContent } from './write-content.ts';

/** `CopyObject`. */
export async function copyObject(exchange: Exchange): Promise<void> {
  const { headers } = exchange.request;
  const source = findSource(exchange);
  const isReplaced = headers['x-amz-metadata-directive'] === 'REPLACE';
  const bucket = bucketOf(exchange);
  const name = checksumName(String(headers['x-amz-checksum-algorithm'] ?? '')) ?? source.checksum?.name;
  const written = await writeContent(exchange.folder, createReadStream(source.path), name);
  const kept = isReplaced ? readObjectHeaders(headers) : source.headers;
  const object = await storeObject(exchange, bucket, written, kept, `"${written.md5}"`);
  if (bucket.versioning !== undefined) exchange.response.setHeader('x-amz-version-id', object.versionId);
  sendXml(exchange, 'CopyObjectResult', {
    LastModified: object.modifiedAt,
    ETag: object.etag,
    ...(object.checksum
      ? {
          [`Checksum${object.checksum.name.toUpperCase()}`]: object.checksum.value,
          ChecksumType: 'FULL_OBJECT',
        }
      : {}),
  });
}

/** The object that `x-amz-copy-source` names, when its conditions hold. */
export function findSource(exchange: Exchange): StoredObject {
  const { headers } = exchange.request;
  const [path = '', versionQuery] = String(headers['x-amz-copy-source']).split('?versionId=');
  const match = /^\/?([^/]+)\/(.+)$/.exec(decodeURIComponent(path));
  const [, bucketName, key] = match ?? [];
  if (!bucketName || !key)
    throw s3Error('InvalidArgument', {}, 'Copy Source must mention the source bucket and key');
  const found = findVersion(bucketOf(exchange, bucketName), key, versionQuery);
  if (found?.isDeleted !== false) throw s3Error('NoSuchKey', { Key: key });
  if (checkRead(sourceConditions(headers), found) !== 'send') throw s3Error('PreconditionFailed');
  return found;
}

function sourceConditions(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const prefix = 'x-amz-copy-source-';
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}
