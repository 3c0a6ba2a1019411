import { describeLimit } from '../checks/limit.ts';
import type { Sample } from '../measure/samples.ts';
import type { FileDigest } from '../sources/digest.ts';
import type { Column } from '../sources/table.ts';
import { type ShowValues, shown } from './mask.ts';
import { type Finding, total } from './verdict.ts';

/** A file with what was in it, where all of it was read. */
type ReadFile = Pick<FileDigest, 'name'> & Partial<FileDigest>;

/** Everything that is known of one source when it has been checked. */
export interface SourceResult {
  readonly entry: string;
  readonly format: string;
  readonly rows: bigint;
  readonly columns: readonly Column[];
  readonly files: readonly ReadFile[];
  /** The sources that it was held against. */
  readonly related?: readonly { readonly entry: string; readonly files: readonly ReadFile[] }[];
  /** What reading it cost, where it is paid for by the byte. */
  readonly scannedBytes?: number;
  readonly findings: readonly (Finding & { readonly samples: readonly Sample[] })[];
}

/** What a report is made of. */
export interface ReportInput {
  readonly checksFile: { readonly name: string; readonly digest: string };
  /** None of a sample. */
  readonly dataDigest?: string;
  /** `all`, or what was looked at. */
  readonly scope: string;
  readonly sources: readonly SourceResult[];
  readonly showValues: ShowValues;
}

/** The JSON report. The same data and checks give the same bytes: nothing in it tells of time, machine or folder. */
export function jsonReport({ checksFile, dataDigest, scope, sources, showValues }: ReportInput): string {
  const totals = total(sources);
  const report = {
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
    'checks-file': { name: checksFile.name, digest: checksFile.digest },
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
      checks: source.findings.map((finding) => findingReport(finding, showValues)),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const fileReport = ({ name, bytes, digest }: ReadFile) => ({ name, ...(digest && { bytes, digest }) });

function findingReport(finding: SourceResult['findings'][number], showValues: ShowValues) {
  const { check } = finding;
  return {
    check: check.name,
    kind: check.rule.kind,
    columns: check.columns,
    demand: check.demand,
    status: finding.status,
    failing: Number(finding.failing),
    ...(finding.figure === undefined ? {} : { figure: finding.figure.value }),
    ...(check.where === undefined ? {} : { where: check.where, rows: Number(finding.rows) }),
    ...(check.limits.warn === undefined ? {} : { 'warn-above': describeLimit(check.limits.warn) }),
    ...(check.limits.fail === undefined ? {} : { 'fail-above': describeLimit(check.limits.fail) }),
    ...(finding.message === undefined ? {} : { found: finding.message }),
    ...(check.description === undefined ? {} : { description: check.description }),
    ...(check.owner === undefined ? {} : { owner: check.owner }),
    ...(check.tags === undefined ? {} : { tags: check.tags }),
    'checks-line': check.line,
    samples: finding.samples.map((sample) => sampleReport(sample, showValues)),
  };
}

function sampleReport({ file, row, line, reason, cells }: Sample, showValues: ShowValues) {
  const values = cells.flatMap(({ column, value }) => {
    const visible = shown(value, showValues);
    return visible === undefined ? [] : [{ ...(column === '' ? {} : { column }), value: visible }];
  });
  return {
    file,
    ...(row === undefined ? {} : { row }),
    ...(line === undefined ? {} : { line }),
    ...(reason === undefined ? {} : { reason }),
    ...(values.length === 0 ? {} : { values }),
  };
}
