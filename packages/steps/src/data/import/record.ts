import { z } from 'zod';

/** What files of other tools are made of, as they are parsed: zod stands at their borders. */

const record = z.record(z.string(), z.unknown());

/** A mapping of the file; undefined for everything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return record.safeParse(value).data;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export type FileScalar = z.infer<typeof scalar>;

/** The values of a list without its nulls; undefined where one is no plain value. */
export function asScalars(value: unknown): readonly FileScalar[] | undefined {
  return z
    .array(z.union([scalar, z.null()]))
    .transform((values) => values.filter((each) => each !== null))
    .safeParse(value).data;
}

export function asNames(value: unknown): readonly string[] | undefined {
  return z.array(z.string()).min(1).safeParse(value).data;
}

export function asScalar(value: unknown): FileScalar | undefined {
  return scalar.safeParse(value).data;
}

export function asNumber(value: unknown): number | undefined {
  return z.number().safeParse(value).data;
}

export function asText(value: unknown): string | undefined {
  return z.string().min(1).safeParse(value).data;
}

/** The members of a mapping that say something: null is what was not given. */
export function givenIn(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined));
}
