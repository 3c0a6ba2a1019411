import type { IncomingMessage, ServerResponse } from 'node:http';

/** Who sent a request, from its signature. */
export interface Caller {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** `arn:aws:iam::111111111111:user/rehearsal` or an assumed role. */
  readonly arn: string;
  readonly accessKeyId: string;
}

/** An answer that is an error on every protocol. `fault: client` is a 4xx. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape: `lastValidByteReceived`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** One operation: parsed input in, output out; the wire format is the server's business. Timestamps are `Date`s. */
export type Operation = (
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
) => Promise<object> | object;

/** An operation that proves who asks in its own way: a token among its members. */
export type UnsignedOperation = (input: Readonly<Record<string, unknown>>) => Promise<object> | object;

/** A service whose requests name an operation: JSON 1.0/1.1 (X-Amz-Target), Query, RPC v2 CBOR. One may speak several. */
export interface RpcService {
  readonly kind: 'rpc';
  /** The service in the credential scope: `ecr`, `monitoring`. */
  readonly signingName: string;
  /** Before the dot of X-Amz-Target: `AmazonEC2ContainerRegistry_V20150921`; also the service of RPC v2 CBOR paths. */
  readonly target?: string;
  readonly jsonVersion?: '1.0' | '1.1';
  /** Query: the API version, and the XML namespace of answers. */
  readonly query?: { readonly version: string; readonly namespace: string };
  readonly operations: Readonly<Record<string, Operation>>;
  /** What anybody may ask without a signature, over Query alone; a signature that is there is verified all the same. */
  readonly unsigned?: Readonly<Record<string, UnsignedOperation>>;
  /** As IAM writes the service, where it is not the signing name: `cloudwatch`. */
  readonly iamPrefix?: string;
  /** Codes that the Query protocol writes otherwise: `{ ResourceNotFoundException: 'ResourceNotFound' }`. */
  readonly queryErrorCodes?: Readonly<Record<string, string>>;
}

/** A service with paths of its own: S3, CodeArtifact. The caller is verified already. */
export interface HttpService {
  readonly kind: 'http';
  readonly signingName: string;
  /** How refused signatures and thrown `ServiceError`s are written; `rest-json` where unset. */
  readonly errors?: 'rest-json' | 's3-xml';
  /** Read the body with `bodyOf(request)` (body.ts): it is checked against the signature while it is read. */
  handle(request: IncomingMessage, response: ServerResponse, caller: Caller, url: URL): Promise<void>;
}

export type Service = RpcService | HttpService;
