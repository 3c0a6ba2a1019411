import { ServiceError } from '../service.ts';
import { rewrite, type WireProtocol } from './wire.ts';

/** AWS JSON 1.0 and 1.1: times are seconds since the epoch, bytes are base64, `__type` names an error. */
export function jsonProtocol(version: '1.0' | '1.1'): WireProtocol {
  const type = { 'content-type': `application/x-amz-json-${version}` };
  return {
    dialect: 'json',
    decode: parseJson,
    answer: (_operation, output) => ({ status: 200, headers: type, body: toJson(output) }),
    error: (error) => ({
      status: error.status,
      headers: { ...type, 'x-amzn-errortype': error.code },
      body: toJson({ __type: error.code, message: error.message, ...error.members }),
    }),
  };
}

/** JSON as AWS writes it. */
export function toJson(value: unknown): string {
  const plain = rewrite(value, (leaf) =>
    leaf instanceof Date ? leaf.getTime() / 1_000 : Buffer.from(leaf).toString('base64'),
  );
  return JSON.stringify(plain, (_name, item: unknown) => {
    if (typeof item === 'bigint') return Number(item);
    return typeof item === 'number' && !Number.isFinite(item) ? String(item) : item;
  });
}

/** An object out of JSON; an empty body is an empty object. */
export function parseJson(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    // An object that is no array: its keys are strings.
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, as for any other value that is not an object.
  }
  throw new ServiceError('SerializationException', 'the body is not a JSON object');
}
