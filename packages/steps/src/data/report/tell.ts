import type { Sample } from '../measure/samples.ts';
import type { Finding } from './verdict.ts';
import { see, seenText, type Visibility } from './visibility.ts';

/** `data/train.csv line 12 (row 11)`. */
export function placeOf({ file, row, line }: Pick<Sample, 'file' | 'row' | 'line'>): string {
  if (row === undefined) return file;
  return line === undefined ? `${file} row ${row}` : `${file} line ${line} (row ${row})`;
}

/** The cells of a sample, as far as they may be seen: `bill_length_mm is "-3"`. */
export function tellSample({ cells, reason }: Sample, visibility: Visibility): string {
  const told = cells.flatMap(({ column, value }) => {
    const text = seenText(see(column, value, visibility));
    if (text === undefined) return [];
    return [column === '' ? text : `${column} is ${text}`];
  });
  const values = told.join(', ');
  if (reason !== undefined) return values === '' ? reason : `${reason}: ${values}`;
  return values === '' ? 'fails the check' : values;
}

/** What was found by a check that did not pass, or empty. */
export function tellFound(finding: Finding, visibility: Visibility): string {
  const { message } = finding;
  if (message === undefined || message !== finding.figure?.text) return message ?? '';
  return tellFigure(finding, visibility);
}

/** The figure of a check, passed or not, with the value that it is about as far as that may be seen; else empty. */
export function tellFigure({ check, figure }: Finding, visibility: Visibility): string {
  if (figure === undefined) return '';
  if (figure.named === undefined) return figure.text;
  const named = seenText(see(check.columns[0] ?? '', figure.named, visibility));
  return named === undefined ? figure.text : `${figure.text}: ${named}`;
}
