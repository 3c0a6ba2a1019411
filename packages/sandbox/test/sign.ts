import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** What to sign, and what to spoil. */
export interface SignOptions {
  readonly endpoint: string;
  readonly service: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly token?: string | undefined;
  readonly skewMs?: number;
  /** Sent instead of the body that was signed. */
  readonly sentBody?: string;
}

/** The arguments of `fetch` for a request that the signer of the SDK signed. */
export async function signedRequest(options: SignOptions): Promise<[string, RequestInit]> {
  const { hostname, port, host } = new URL(options.endpoint);
  const { accessKeyId, secretAccessKey } = options.key;
  const signer = new SignatureV4({
    service: options.service,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey, ...(options.token && { sessionToken: options.token }) },
    sha256: NodeSha256,
  });
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: options.path,
      headers: { ...options.headers, host },
      body: options.body,
    },
    { signingDate: new Date(Date.now() + (options.skewMs ?? 0)) },
  );
  const body = options.sentBody ?? options.body;
  return [
    `${options.endpoint}${options.path}`,
    { method: 'POST', headers: signed.headers, body: typeof body === 'string' ? body : Buffer.from(body) },
  ];
}

class NodeSha256 {
  readonly #secret: string | Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#hash = this.#fresh();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#fresh();
  }

  #fresh(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
