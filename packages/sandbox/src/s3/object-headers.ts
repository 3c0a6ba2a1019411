import type { IncomingHttpHeaders } from 'node:http';
import { s3Error } from './error.ts';
import type { ObjectHeaders, StoredObject } from './state.ts';

const kept = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
const metadataLimit = 2_048;

/** What an object keeps of the headers with which it was put. */
export function readObjectHeaders(headers: IncomingHttpHeaders): ObjectHeaders {
  const found: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (name.startsWith('x-amz-meta-')) metadataBytes += name.length - 11 + Buffer.byteLength(value);
    if (name.startsWith('x-amz-meta-') || kept.includes(name)) found[name] = value;
  }
  if (metadataBytes > metadataLimit) {
    throw s3Error('InvalidArgument', {}, 'Your metadata headers exceed the maximum allowed metadata size');
  }
  const encoding = contentEncoding(headers['content-encoding']);
  return encoding === undefined ? found : { ...found, 'content-encoding': encoding };
}

/** What is sent with an object. The checksum is sent to those who ask for it. */
export function describeObject(
  object: StoredObject,
  isVersioned: boolean,
  withChecksum: boolean,
): ObjectHeaders {
  const { checksum } = object;
  return {
    ...object.headers,
    etag: object.etag,
    'last-modified': object.modifiedAt.toUTCString(),
    ...(isVersioned ? { 'x-amz-version-id': object.versionId } : {}),
    ...(checksum && withChecksum
      ? { [`x-amz-checksum-${checksum.name}`]: checksum.value, 'x-amz-checksum-type': checksum.type }
      : {}),
  };
}

/** `aws-chunked` is how the body travelled, not what it is. */
function contentEncoding(value: string | undefined): string | undefined {
  const rest = (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked');
  return rest.length === 0 ? undefined : rest.join(',');
}
