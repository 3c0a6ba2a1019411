import { describeLimit } from '../checks/limit.ts';
import type { Sample } from '../measure/samples.ts';
import type { FileDigest } from '../sources/digest.ts';
import type { Column } from '../sources/table.ts';
import { binsReport } from './bins-report.ts';
import type { ShowValues } from './mask.ts';
import type { Report } from './schema.ts';
import { tellFound } from './tell.ts';
import { type Finding, total } from './verdict.ts';
import { forMachines, see, type Visibility } from './visibility.ts';

/** A check with what was found, and the first rows that break it. */
export type Reported = Finding & { readonly samples: readonly Sample[] };

/** A file with what was in it, where all of it was read. */
type ReadFile = Pick<FileDigest, 'name'> & Partial<FileDigest>;

/** Everything that is known of one source when it has been checked. */
export interface SourceResult {
  readonly entry: string;
  readonly format: string;
  readonly rows: bigint;
  readonly columns: readonly Column[];
  /** Columns whose values are personal data. */
  readonly pii: ReadonlySet<string>;
  readonly files: readonly ReadFile[];
  /** The sources that it was held against. */
  readonly related?: readonly { readonly entry: string; readonly files: readonly ReadFile[] }[];
  /** What reading it cost, where it is paid for by the byte. */
  readonly scannedBytes?: number;
  readonly findings: readonly Reported[];
}

/** What a report is made of. */
export interface ReportInput {
  readonly checksFile: { readonly name: string; readonly digest: string };
  /** Set where the checks are those of another tool. */
  readonly imported?: { readonly from: string; readonly unsupported: readonly unknown[] } | undefined;
  /** None of a sample. */
  readonly dataDigest?: string;
  /** `all`, or what was looked at. */
  readonly scope: string;
  readonly sources: readonly SourceResult[];
  readonly showValues: ShowValues;
  /** Of this report alone, and kept nowhere: what makes tokens of personal data. */
  readonly piiKey: Uint8Array;
}

type CheckReport = Report['sources'][number]['checks'][number];
type Value = NonNullable<CheckReport['samples'][number]['values']>[number];

/** The JSON report. The same data and checks give the same bytes: nothing in it tells of time, machine or folder. */
export function jsonReport(input: ReportInput): string {
  const { checksFile, imported, dataDigest, scope, sources, showValues } = input;
  const totals = total(sources);
  const report: Report = {
    format: 'ml-ci/validate-data/1',
    verdict: totals.verdict,
    rows: Number(totals.rows),
    checks: totals.checks,
    'failed-checks': totals.failed,
    'warned-checks': totals.warned,
    'skipped-checks': totals.skipped,
    'failing-rows': Number(totals.failingRows),
    scope,
    ...(dataDigest === undefined ? {} : { 'data-digest': dataDigest }),
    'checks-file': {
      name: checksFile.name,
      digest: checksFile.digest,
      ...(imported && { 'imported-from': imported.from, 'left-out': imported.unsupported.length }),
    },
    'show-values': showValues,
    sources: sources.map((source) => ({
      source: source.entry,
      format: source.format,
      rows: Number(source.rows),
      columns: source.columns.map(({ name, native }) => ({ name, type: native })),
      files: source.files.map(fileReport),
      ...(source.scannedBytes === undefined ? {} : { 'bytes-scanned': source.scannedBytes }),
      ...(source.related === undefined
        ? {}
        : {
            'held-against': source.related.map(({ entry, files }) => ({
              source: entry,
              files: files.map(fileReport),
            })),
          }),
      checks: source.findings.map((finding) => findingReport(finding, forMachines(input, source))),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const fileReport = ({ name, bytes, digest, part }: ReadFile) => ({
  name,
  ...(digest && { bytes, digest }),
  ...(part && {
    'read-bytes': part.readBytes,
    etag: part.etag,
    ...(part.versionId !== undefined && { 'version-id': part.versionId }),
    columns: part.columns,
  }),
});

function findingReport(
  finding: Reported,
  visibility: Visibility,
): Report['sources'][number]['checks'][number] {
  const { check } = finding;
  return {
    check: check.name,
    kind: check.rule.kind,
    columns: [...check.columns],
    demand: check.demand,
    status: finding.status,
    failing: Number(finding.failing),
    ...(finding.figure === undefined ? {} : { figure: finding.figure.value }),
    ...columnFigures(finding),
    ...binsReport(finding, visibility),
    ...(check.where === undefined ? {} : { where: check.where }),
    ...(finding.chosen === undefined ? {} : { rows: Number(finding.chosen) }),
    ...(check.limits.warn === undefined ? {} : { 'warn-above': describeLimit(check.limits.warn) }),
    ...(check.limits.fail === undefined ? {} : { 'fail-above': describeLimit(check.limits.fail) }),
    ...(finding.message === undefined ? {} : { found: tellFound(finding, visibility) }),
    ...(check.description === undefined ? {} : { description: check.description }),
    ...(check.owner === undefined ? {} : { owner: check.owner }),
    ...(check.tags === undefined ? {} : { tags: [...check.tags] }),
    'checks-line': check.line,
    samples: finding.samples.map((sample) => sampleReport(sample, visibility)),
  };
}

function columnFigures({ figure }: Reported): Pick<CheckReport, 'figures'> {
  const plot = figure?.plots?.find(({ kind }) => kind === 'columns');
  if (plot?.kind !== 'columns') return {};
  return { figures: plot.columns.map(({ column, share }) => ({ column, figure: share })) };
}

function sampleReport(
  { file, row, line, reason, cells }: Sample,
  visibility: Visibility,
): CheckReport['samples'][number] {
  const values = cells.flatMap(({ column, value }): Value[] => {
    const seen = see(column, value, visibility);
    const named = column === '' ? {} : { column };
    switch (seen.kind) {
      case 'none':
        return [];
      case 'pii':
        return [{ ...named, pii: true }];
      default:
        return [{ ...named, value: seen.kind === 'text' ? seen.text : null }];
    }
  });
  return {
    file,
    ...(row === undefined ? {} : { row }),
    ...(line === undefined ? {} : { line }),
    ...(reason === undefined ? {} : { reason }),
    ...(values.length === 0 ? {} : { values }),
  };
}
