import { plural, type Table } from '@ml-ci/core';
import { clipped } from './clip.ts';
import type { Reported, ReportInput, SourceResult } from './report.ts';
import { placeOf, tellFigure, tellFound } from './tell.ts';
import { type Status, total, worstFirst } from './verdict.ts';
import { forPeople } from './visibility.ts';

/** Marks that are told apart without colour. */
const marks = { failed: '✗ failed', warned: '! warned', skipped: '– skipped', passed: '✓ passed' } as const;

interface Line {
  readonly source: SourceResult;
  readonly finding: Reported;
}

/** What did not pass, worst first over all sources, and folded behind it what did. */
export function summaryTables(input: ReportInput): Table[] {
  const { sources } = input;
  const lines = sources.flatMap((source) => source.findings.map((finding) => ({ source, finding })));
  const byFinding = new Map(lines.map((line) => [line.finding, line]));
  const bad = worstFirst([...byFinding.keys()]).flatMap((finding) => byFinding.get(finding) ?? []);
  const rest = (status: Status) => lines.filter(({ finding }) => finding.status === status);
  return [
    table(headline(input), bad, input),
    ...[...marked('skipped', rest('skipped'), input), ...marked('passed', rest('passed'), input)],
  ];
}

/** `Data checks of data/train.csv: 11 of 14 passed, 2 failed, 1 warned; 344 rows in 1 file`. */
function headline({ sources, scope }: ReportInput): string {
  const { checks, failed, warned, skipped, rows } = total(sources);
  const parts = [
    `${checks - failed - warned - skipped} of ${checks} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warned > 0 ? [`${warned} warned`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const name = sources.length === 1 ? ` of ${clipped(sources[0]?.entry ?? '')}` : '';
  const files = sources.reduce((sum, source) => sum + source.files.length, 0);
  const part = scope === 'all' ? '' : ` (${clipped(scope)} only)`;
  return `Data checks${name}${part}: ${parts.join(', ')}; ${plural(rows, 'row')} in ${plural(files, 'file')}`;
}

function marked(status: 'skipped' | 'passed', lines: readonly Line[], input: ReportInput): Table[] {
  if (lines.length === 0) return [];
  const title = `${marks[status]}: ${plural(lines.length, 'check')}`;
  return [{ ...table(title, lines, input), isFolded: true }];
}

/** A column that would be empty, or the same in every row, is left out. */
function table(title: string, lines: readonly Line[], input: ReportInput): Table {
  const isMixed = lines.some(({ finding }) => finding.status === 'failed' || finding.status === 'warned');
  const columns: readonly (readonly [string, boolean, (line: Line) => string])[] = [
    ['verdict', isMixed, ({ finding }) => marks[finding.status]],
    ['source', input.sources.length > 1, ({ source }) => source.entry],
    ['check', true, ({ finding }) => finding.check.name],
    ['asked', true, ({ finding }) => finding.check.demand],
    ['found', true, (line) => foundBy(line, input)],
    ['first at', lines.some(({ finding }) => finding.samples.length > 0), firstPlace],
    [
      'owner',
      lines.some(({ finding }) => finding.check.owner !== undefined),
      ({ finding }) => finding.check.owner ?? '',
    ],
  ];
  const kept = columns.filter(([, isShown]) => isShown);
  return {
    title,
    columns: kept.map(([name]) => name),
    rows: lines.map((line) => kept.map(([, , tell]) => clipped(tell(line)))),
  };
}

function foundBy({ source, finding }: Line, input: ReportInput): string {
  const visibility = forPeople(input, source);
  const found = tellFound(finding, visibility);
  return found === '' ? tellFigure(finding, visibility) : found;
}

/** Where the first failing row is; the file is only named where the source has another name. */
function firstPlace({ source, finding }: Line): string {
  const [sample] = finding.samples;
  if (sample === undefined) return '';
  const { row, line } = sample;
  if (sample.file !== source.entry || row === undefined) return placeOf(sample);
  return line === undefined ? `row ${row}` : `line ${line}`;
}
