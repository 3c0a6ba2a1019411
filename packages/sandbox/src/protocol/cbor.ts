import { cbor, tag } from '@smithy/core/cbor';
import type { Input } from '../input.ts';
import { ServiceError } from '../service.ts';
import { rewrite, type WireProtocol } from './wire.ts';

const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/** Smithy RPC v2 CBOR: `POST /service/<target>/operation/<Operation>`, times are tag 1. */
export const cborProtocol: WireProtocol = {
  dialect: 'json',
  decode: parseCbor,
  answer: (_operation, output) => ({ status: 200, headers, body: toCbor(output) }),
  error: (error) => ({
    status: error.status,
    headers: { ...headers, 'x-amzn-errortype': error.code },
    body: toCbor({ __type: error.code, message: error.message, ...error.members }),
  }),
};

/** The service and operation of a path of this protocol. */
export function parseCborPath(path: string): { target: string; operation: string } | undefined {
  const match = /^\/service\/([A-Za-z0-9_.]+)\/operation\/([A-Za-z0-9_]+)$/.exec(path);
  return match?.[1] && match[2] ? { target: match[1], operation: match[2] } : undefined;
}

function toCbor(value: object): Uint8Array {
  const plain = rewrite(value, (leaf) =>
    leaf instanceof Date ? tag({ tag: 1, value: leaf.getTime() / 1_000 }) : leaf,
  );
  // The encoder answers with a view of a buffer that it uses again.
  return Uint8Array.from(cbor.serialize(plain));
}

function parseCbor(body: Buffer): Input {
  if (body.length === 0) return {};
  try {
    const value = untag(cbor.deserialize(body));
    // An object that is no array: its keys are strings.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  } catch {
    // Told below, as for any other value that is not a map.
  }
  throw new ServiceError('SerializationException', 'the body is not a CBOR map');
}

function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (isTag(value))
    return Number(value.tag) === 1 ? new Date(Number(value.value) * 1_000) : untag(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, untag(item)]));
}

function isTag(value: object): value is { tag: number | bigint; value: unknown } {
  return Object.getOwnPropertySymbols(value).length > 0 && 'tag' in value && 'value' in value;
}
