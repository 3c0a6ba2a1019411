import { parseDuration } from '@ml-ci/core';
import { z } from 'zod';

/** The parts that the checks of a checks file share. */

export const share = z.string().regex(/^(100|\d{1,2}(\.\d+)?)%$/, 'is not a share: write it as 0.5%');

/** More failing rows than this, as a count or as a share of all rows. */
const limit = z.union([z.number().int().nonnegative(), share]);

const severity = z
  .enum(['error', 'warn'])
  .optional()
  .describe('`warn` reports and does not fail; default error');

/** Whom a check is for and why it is there. */
const telling = {
  description: z.string().min(1).optional().describe('why the check is there; shown when it fails'),
  owner: z.string().min(1).optional().describe('who is to be asked when it fails'),
  tags: z.array(z.string().regex(/^[\w.-]+$/, 'is no tag: letters, digits, . _ and -')).optional(),
};

const where = z
  .string()
  .min(1)
  .optional()
  .describe('only rows for which this SQL expression is true are looked at');

/** How bad it is when a check of rows fails. */
export const options = {
  severity,
  warn: limit.optional().describe('warn when more rows than this fail the check, as a count or as 0.5%'),
  fail: limit.optional().describe('fail when more rows than this fail the check, as a count or as 0.5%'),
  where,
  ...telling,
};

/** A check in its short form, or as an object with `value` and how bad a failure is. */
export const check = <V extends z.ZodType>(value: V) =>
  z.union([value, z.strictObject({ value, ...options })]);

/** A check of the whole table passes or not: there is no number of failing rows to allow. */
const tableOptions = { severity, ...telling };
export const tableCheck = <V extends z.ZodType>(value: V) =>
  z.union([value, z.strictObject({ value, ...tableOptions })]);

/** A check of one figure of many rows: it is in its range or not. */
export const figureOptions = { severity, where, ...telling };
export const figureCheck = <V extends z.ZodType>(value: V) =>
  z.union([value, z.strictObject({ value, ...figureOptions })]);

export const count = z.number().int().nonnegative();

const ordered = <R extends { readonly min?: number | undefined; readonly max?: number | undefined }>(
  range: z.ZodType<R>,
) =>
  range
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both')
    .refine(
      ({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) => min <= max,
      'has a min above its max',
    );

export const countRange = ordered(z.strictObject({ min: count.optional(), max: count.optional() }));
export const numberRange = ordered(
  z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
);

/** A number, or a share of one. */
const numberOrShare = z.union([z.number(), share]);
export const metricRange = {
  min: numberOrShare.optional().describe('the least figure that is allowed, as a number or as 2%'),
  max: numberOrShare.optional().describe('the greatest figure that is allowed, as a number or as 30%'),
};

export const shareRange = z
  .strictObject({ min: share.optional(), max: share.optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both');

export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'is not a duration: write it as 90s, 5m, 24h');
