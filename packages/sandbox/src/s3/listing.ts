import { encodeStrict } from '../sigv4-canonical.ts';
import { s3Error } from './error.ts';
import { bucketOf, type Exchange, sendXml } from './exchange.ts';
import { currentObject } from './state.ts';

/** A key, or the common beginning of several. */
type Entry = { readonly key: string } | { readonly prefix: string };

/** `ListObjectsV2`. */
export function listObjects(exchange: Exchange): void {
  const bucket = bucketOf(exchange);
  const { query } = exchange;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : readToken(token);
  const limit = readLimit(query);
  const keys = [...bucket.objects.keys()].filter((key) => currentObject(bucket, key) !== undefined);
  const entries = listEntries(keys, prefix, delimiter, after);
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  const isTruncated = limit > 0 && entries.length > limit;
  const encode = query.get('encoding-type') === 'url' ? encodeKey : (key: string) => key;
  sendXml(exchange, 'ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    StartAfter: query.get('start-after') ?? undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: isTruncated && last ? writeToken(last) : undefined,
    KeyCount: page.length,
    MaxKeys: limit,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: isTruncated,
    Contents: page.flatMap((entry) => {
      const object = 'key' in entry ? currentObject(bucket, entry.key) : undefined;
      if (!object || !('key' in entry)) return [];
      const { modifiedAt: LastModified, etag: ETag, size: Size } = object;
      return [{ Key: encode(entry.key), LastModified, ETag, Size, StorageClass: 'STANDARD' }];
    }),
    CommonPrefixes: page.flatMap((entry) => ('prefix' in entry ? [{ Prefix: encode(entry.prefix) }] : [])),
  });
}

/** Keys behind `after` in order, those with the same beginning up to the delimiter as one. */
export function listEntries(
  keys: readonly string[],
  prefix: string,
  delimiter: string,
  after: string,
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const key of keys.filter((one) => one.startsWith(prefix)).sort(compareUtf8)) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    if (compareUtf8(key, after) <= 0 || (common !== undefined && after.startsWith(common))) continue;
    const last = entries.at(-1);
    if (common === undefined) entries.push({ key });
    else if (!(last && 'prefix' in last && last.prefix === common)) entries.push({ prefix: common });
  }
  return entries;
}

/** S3 orders by bytes of UTF-8, JavaScript by units of UTF-16. */
function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function readLimit(query: URLSearchParams): number {
  const limit = Number(query.get('max-keys') ?? 1_000);
  if (!Number.isInteger(limit) || limit < 0) throw s3Error('InvalidArgument', { ArgumentName: 'max-keys' });
  return Math.min(limit, 1_000);
}

function writeToken(entry: Entry): string {
  return Buffer.from(`after:${'key' in entry ? entry.key : entry.prefix}`).toString('base64url');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('after:')) return text.slice('after:'.length);
  throw s3Error('InvalidArgument', {}, 'The continuation token provided is incorrect');
}

function encodeKey(key: string): string {
  return key.split('/').map(encodeStrict).join('/');
}
