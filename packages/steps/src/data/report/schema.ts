import { z } from 'zod';

const count = z.number().int().nonnegative();
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const statuses = ['passed', 'warned', 'failed', 'skipped'] as const;

const value = z.strictObject({
  column: z.string().optional().describe('not given for the text of a row that cannot be read'),
  value: z.string().nullable().optional().describe('as far as show-values lets it be seen; null is a null'),
  pii: z.literal(true).optional().describe('the column holds personal data: its value is withheld'),
});

const sample = z.strictObject({
  file: z.string(),
  row: count.optional().describe('from 1, counted in the data of the file'),
  line: count.optional().describe('as an editor counts them'),
  reason: z.string().optional().describe('why a row that cannot be read cannot'),
  values: z.array(value).optional(),
});

const share = z.number().min(0).max(1);
const edge = z.union([z.number(), z.string()]).optional();

const bin = z.strictObject({
  value: z.string().optional().describe('of a category, as far as show-values lets it be seen'),
  from: edge.describe('the least value of a bin of numbers or times; not with show-values none'),
  to: edge.describe('what its values are below; the last bin holds it as well'),
  rows: count,
  share: share.describe('of the rows that are in some bin'),
  'reference-rows': count,
  'reference-share': share,
});

const check = z.strictObject({
  check: z.string().describe('unlike every other of the source'),
  kind: z.string().describe('min, matches, row-count, …'),
  columns: z.array(z.string()),
  demand: z.string().describe('what is asked, in words'),
  status: z
    .enum(statuses)
    .describe('skipped: nothing to measure, and that is allowed or told by another check'),
  failing: count.describe('rows that break it; 1 or 0 for a check of no rows'),
  figure: z.number().nullable().optional().describe('of a check of one figure; null where it is infinite'),
  figures: z
    .array(z.strictObject({ column: z.string(), figure: z.number() }))
    .optional()
    .describe('of a check of one figure for each of several columns: the largest of them'),
  bins: z
    .array(bin)
    .optional()
    .describe(
      'of drift: how the values fall into bins, here and in the reference. Of many categories the 20 most common, then all others as one. Without values and edges where the column holds personal data',
    ),
  where: z.string().optional().describe('the SQL by which its rows are chosen'),
  rows: count.optional().describe('the rows that were chosen by it, of a check of rows'),
  'warn-above': z.string().optional().describe('none, a count, or a share: more failing rows warn'),
  'fail-above': z.string().optional().describe('none, a count, or a share: more failing rows fail'),
  found: z.string().optional().describe('what was found, in words, where it did not pass'),
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(z.string()).optional(),
  'checks-line': count.describe('its line in the checks file'),
  samples: z.array(sample).describe('the first rows that break it'),
});

const file = z.strictObject({
  name: z.string(),
  bytes: count.optional().describe('not given in a sample, as the digest'),
  digest: digest.optional(),
});

const source = z.strictObject({
  source: z.string().describe('as it stands in data.sources'),
  format: z.string(),
  rows: count,
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  files: z.array(file),
  'held-against': z
    .array(z.strictObject({ source: z.string(), files: z.array(file) }))
    .optional()
    .describe('the sources that its checks look into'),
  checks: z.array(check),
});

/** The schema of report.json. A new key may come within a version of the format; no key goes or changes. */
export const reportSchema = z.strictObject({
  format: z.literal('ml-ci/validate-data/1'),
  verdict: z.enum(['passed', 'failed']),
  rows: count,
  checks: count,
  'failed-checks': count,
  'warned-checks': count,
  'skipped-checks': count,
  'failing-rows': count.describe('added up over the checks that failed or warned'),
  scope: z.string().describe('all, or what was looked at: a sample, the checks of some tags'),
  'data-digest': digest
    .optional()
    .describe('the sha256 over the digests of all files, a line each, in order; none of a sample'),
  'checks-file': z.strictObject({
    name: z.string(),
    digest,
    'imported-from': z.string().optional().describe('the tool whose file it is'),
    'left-out': count.optional().describe('its rules that have no equal here'),
  }),
  'show-values': z.enum(['none', 'masked', 'all']),
  sources: z.array(source),
});

export type Report = z.input<typeof reportSchema>;
