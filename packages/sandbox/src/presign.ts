import type { AccessKey } from './credentials.ts';
import { hmac, scopeOf, signingKey, stringToSign } from './sigv4.ts';
import { encodeStrict } from './sigv4-canonical.ts';

/** A URL of the main endpoint that may be read by whoever holds it, as services give them out. */
export function presign(
  endpoint: string,
  path: string,
  scope: { readonly service: string; readonly region: string },
  key: AccessKey,
  expiresSeconds: number,
  wallNowMs: number,
): string {
  const timestamp = new Date(wallNowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = timestamp.slice(0, 8);
  const signature = {
    ...scope,
    day,
    timestamp,
    expiresSeconds,
    accessKeyId: key.accessKeyId,
    signedHeaders: ['host'],
    signature: '',
    sessionToken: key.sessionToken,
  };
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${key.accessKeyId}/${scopeOf(signature)}`,
    'X-Amz-Date': timestamp,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': 'host',
    ...(key.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': key.sessionToken }),
  }).map(([name, value]) => `${name}=${encodeStrict(value)}`);
  const url = `${path}?${query.join('&')}`;
  const host = new URL(endpoint).host;
  const request = { method: 'GET', url, headers: { host }, headersDistinct: { host: [host] } };
  const text = stringToSign(request, signature, 'UNSIGNED-PAYLOAD');
  const hash = hmac(signingKey(key.secretAccessKey, signature), text).toString('hex');
  return `${endpoint}${url}&X-Amz-Signature=${hash}`;
}
