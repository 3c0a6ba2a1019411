import { ServiceError } from './service.ts';

/** A parsed input. Query gives every scalar as a string, JSON times as seconds, CBOR times as `Date`; these read all. */
export type Input = Readonly<Record<string, unknown>>;

/** A string member, or undefined. */
export function text(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(name, 'a string', value);
  return value;
}

/** A string member that must be there and not empty. */
export function requiredText(input: Input, name: string, code = 'InvalidParameterException'): string {
  const value = text(input, name);
  if (value === undefined || value === '') throw new ServiceError(code, `${name} is required`);
  return value;
}

/** A number member; Query's digits are read too. */
export function number(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read === 'bigint') return Number(read);
  if (typeof read !== 'number' || Number.isNaN(read)) throw invalid(name, 'a number', value);
  return read;
}

/** A boolean member. */
export function flag(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalid(name, 'a boolean', value);
}

/** A list member; empty where absent. */
function list(input: Input, name: string): readonly unknown[] {
  const value = input[name];
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) throw invalid(name, 'a list', value);
  return value;
}

/** A list of strings; empty where absent. */
export function textList(input: Input, name: string): readonly string[] {
  return list(input, name).map((item) => {
    if (typeof item !== 'string') throw invalid(name, 'a list of strings', item);
    return item;
  });
}

/** A list of structures; empty where absent. */
export function recordList(input: Input, name: string): readonly Input[] {
  return list(input, name).map((item) => asRecord(name, item));
}

/** A structure member; undefined where absent. */
export function record(input: Input, name: string): Input | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : asRecord(name, value);
}

/** A blob member: bytes in CBOR, base64 elsewhere. */
export function blob(input: Input, name: string): Uint8Array | undefined {
  const value = input[name];
  if (value === undefined || value === null || value instanceof Uint8Array) return value ?? undefined;
  if (typeof value !== 'string') throw invalid(name, 'a blob', value);
  return Buffer.from(value, 'base64');
}

function asRecord(name: string, value: unknown): Input {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(name, 'a structure', value);
  // An object that is no array: its keys are strings.
  return value as Input;
}

function invalid(name: string, wanted: string, value: unknown): ServiceError {
  return new ServiceError(
    'SerializationException',
    `${name} must be ${wanted}, not ${JSON.stringify(value)}`,
  );
}
