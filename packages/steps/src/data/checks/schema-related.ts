import { z } from 'zod';
import { check, figureOptions, share, tableCheck } from './schema-parts.ts';

/** The checks that hold a source against another one. */

/** How drift is measured. */
export const driftMeasures = [
  'psi',
  'jensen-shannon',
  'kolmogorov-smirnov',
  'wasserstein',
  'chi-square',
] as const;

const threshold = z.number().nonnegative().optional();

const driftOptions = {
  measure: z.enum(driftMeasures).optional().describe('default psi'),
  warn: threshold.describe('warn above this figure'),
  fail: threshold.describe('fail above this figure'),
  bins: z
    .enum(['quantiles', 'equal-width'])
    .optional()
    .describe('of ordered values: tenths of the reference (default), or bins of one width over both'),
  'min-rows': z
    .number()
    .int()
    .positive()
    .optional()
    .describe('fewer values than these, here or in the reference, tell nothing; default 500'),
  where: figureOptions.where,
  description: figureOptions.description,
  owner: figureOptions.owner,
  tags: figureOptions.tags,
};

export const drift = z
  .union([z.boolean(), z.enum(driftMeasures), z.strictObject(driftOptions)])
  .optional()
  .describe(
    'how far the values may have moved from those of the reference; false: not even as all columns are asked',
  );

const driftOfAll = z
  .union([
    z.boolean(),
    z.enum(driftMeasures),
    z.strictObject({
      ...driftOptions,
      except: z.array(z.string()).min(1).optional().describe('columns that are not compared'),
    }),
  ])
  .optional()
  .describe(
    'the drift of every column that the reference has too, but for keys and for columns with a drift of their own',
  );

export const references = check(
  z.strictObject({
    source: z.string().min(1),
    column: z.string().optional().describe('default: the same name'),
  }),
)
  .optional()
  .describe('each value must be in a column of another source');

/** The checks of a table against its reference. */
export const relatedTable = {
  reference: z.string().min(1).optional().describe('the source that drift and changes are told against'),
  drift: driftOfAll,
  'row-change': tableCheck(share)
    .optional()
    .describe('how many more or fewer rows than the reference: at most 20%'),
  'same-columns': tableCheck(z.boolean())
    .optional()
    .describe('true: the columns of the reference, and no others, of the same types'),
  overlap: z
    .array(
      z.strictObject({
        with: z.string().min(1).describe('a source'),
        columns: z.array(z.string()).min(1),
        severity: figureOptions.severity,
        warn: z.union([z.number().int().nonnegative(), share]).optional(),
        fail: z.union([z.number().int().nonnegative(), share]).optional(),
        where: figureOptions.where,
        description: figureOptions.description,
        owner: figureOptions.owner,
        tags: figureOptions.tags,
      }),
    )
    .min(1)
    .optional()
    .describe('no row may be in another source as well, told by these columns: training data in test data'),
};

/** What the figure of a check is held to against those of earlier runs. */
export const history = z
  .array(
    z.strictObject({
      check: z
        .string()
        .min(1)
        .describe('the name of another check, as reports have it: body_mass_g mean, row-count'),
      last: z
        .number()
        .int()
        .positive()
        .max(100)
        .optional()
        .describe('the runs that are looked back at; default 10'),
      'min-runs': z
        .number()
        .int()
        .min(2)
        .optional()
        .describe('fewer runs tell nothing, and the check is skipped; default 3'),
      'max-difference': threshold.describe('from the median of those runs'),
      'max-change': share.optional().describe('the same as a share of the median: 5%'),
      'max-z': threshold.describe('the same in robust standard deviations'),
      severity: figureOptions.severity,
      description: figureOptions.description,
      owner: figureOptions.owner,
      tags: figureOptions.tags,
    }),
  )
  .min(1)
  .optional()
  .describe('how far figures may be from those of earlier runs; needs the input history');
