import type { CredentialStore } from './credentials.ts';
import type { Caller } from './service.ts';
import { checkSignature, type Signature, SignatureError, type SignedRequest, sameText } from './sigv4.ts';

/** What a signature is checked with. */
export interface AuthenticateOptions {
  readonly credentials: CredentialStore;
  /** The time of the sandbox, for the end of sessions. */
  readonly nowMs: number;
  /** The time of the wall, for signatures. */
  readonly wallNowMs: number;
}

/** Who sent a request; throws `SignatureError` where that cannot be trusted. */
export function authenticate(
  request: SignedRequest,
  signature: Signature,
  payloadHash: string,
  options: AuthenticateOptions,
): Caller & { readonly secretAccessKey: string } {
  const key = options.credentials.find(signature.accessKeyId);
  if (!key) throw new SignatureError('unknown-key', 'The security token included in the request is invalid.');
  if (
    key.sessionToken === undefined
      ? signature.sessionToken !== undefined
      : !hasToken(signature, key.sessionToken)
  ) {
    throw new SignatureError('bad-token', 'The security token included in the request is invalid.');
  }
  checkSignature(request, signature, key.secretAccessKey, payloadHash, options.wallNowMs);
  if (key.expiresMs !== undefined && options.nowMs >= key.expiresMs) {
    throw new SignatureError('expired-token', 'The security token included in the request is expired');
  }
  const { account, arn, accessKeyId, secretAccessKey } = key;
  return { account, arn, accessKeyId, secretAccessKey, region: signature.region };
}

function hasToken(signature: Signature, sessionToken: string): boolean {
  return signature.sessionToken !== undefined && sameText(signature.sessionToken, sessionToken);
}
