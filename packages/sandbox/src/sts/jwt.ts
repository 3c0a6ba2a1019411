import { createPublicKey, generateKeyPair, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/** The claims of a token, as they stand in its payload. */
export type Claims = Readonly<Record<string, unknown>>;

/** A key pair that signs tokens with RS256, and its name in their headers. */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What a token says, and whether its signature is that of the key. */
export interface ReadToken {
  readonly keyId: unknown;
  readonly algorithm: unknown;
  readonly claims: Claims;
  isSignedBy(key: SigningKey): boolean;
}

/** A new RSA key. */
export async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { id: randomUUID(), privateKey, publicKey: createPublicKey(privateKey) };
}

/** The token that says `claims`. */
export function signToken(key: SigningKey, claims: Claims): string {
  const content = [{ alg: 'RS256', typ: 'JWT', kid: key.id }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key.privateKey).toString('base64url')}`;
}

/** The parts of a token, or undefined where the text is none. Nothing of it is believed yet. */
export function readToken(token: string): ReadToken | undefined {
  const [head = '', payload = '', signature = '', ...rest] = token.split('.');
  const header = readPart(head);
  const claims = readPart(payload);
  if (header === undefined || claims === undefined || rest.length > 0) return undefined;
  return {
    keyId: header.kid,
    algorithm: header.alg,
    claims,
    isSignedBy: ({ publicKey }) =>
      verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, 'base64url')),
  };
}

/** The public half of a key, as a JWKS document lists it. */
export function publicJwk({ id, publicKey }: SigningKey): object {
  return { ...publicKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' };
}

function readPart(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    // An object that is no array: its keys are strings.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Claims)
      : undefined;
  } catch {
    return undefined;
  }
}
