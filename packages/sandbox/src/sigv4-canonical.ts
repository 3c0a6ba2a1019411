import type { IncomingMessage } from 'node:http';

/** RFC 3986: all but the unreserved characters. `encodeURIComponent` leaves five more. */
export function encodeStrict(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The pairs of a query, decoded, in order. */
export function decodeQuery(url: string): (readonly [string, string])[] {
  const query = url.split('?').slice(1).join('?');
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))] as const;
    });
}

/** The query as it is signed: sorted, encoded again, without the signature. */
export function canonicalQuery(url: string): string {
  return decodeQuery(url)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeStrict(name), encodeStrict(value)] as const)
    .sort(([a, aValue], [b, bValue]) => compare(a, b) || compare(aValue, bValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** The path as it is signed: as sent for S3, normalised and encoded once more for all others. */
export function canonicalPath(url: string, service: string): string {
  const path = url.split('?')[0] ?? '/';
  if (service === 's3')
    return path
      .split('/')
      .map((segment) => encodeStrict(decode(segment)))
      .join('/');
  return normalise(path).split('/').map(encodeStrict).join('/');
}

/** The signed headers, each `name:value` on a line of its own. */
export function canonicalHeaders(
  headers: IncomingMessage['headersDistinct'],
  signedHeaders: readonly string[],
): string {
  return signedHeaders
    .map((name) => {
      const values = (headers[name] ?? []).map((value) => value.trim().replace(/ +/g, ' '));
      return `${name}:${values.join(',')}\n`;
    })
    .join('');
}

function normalise(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 behind the percent signs: it cannot be what a client signed, and the comparison will say so.
    return text;
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
