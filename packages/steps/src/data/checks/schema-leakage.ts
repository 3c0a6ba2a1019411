import { z } from 'zod';
import { figureOptions, share } from './schema-parts.ts';

/** Columns that give the label away. */
export const leakage = z
  .array(
    z.strictObject({
      label: z.string().describe('the column that a model learns to tell'),
      max: z
        .union([share, z.number().min(0).max(1)])
        .optional()
        .describe(
          'of the rows that the most common label is wrong for, the share that one column may tell; default 95%',
        ),
      columns: z
        .array(z.string())
        .min(1)
        .optional()
        .describe('the columns that are looked at; default all but the label'),
      except: z.array(z.string()).min(1).optional().describe('columns that are not looked at'),
      'min-rows': z
        .number()
        .int()
        .positive()
        .optional()
        .describe('fewer rows with a label tell nothing; default 200'),
      ...figureOptions,
    }),
  )
  .min(1)
  .optional()
  .describe('no other column may tell the label by itself: it would not be there when the model is asked');
