import { z } from 'zod';
import { ServiceError } from '../service.ts';

/**
 * Kinds of members as the protocols deliver them: Query sends every value as text, JSON sends timestamps as seconds,
 * CBOR as dates. One schema then reads all three.
 */
export const wire = {
  text: z.string(),
  number: z.preprocess(toNumber, z.number()),
  integer: z.preprocess(toNumber, z.int()),
  integerIn: (min: number, max = Number.MAX_SAFE_INTEGER) =>
    z.preprocess(toNumber, z.int().min(min).max(max)),
  /** Query writes an empty list as an empty text. */
  list: <S extends z.ZodType>(item: S) => z.preprocess((value) => (value === '' ? [] : value), z.array(item)),
  boolean: z.preprocess(toBoolean, z.boolean()),
  time: z.preprocess(toDate, z.date()),
} as const;

/** Reads an operation's input with `schema`; members it does not know are dropped, as services do. */
export function read<S extends z.ZodType>(
  schema: S,
  input: Readonly<Record<string, unknown>>,
  code: string,
): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  throw new ServiceError(code, problems.join('; '));
}

function toNumber(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

function toBoolean(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function toDate(value: unknown): unknown {
  if (typeof value === 'number') return new Date(value * 1_000);
  if (typeof value !== 'string') return value;
  return new Date(/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : value);
}
