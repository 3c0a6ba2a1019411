import type { Annotation, Table } from '@ml-ci/core';
import type { Sample } from '../measure/samples.ts';
import { type ShowValues, shown } from './mask.ts';
import type { SourceResult } from './report.ts';
import { type Finding, worstFirst } from './verdict.ts';

/** GitHub shows ten annotations of a level; the rest is in the report. */
const annotationsPerLevel = 10;

/** `data/train.csv line 12 (row 11)`. */
export function placeOf({ file, row, line }: Pick<Sample, 'file' | 'row' | 'line'>): string {
  if (row === undefined) return file;
  return line === undefined ? `${file} row ${row}` : `${file} line ${line} (row ${row})`;
}

/** The cells of a sample, as far as they may be shown: `bill_length_mm is "-3"`. */
export function tellSample({ cells, reason }: Sample, show: ShowValues): string {
  const told = cells.flatMap(({ column, value }) => {
    const visible = shown(value, show);
    if (visible === undefined) return [];
    const text = visible === null ? 'null' : JSON.stringify(visible);
    return [column === '' ? text : `${column} is ${text}`];
  });
  const values = told.join(', ');
  if (reason !== undefined) return values === '' ? reason : `${reason}: ${values}`;
  return values === '' ? 'fails the check' : values;
}

/** One line for each check that did not pass, worst first; the passed ones are a number. */
export function summaryTable(sources: readonly SourceResult[]): Table {
  const isOne = sources.length === 1;
  const rows = sources.flatMap((source) =>
    worstFirst(source.findings).map((finding) => [
      finding.status,
      ...(isOne ? [] : [source.entry]),
      finding.check.name,
      finding.check.demand,
      finding.message ?? '',
      firstPlace(source, finding),
    ]),
  );
  const findings = sources.flatMap((source) => source.findings);
  const passed = findings.filter(({ status }) => status === 'passed').length;
  const names = sources.length === 1 ? ` of ${sources[0]?.entry}` : '';
  return {
    title: `Data checks${names}: ${passed} of ${findings.length} passed`,
    columns: ['verdict', ...(isOne ? [] : ['source']), 'check', 'asked', 'found', 'first at'],
    rows,
  };
}

/** Where the first failing row is; the file is only named where the source has another name. */
function firstPlace({ entry, findings }: SourceResult, { check }: Finding): string {
  const [sample] = findings.find((finding) => finding.check === check)?.samples ?? [];
  if (sample === undefined) return '';
  const { row, line } = sample;
  if (sample.file !== entry || row === undefined) return placeOf(sample);
  return line === undefined ? `row ${row}` : `line ${line}`;
}

/** Annotations at the failing rows: the first row of every check before the second of any, errors before warnings. */
export function annotations(
  sources: readonly SourceResult[],
  show: ShowValues,
  checksFile: string,
): Annotation[] {
  return (['error', 'warning'] as const).flatMap((level) => {
    const status = level === 'error' ? 'failed' : 'warned';
    const lists = sources.flatMap((source) =>
      worstFirst(source.findings)
        .filter((finding) => finding.status === status)
        .map((finding) => annotationsOf(source, finding, level, show, checksFile)),
    );
    return roundRobin(lists).slice(0, annotationsPerLevel);
  });
}

function annotationsOf(
  source: SourceResult,
  finding: Finding,
  level: 'error' | 'warning',
  show: ShowValues,
  checksFile: string,
): Annotation[] {
  const { check } = finding;
  const title = `${source.entry}: ${check.name}`;
  const asked = `asked is ${check.demand}${check.description === undefined ? '' : ` (${check.description})`}`;
  const samples = source.findings.find((other) => other.check === check)?.samples ?? [];
  if (samples.length === 0) {
    return [
      {
        level,
        title,
        message: `${finding.message ?? 'fails'}; ${asked}`,
        file: checksFile,
        line: check.line,
      },
    ];
  }
  return samples.map((sample) => ({
    level,
    title,
    message: `${placeOf(sample)}: ${tellSample(sample, show)}; ${asked}; ${finding.message ?? ''}`,
    file: sample.file,
    ...(sample.line === undefined ? {} : { line: sample.line }),
  }));
}

function roundRobin<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, round) =>
    lists.flatMap((list) => list.slice(round, round + 1)),
  ).flat();
}
