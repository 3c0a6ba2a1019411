import {
  boolean,
  environment,
  file,
  integer,
  list,
  type OutputValues,
  oneOf,
  type StepContext,
  string,
} from '@ml-ci/core';
import { defineStep, type Services } from '../../step.ts';
import { bytes, disk, memory } from './amounts.ts';
import { permissions } from './permissions.ts';

const inputs = {
  checks: file({
    summary:
      'the file with the checks: ours, a pandera schema, a Great Expectations suite or a Soda contract',
    required: true,
    config: 'data.checks',
  }),
  allowUnsupported: boolean({
    summary: 'leave out what has no equal here in a checks file of another tool, and warn',
    default: false,
    config: 'data.allow-unsupported',
  }),
  sources: list({
    summary:
      'files, globs or s3:// addresses of CSV, Parquet, JSON Lines or Arrow, query:NAME, or athena://database.table; each is checked as one table',
    required: true,
    config: 'data.sources',
  }),
  reference: string({
    summary: 'the source that drift and changes are told against, instead of the one in the checks file',
    config: 'data.reference',
  }),
  history: string({
    summary: 'a folder or s3:// prefix where the figures of each run are kept, for checks that look back',
    config: 'data.history',
  }),
  report: file({
    summary: 'the folder for report.json, report.html and junit.xml',
    default: '.ml-ci/validate-data',
  }),
  showValues: oneOf(['none', 'masked', 'all'], {
    summary: 'how much of the failing values reports and messages show; masked shows their shape only',
    default: 'all',
    sharedDefault: 'masked',
  }),
  maxFindings: integer({
    summary: 'failing rows that are named for each check',
    default: 10,
    min: 0,
    max: 1_000,
  }),
  infer: boolean({
    summary:
      'write the checks file first, from the first source: a draft with the figures that were observed; a file that is there is never overwritten',
    default: false,
  }),
  sample: integer({
    summary:
      'read so many rows of each source only, the first ones: for a quick look; such a run says so everywhere and satisfies no gate',
    min: 1,
  }),
  tags: list({
    summary: 'only the checks with one of these tags; such a run satisfies no gate either',
    default: [],
  }),
  memory: memory({ summary: 'memory for the engine; what needs more goes to disk', default: 2_000_000_000 }),
  disk: disk({
    summary:
      'disk for temporary files: S3 objects, unpacked files and the engine; by default half of what is free',
    config: 'data.disk',
  }),
  threads: integer({ summary: 'threads of the engine; by default one for each processor', min: 1, max: 512 }),
  athenaWorkgroup: string({
    summary: 'the workgroup of Athena that athena:// sources are read in',
    default: 'primary',
    config: 'data.athena.workgroup',
  }),
  athenaOutput: string({
    summary:
      'where Athena writes the results of queries, as s3://bucket/prefix/; by default where the workgroup says',
    config: 'data.athena.output',
  }),
  athenaScanLimit: bytes({
    summary:
      'what the queries of a run may scan in Athena, all together; the query that goes beyond is ended',
    default: 100_000_000_000,
    config: 'data.athena.scan-limit',
  }),
  env: environment({
    summary: 'the environment whose account reads s3:// and athena:// sources; by default the first',
  }),
} as const;

const outputs = {
  rows: { summary: 'rows of all sources that could be read', type: 'integer' },
  checks: { summary: 'checks of all sources', type: 'integer' },
  failedChecks: { summary: 'checks that failed', type: 'integer' },
  warnedChecks: { summary: 'checks that warned', type: 'integer' },
  failingRows: {
    summary: 'rows that break a check that failed or warned, added up over those checks',
    type: 'integer',
  },
  report: { summary: 'the path of the JSON report' },
  html: { summary: 'the path of the HTML report' },
  junit: { summary: 'the path of the JUnit report' },
  reportDigest: { summary: 'the sha256 of the JSON report' },
  scope: {
    summary: 'all, or what was looked at: "the first 1000 rows of each source", "checks tagged labels"',
  },
  dataDigest: {
    summary:
      'the sha256 over the digests of all files (or of what was read of them), in order; none of a sample, nor with a source in Athena',
    optional: true,
  },
} as const;

/** What `run` is given, and what it puts out. */
export type Context = StepContext<typeof inputs> & Services;
export type Values = OutputValues<typeof outputs>;

/** The step that checks data files against a checks file. */
export const validateData = defineStep({
  name: 'validate-data',
  summary:
    'Check data against rules: columns, types, values, keys, figures, drift, label leakage and SQL of your own',
  inputs,
  outputs,
  permissions,
  run: async (context) => (await import('./run.ts')).run(context),
});
