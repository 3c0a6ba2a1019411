import { z } from 'zod';

/** Text that is not empty; numbers and booleans of YAML are mistakes here. */
export const text = z.string().min(1, 'is empty');

/** A value of a variable: what YAML reads as a number or a boolean is taken as it is written in JSON. */
export const scalar = z
  .union([z.string(), z.number(), z.boolean()], 'is not a text, a number or a boolean')
  .describe('text, number or boolean');

/** `yes` or `no`, which YAML 1.2 reads as text, or a boolean. */
export const flag = z.union([z.enum(['yes', 'no']), z.boolean()], 'is neither yes nor no');

/** Environment variables by name. */
export const variables = z.record(
  z.string().regex(/^[A-Za-z_]\w*$/, 'is no name of a variable: letters, digits and "_"'),
  scalar,
);

/** Whether a flag of a buildspec is set. */
export function isSet(value: 'yes' | 'no' | boolean | undefined): boolean {
  return value === true || value === 'yes';
}
