import type { Check, Rule } from '../../src/data/checks/check.ts';
import { anyFails, anyWarns, parseLimit } from '../../src/data/checks/limit.ts';
import type { Sample } from '../../src/data/measure/samples.ts';
import type { Plot } from '../../src/data/report/plot.ts';
import type { Reported, ReportInput, SourceResult } from '../../src/data/report/report.ts';
import { type Finding, percent } from '../../src/data/report/verdict.ts';

/** What of a check a test says; the rest is made up. */
export interface Told extends Partial<Omit<Check, 'rule'>> {
  readonly status?: Finding['status'];
  readonly failing?: bigint;
  readonly rows?: bigint;
  readonly rule?: Rule;
  readonly figure?: Finding['figure'];
  readonly message?: string;
  readonly samples?: readonly Sample[];
}

/** A finding of a check of this name. */
export function finding(name: string, told: Told = {}): Reported {
  const { status = 'passed', rows = 344n, failing = 0n, figure, samples = [], message, ...rest } = told;
  const found =
    figure?.text ?? (failing > 0n ? `${failing} of ${rows} rows (${percent(failing, rows)})` : undefined);
  const check: Check = {
    name,
    rule: { kind: 'nullable' },
    columns: [name.split(' ')[0] ?? name],
    limits: anyFails,
    demand: 'no nulls',
    line: 7,
    ...rest,
  };
  const said = message ?? (status === 'passed' ? undefined : found);
  return { check, status, failing, rows, samples, message: said, ...(figure && { figure }) };
}

/** A report on one source or several. */
export function reportOn(
  findings: readonly Reported[],
  other: Partial<ReportInput> & Partial<Pick<SourceResult, 'entry' | 'pii'>> = {},
): ReportInput {
  const { entry = 'data/train.csv', pii = new Set<string>(), ...rest } = other;
  const digest = `sha256:${'3f9a0c41'.repeat(8)}`;
  const source: SourceResult = {
    entry,
    format: 'csv',
    rows: 344n,
    columns: [{ name: 'species', type: undefined, native: 'text', missingFrom: [], otherTypes: [] }],
    pii,
    files: [{ name: entry, bytes: 15_241, digest }],
    findings,
  };
  return {
    checksFile: { name: 'checks.yml', digest: `sha256:${'77b2d9e6'.repeat(8)}` },
    dataDigest: `sha256:${'c0ffee12'.repeat(8)}`,
    scope: 'all',
    sources: [source],
    showValues: 'all',
    piiKey: new Uint8Array(32),
    ...rest,
  };
}

const numbers: Plot = {
  kind: 'bins',
  rows: 342,
  referenceRows: 1_200,
  bins: [9, 28, 53, 61, 44, 38, 41, 36, 22, 7, 2, 1].map((rows, at) => ({
    from: 32 + at * 2.5,
    to: 34.5 + at * 2.5,
    rows,
    referenceRows: [30, 95, 210, 250, 190, 140, 120, 90, 45, 20, 8, 2][at] ?? 0,
  })),
};
const categories: Plot = {
  kind: 'bins',
  rows: 344,
  referenceRows: 1_200,
  bins: [
    { value: 'Adelie', rows: 152, referenceRows: 510 },
    { value: 'Gentoo', rows: 187, referenceRows: 420 },
    { value: 'Chinstrap', rows: 5, referenceRows: 270 },
    { rows: 0, referenceRows: 0 },
  ],
};
const runs: Plot = { kind: 'series', values: [43.6, 43.9, 43.8, 44.1, 43.7, 43.9, 44.0, 43.8, 44.2] };

const cell = (column: string, value: string | null) => ({ column, value });
const at = (row: number, ...cells: Sample['cells']): Sample => ({
  file: 'data/train.csv',
  row,
  line: row + 1,
  cells,
});

/** A report with everything that a page can show. */
export function sampleReport(): ReportInput {
  const penguins = reportOn(
    [
      finding('bill_length_mm max', {
        status: 'failed',
        failing: 12n,
        rule: { kind: 'max', bound: { type: 'number', value: 60, text: '60' } },
        limits: { warn: parseLimit(0), fail: parseLimit('1%') },
        demand: 'at most 60',
        where: "species = 'Gentoo' AND sex IS NOT NULL",
        description: 'Longer bills are rare but real; many of them at once were a wrong unit in 2023.',
        owner: 'field-data@example.org',
        tags: ['units', 'release-gate'],
        samples: [
          at(11, cell('bill_length_mm', '421.0')),
          at(58, cell('bill_length_mm', '389.5')),
          at(203, cell('bill_length_mm', '500')),
        ],
      }),
      finding('species balance', {
        status: 'failed',
        failing: 1n,
        rule: { kind: 'balance', range: { min: 0.1 } },
        demand: 'each value in at least 10% of the rows',
        figure: {
          value: 5 / 344,
          text: '3 values, the rarest in 1.453 %',
          named: 'Chinstrap',
          plots: [categories],
        },
      }),
      finding('contact unique', {
        status: 'failed',
        failing: 4n,
        rule: { kind: 'unique' },
        demand: 'no value twice',
        samples: [at(5, cell('contact', 'ada@example.org')), at(9, cell('contact', 'ada@example.org'))],
      }),
      finding('readable', {
        status: 'failed',
        failing: 2n,
        rule: { kind: 'readable' },
        columns: [],
        demand: 'every row can be read',
        message: '2 rows cannot be read',
        samples: [
          {
            ...at(77, cell('', 'Adelie,Torgersen,39.1,18.7,181,3750,male,2007,extra')),
            reason: 'has 9 cells, not 8',
          },
        ],
      }),
      finding('bill_length_mm mean', {
        status: 'warned',
        failing: 1n,
        rule: { kind: 'mean', range: { min: 40, max: 44 } },
        limits: anyWarns,
        demand: '40 to 44',
        figure: { value: 44.6, text: 'is 44.6', plots: [numbers, runs] },
        owner: 'field-data@example.org',
      }),
      finding('island, nest unique', {
        status: 'warned',
        failing: 3n,
        limits: anyWarns,
        columns: ['island', 'nest'],
        rule: { kind: 'unique' },
        demand: 'unique together',
        samples: [
          at(40, cell('island', 'Dream'), cell('nest', null)),
          at(41, cell('island', ''), cell('nest', '12')),
        ],
      }),
      finding('body_mass_g median', {
        rule: { kind: 'quantile', at: 0.5, range: { min: 3_000 } },
        demand: 'at least 3000',
        figure: {
          value: 4_050,
          text: 'is 4050',
          plots: [{ kind: 'series', values: [4_010, 4_030, 4_060, 4_020] }],
        },
      }),
      finding('sampled_on type', {
        status: 'skipped',
        message: 'not measured: there is no column "sampled_on"',
      }),
      finding('header', { demand: 'each column has its own name' }),
      finding('row-count', { demand: '300 to 400 rows' }),
      finding('sex in', {
        demand: 'one of "male", "female"',
        failing: 1n,
        message: '1 of 344 rows (0.29 %), allowed are 1%',
      }),
      finding('bill is longer than deep', { demand: 'bill_length_mm > bill_depth_mm' }),
    ],
    { pii: new Set(['contact']) },
  );
  const other = reportOn(
    [finding('header'), finding('readable'), finding('id unique', { demand: 'no value twice' })],
    {
      entry: 's3://penguins/2026/*.parquet',
    },
  );
  return { ...penguins, sources: [...penguins.sources, ...other.sources] };
}
