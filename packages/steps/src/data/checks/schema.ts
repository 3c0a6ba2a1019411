import { z } from 'zod';
import { isEncoding } from '../sources/plain/line-decoder.ts';
import { figures } from './schema-figures.ts';
import { leakage } from './schema-leakage.ts';
import {
  check,
  count,
  countRange,
  figureOptions,
  metricRange,
  options,
  share,
  tableCheck,
} from './schema-parts.ts';
import { drift, history, references, relatedTable } from './schema-related.ts';

/** The schema of a checks file. Every object is strict: an unknown key is a mistake. docs/checks.md has a full example. */

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const bound = z.union([z.number(), z.string().min(1)]);
const columnName = z.string();
const dateFormat = z.string().regex(/^ISO8601$|%/, 'is no format: write it as "%d.%m.%Y", or ISO8601');

/** The kinds of value a column can be declared to hold. */
const columnTypes = ['string', 'integer', 'number', 'boolean', 'date', 'timestamp'] as const;

const column = z.strictObject({
  type: check(z.enum(columnTypes)).optional(),
  required: z.boolean().optional().describe('false: the column may be absent; default true'),
  pii: z.boolean().optional().describe('true: personal data, whose values no report shows'),
  nullable: check(z.union([z.boolean(), share]))
    .optional()
    .describe('false (the default): no nulls; true: any; 2%: at most that share'),
  unique: check(z.boolean()).optional(),
  min: check(bound).optional().describe('the least value that is allowed'),
  max: check(bound).optional().describe('the greatest value that is allowed'),
  above: check(bound).optional().describe('values must be greater than this'),
  below: check(bound).optional().describe('values must be less than this'),
  in: check(z.array(scalar).min(1)).optional().describe('the only values that are allowed'),
  'not-in': check(z.array(scalar).min(1)).optional().describe('values that are not allowed'),
  matches: check(z.string().min(1))
    .optional()
    .describe('a regular expression (RE2), found anywhere: anchor with ^ and $'),
  length: check(z.union([count, countRange]))
    .optional()
    .describe('characters: one number, or min and max'),
  finite: check(z.boolean())
    .optional()
    .describe('false: NaN and infinities are allowed; default true for numbers'),
  'date-format': z
    .union([dateFormat, z.array(dateFormat).min(1)])
    .optional()
    .describe('how dates and timestamps are written: a format of strptime, ISO8601, or several of them'),
  ...figures,
  drift,
  references,
  ...options,
});

const character = z.string().regex(/^[\t -~]$/, 'is not one ASCII character');

const encoding = z
  .string()
  .refine(isEncoding, 'is no encoding: write it as latin1, windows-1252 or utf-16le')
  .optional()
  .describe('default utf-8, or what a byte order mark says');

const csv = z
  .strictObject({
    encoding,
    delimiter: character.optional().describe('default a comma, a tab for .tsv'),
    quote: z
      .union([z.string().length(1), z.literal(false)])
      .optional()
      .describe('default "'),
    header: z
      .union([z.literal(true), z.array(columnName).min(1)])
      .optional()
      .describe('the names of the columns where the file has no header'),
    null: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('unquoted cells that are null; default the empty cell'),
  })
  .refine(
    ({ delimiter = ',', quote = '"' }) => delimiter !== quote,
    'has one character as delimiter and as quote',
  );

const uniqueTogether = z.union([
  z.array(columnName).min(2),
  z.strictObject({
    columns: z.array(columnName).min(1),
    nulls: z
      .enum(['apart', 'equal'])
      .optional()
      .describe('equal: a null is a value like others; apart (the default): rows with a null are left out'),
    ...options,
  }),
]);

const expression = z.strictObject({
  sql: z.string().min(1).describe('a boolean SQL expression over the columns of one row'),
  name: z.string().min(1).optional(),
  ...options,
});

const metric = z.strictObject({
  sql: z
    .string()
    .min(1)
    .describe('SQL over aggregates of all rows that makes one number: sum(a) / count(DISTINCT b)'),
  name: z.string().min(1).optional(),
  ...metricRange,
  ...figureOptions,
});

const table = {
  columns: z.record(columnName, column).optional(),
  strict: tableCheck(z.boolean()).optional().describe('true: no columns besides those listed'),
  ordered: tableCheck(z.boolean()).optional().describe('true: the columns stand in the order listed'),
  unique: z.array(uniqueTogether).min(1).optional().describe('columns whose values are unique together'),
  'row-count': tableCheck(z.union([count, countRange]))
    .optional()
    .describe('rows: one number, or min and max'),
  ...relatedTable,
  leakage,
  history,
  expressions: z.array(expression).min(1).optional(),
  metrics: z.array(metric).min(1).optional().describe('figures of all rows, each in its range'),
  format: z
    .enum(['csv', 'parquet', 'jsonl', 'arrow'])
    .optional()
    .describe('where the name of a file does not tell'),
  'hive-partitions': z
    .boolean()
    .optional()
    .describe('true: key=value in the path of a Parquet file is a column'),
  csv: csv.optional(),
  'nan-is-null': z.boolean().optional().describe('true: NaN in columns of numbers is a null; default false'),
  jsonl: z.strictObject({ encoding }).optional(),
};

const tableName = z.string().regex(/^[A-Za-z_]\w*$/, 'is no name of a table: letters, digits and _');

export const checksSchema = z.strictObject({
  version: z.literal(1),
  ...table,
  tables: z
    .record(
      tableName,
      z
        .string()
        .min(1)
        .refine((entry) => !entry.startsWith('query:'), 'is a query, and no file'),
    )
    .optional()
    .describe('files, globs or s3:// addresses that queries read, by the names that they have there'),
  queries: z
    .record(
      z.string().regex(/^[\w.-]+$/, 'is no name of a query: letters, digits, . _ and -'),
      z.string().min(1),
    )
    .optional()
    .describe('one SELECT each over the tables; the entry query:NAME of the list of sources is its result'),
  sources: z
    .record(z.string(), z.strictObject(table))
    .optional()
    .describe('checks of one source, by its entry in the list of sources; they come on top of those above'),
});

/** What a checks file says, as it is written. */
export type ChecksDocument = z.infer<typeof checksSchema>;
export type TableDocument = Omit<ChecksDocument, 'version' | 'sources' | 'tables' | 'queries'>;
export type ColumnDocument = z.infer<typeof column>;
export type CsvDocument = z.infer<typeof csv>;
export type ColumnType = (typeof columnTypes)[number];
/** `severity`, `warn`, `fail`, `where` and what is told of a check, as written. */
export type CheckOptions = Pick<
  ColumnDocument,
  'severity' | 'warn' | 'fail' | 'where' | 'description' | 'owner' | 'tags'
>;
