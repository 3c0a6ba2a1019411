import type { ServerResponse } from 'node:http';
import type { Refusal, RefusalReason } from '../refusal.ts';

/** An error of the distribution protocol. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

const names: Record<RefusalReason, readonly [code: string, status: number]> = {
  'manifest-invalid': ['MANIFEST_INVALID', 400],
  'manifest-too-large': ['MANIFEST_INVALID', 413],
  'digest-mismatch': ['DIGEST_INVALID', 400],
  'digest-invalid': ['DIGEST_INVALID', 400],
  'tag-invalid': ['TAG_INVALID', 400],
  'tag-immutable': ['TAG_INVALID', 400],
  'image-exists': ['TAG_INVALID', 400],
  'blobs-missing': ['MANIFEST_BLOB_UNKNOWN', 404],
  'children-missing': ['MANIFEST_BLOB_UNKNOWN', 404],
  'upload-unknown': ['BLOB_UPLOAD_UNKNOWN', 404],
  'upload-out-of-order': ['BLOB_UPLOAD_INVALID', 416],
  'upload-empty': ['BLOB_UPLOAD_INVALID', 400],
  'upload-broken': ['BLOB_UPLOAD_INVALID', 400],
};

/** A refusal under its name in the distribution protocol. */
export function fromRefusal(refusal: Refusal): RegistryError {
  const [code, status] = names[refusal.reason];
  return new RegistryError(code, status, refusal.message);
}

/** Writes an error as the specification says. */
export function sendError(response: ServerResponse, error: RegistryError, isHead: boolean): void {
  const body = JSON.stringify({ errors: [{ code: error.code, message: error.message }] });
  response.writeHead(error.status, {
    ...error.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(isHead ? undefined : body);
}
