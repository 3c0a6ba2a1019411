import { z } from 'zod';
import {
  check,
  count,
  countRange,
  duration,
  figureCheck,
  numberRange,
  share,
  shareRange,
} from './schema-parts.ts';

/** The checks of a column that look at one figure of many rows. */
export const figures = {
  distinct: figureCheck(z.union([count, countRange]))
    .optional()
    .describe('different values: one number, or min and max'),
  'distinct-share': figureCheck(shareRange)
    .optional()
    .describe('different values as a share of all values: { min: 90% }'),
  includes: figureCheck(z.array(z.union([z.string(), z.number(), z.boolean()])).min(1))
    .optional()
    .describe('values that must each occur'),
  smallest: figureCheck(numberRange).optional().describe('the least of the finite values'),
  largest: figureCheck(numberRange).optional().describe('the greatest of the finite values'),
  mean: figureCheck(numberRange).optional().describe('the mean of the finite values'),
  median: figureCheck(numberRange).optional().describe('half of the finite values are below, half above'),
  std: figureCheck(numberRange).optional().describe('the standard deviation of a sample (n - 1)'),
  sum: figureCheck(numberRange).optional().describe('the sum of the finite values'),
  quantiles: z
    .record(
      z.string().regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'is no quantile: write it as 0.95'),
      figureCheck(numberRange),
    )
    .optional()
    .describe('ranges of quantiles, as "0.95": { max: 60 }; between two values they are interpolated'),
  'most-common': figureCheck(share)
    .optional()
    .describe(
      'the share of the values that one single value may have at most: 99% finds near-constant columns',
    ),
  balance: figureCheck(shareRange)
    .optional()
    .describe('the share that each value of the column must have: { min: 10% }'),
  'max-age': figureCheck(duration)
    .optional()
    .describe('how old the newest date or timestamp may be, as 24h or 7d'),
  outliers: check(
    z.strictObject({
      method: z.enum(['iqr', 'z-score']),
      factor: z.number().positive().optional().describe('default 1.5 of the iqr, 3 standard deviations'),
    }),
  )
    .optional()
    .describe(
      'rows far from the others: beyond the quartiles by factor × their distance, or from the mean by factor × std',
    ),
};
