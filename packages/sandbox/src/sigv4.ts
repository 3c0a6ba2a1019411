import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { canonicalHeaders, canonicalPath, canonicalQuery, decodeQuery } from './sigv4-canonical.ts';

/** Why a signature was refused; each protocol has its own name for it. */
export type SignatureProblem =
  | 'missing'
  | 'malformed'
  | 'unknown-key'
  | 'bad-token'
  | 'expired-token'
  | 'mismatch'
  | 'skewed'
  | 'expired-url';

/** Thrown where a request is not signed as it must be. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly problem: SignatureProblem;

  constructor(problem: SignatureProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What a request says about its signature. Nothing of it is true before `checkSignature`. */
export interface Signature {
  readonly accessKeyId: string;
  /** `20260101` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** `20260101T000000Z` */
  readonly timestamp: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** Seconds that a presigned URL holds; undefined where the signature is in the header. */
  readonly expiresSeconds: number | undefined;
}

/** The parts of a request that are signed. */
export type SignedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'headersDistinct'>;

const maxSkewMs = 15 * 60_000;

/** The signature in the `Authorization` header or in the query; undefined where there is neither. */
export function readSignature(request: SignedRequest): Signature | undefined {
  const header = request.headers.authorization;
  if (header?.startsWith('AWS4-HMAC-SHA256')) return readHeader(header, request);
  const query = new Map(decodeQuery(request.url ?? '/'));
  if (query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256') return readPresigned(query);
  return undefined;
}

/** Throws unless the secret made this signature over this request and `payloadHash`, about now. */
export function checkSignature(
  request: SignedRequest,
  signature: Signature,
  secretAccessKey: string,
  payloadHash: string,
  wallNowMs: number,
): void {
  checkTime(signature, wallNowMs);
  const key = signingKey(secretAccessKey, signature);
  const expected = hmac(key, stringToSign(request, signature, payloadHash)).toString('hex');
  if (!sameText(expected, signature.signature)) {
    throw new SignatureError(
      'mismatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    );
  }
}

/** The key that signs requests, and chunks of a streamed body. */
export function signingKey(
  secretAccessKey: string,
  scope: Pick<Signature, 'day' | 'region' | 'service'>,
): Buffer {
  return [scope.day, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** `20260101/us-east-1/s3/aws4_request` */
export function scopeOf(signature: Pick<Signature, 'day' | 'region' | 'service'>): string {
  return `${signature.day}/${signature.region}/${signature.service}/aws4_request`;
}

/** HMAC-SHA256. */
export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Compares without telling by time where the difference is. */
export function sameText(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  return timingSafeEqual(left, createHash('sha256').update(b).digest());
}

/** What the HMAC is taken of: exported for presigning. */
export function stringToSign(request: SignedRequest, signature: Signature, payloadHash: string): string {
  const url = request.url ?? '/';
  const canonical = [
    request.method ?? 'GET',
    canonicalPath(url, signature.service),
    canonicalQuery(url),
    canonicalHeaders(request.headersDistinct, signature.signedHeaders),
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  return ['AWS4-HMAC-SHA256', signature.timestamp, scopeOf(signature), digest].join('\n');
}

function checkTime(signature: Signature, wallNowMs: number): void {
  const signedMs = parseTimestamp(signature.timestamp);
  if (signedMs - wallNowMs > maxSkewMs) {
    throw new SignatureError('skewed', `Signature not yet current: ${signature.timestamp} is in the future`);
  }
  if (signature.expiresSeconds !== undefined) {
    if (wallNowMs <= signedMs + signature.expiresSeconds * 1_000) return;
    throw new SignatureError('expired-url', 'Request has expired');
  }
  if (wallNowMs - signedMs > maxSkewMs) {
    throw new SignatureError(
      'skewed',
      `Signature expired: ${signature.timestamp} is more than 15 minutes ago`,
    );
  }
}

function readHeader(header: string, request: SignedRequest): Signature {
  const fields = new Map<string, string>();
  for (const [, name, value] of header.matchAll(/(Credential|SignedHeaders|Signature)=([^,\s]+)/g)) {
    fields.set(name ?? '', value ?? '');
  }
  const timestamp = request.headers['x-amz-date'] ?? request.headers.date;
  return {
    ...readCredential(fields.get('Credential')),
    timestamp: requireTimestamp(timestamp),
    signedHeaders: requireHost(fields.get('SignedHeaders')),
    signature: fields.get('Signature') ?? '',
    sessionToken: single(request.headers['x-amz-security-token']),
    expiresSeconds: undefined,
  };
}

function readPresigned(query: ReadonlyMap<string, string>): Signature {
  const expiresSeconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (!(expiresSeconds >= 1 && expiresSeconds <= 604_800)) {
    throw new SignatureError('malformed', 'X-Amz-Expires must be between 1 and 604800 seconds');
  }
  return {
    ...readCredential(query.get('X-Amz-Credential')),
    timestamp: requireTimestamp(query.get('X-Amz-Date')),
    signedHeaders: requireHost(query.get('X-Amz-SignedHeaders')),
    signature: query.get('X-Amz-Signature') ?? '',
    sessionToken: query.get('X-Amz-Security-Token'),
    expiresSeconds,
  };
}

function readCredential(value: string | undefined) {
  const match = /^([A-Z0-9]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/.exec(value ?? '');
  const [, accessKeyId, day, region, service] = match ?? [];
  if (!accessKeyId || !day || !region || !service) {
    throw new SignatureError('malformed', 'Credential must be KEY/YYYYMMDD/REGION/SERVICE/aws4_request');
  }
  return { accessKeyId, day, region, service };
}

function requireTimestamp(value: string | string[] | undefined): string {
  if (typeof value === 'string' && Number.isFinite(parseTimestamp(value))) return value;
  throw new SignatureError('malformed', 'the date of the request (X-Amz-Date) is missing or malformed');
}

function requireHost(value: string | undefined): readonly string[] {
  const names = (value ?? '').split(';');
  if (names.includes('host')) return names;
  throw new SignatureError('malformed', 'the header host must be among SignedHeaders');
}

function parseTimestamp(value: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
