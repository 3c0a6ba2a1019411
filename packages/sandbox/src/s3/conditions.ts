import type { IncomingHttpHeaders } from 'node:http';
import { s3Error } from './error.ts';
import type { StoredObject } from './state.ts';

/** Throws where a write is not to happen: `If-None-Match: *`, or `If-Match` with another ETag than the object's. */
export function checkWrite(
  headers: IncomingHttpHeaders,
  current: StoredObject | undefined,
  key: string,
): void {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw s3Error('NotImplemented', { Header: 'If-None-Match' });
  }
  if (noneMatch === '*' && current) throw s3Error('PreconditionFailed', { Condition: 'If-None-Match' });
  const match = headers['if-match'];
  if (match === undefined) return;
  if (!current) throw s3Error('NoSuchKey', { Key: key });
  if (!matches(match, current.etag)) throw s3Error('PreconditionFailed', { Condition: 'If-Match' });
}

/** Whether a read goes on, is `not-modified`, or fails its condition (RFC 9110, 13.2.2). */
export function checkRead(
  headers: IncomingHttpHeaders,
  object: StoredObject,
): 'send' | 'not-modified' | 'failed' {
  const modifiedMs = Math.floor(object.modifiedAt.getTime() / 1_000) * 1_000;
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined) {
    if (!matches(match, object.etag)) return 'failed';
  } else if (modifiedMs > timeOf(headers['if-unmodified-since'], Number.POSITIVE_INFINITY)) {
    return 'failed';
  }
  if (noneMatch !== undefined) return matches(noneMatch, object.etag) ? 'not-modified' : 'send';
  return modifiedMs <= timeOf(headers['if-modified-since'], Number.NEGATIVE_INFINITY)
    ? 'not-modified'
    : 'send';
}

function matches(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replaceAll('"', '') === etag.replaceAll('"', ''));
}

function timeOf(header: string | undefined, otherwise: number): number {
  const ms = Date.parse(header ?? '');
  return Number.isNaN(ms) ? otherwise : ms;
}
