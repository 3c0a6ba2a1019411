/** Why content is not taken. The API and the registry protocol each have names of their own for these. */
export type RefusalReason =
  | 'manifest-invalid'
  | 'manifest-too-large'
  | 'digest-mismatch'
  | 'digest-invalid'
  | 'tag-invalid'
  | 'tag-immutable'
  | 'image-exists'
  | 'blobs-missing'
  | 'children-missing'
  | 'upload-unknown'
  | 'upload-out-of-order'
  | 'upload-empty'
  | 'upload-broken';

/** Thrown by the state of ECR, and written by whoever serves the request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  /** Further members: `lastValidByteReceived`. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(reason: RefusalReason, message: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.reason = reason;
    this.detail = detail;
  }
}
