import { plural } from '@ml-ci/core';
import { percent } from '../report/verdict.ts';
import { type ColumnFacts, fewValues } from './column-facts.ts';

/** What a first checks file is written from. */
export interface Observed {
  readonly source: string;
  readonly digest: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
}

/** Fewer rows than these say nothing of what a column holds. */
const fewRows = 20;

/** A first checks file: what holds for the data that was looked at, with its figures beside each line. */
export function writeChecks({ source, digest, rows, columns }: Observed): string {
  const words = [...new Set(columns.flatMap(({ nullWords }) => nullWords))].sort();
  const lines = [
    `# A first draft, from ${line(source)} (${plural(rows, 'row')}, ${digest}).`,
    '# It says what these rows are, not what all must be: read each line, and mend the ranges. docs: checks.md',
    'version: 1',
    '',
    `row-count: { min: ${Math.max(1, Math.floor(rows / 2))} } # ${rows}`,
    ...(words.length === 0 ? [] : [`csv: { null: ["", ${words.map(scalar).join(', ')}] }`]),
    'strict: true',
    '',
    'columns:',
    ...columns.flatMap((column) => columnLines(column, rows)),
  ];
  return `${lines.join('\n')}\n`;
}

function columnLines(column: ColumnFacts, rows: number): string[] {
  const { name, type, values, nulls, distinct } = column;
  const told = [plural(values, 'value'), `${distinct} different`, ...figuresOf(column)].join(', ');
  if (type === undefined || values === 0)
    return [`  ${scalar(name)}: { nullable: true } # ${values === 0 ? 'only nulls' : told}`];
  return [
    `  ${scalar(name)}:`,
    `    type: ${type} # ${told}`,
    ...(nulls === 0
      ? []
      : [
          `    nullable: ${nullShare(nulls, rows)} # ${plural(nulls, 'null')} (${percent(BigInt(nulls), BigInt(rows))})`,
        ]),
    ...(isKey(column) ? ['    unique: true'] : []),
    ...rangeLines(column),
    ...memberLines(column),
  ];
}

function figuresOf({ type, min, max, mean, std }: ColumnFacts): string[] {
  if (min === undefined || max === undefined) return [];
  const span = type === 'string' ? `${min} to ${max} characters` : `${min} to ${max}`;
  const moments = mean === undefined || std === undefined ? [] : [`mean ${short(mean)}`, `std ${short(std)}`];
  return [span, ...moments];
}

function isKey({ type, values, distinct }: ColumnFacts): boolean {
  return values >= fewRows && values === distinct && (type === 'integer' || type === 'string');
}

/** Ends that are round numbers of the size of the range: the next file is not the first one. */
function rangeLines({ type, min, max, values }: ColumnFacts): string[] {
  if (min === undefined || max === undefined || values < fewRows) return [];
  if (type !== 'integer' && type !== 'number') return [];
  const [low, high] = [Number(min), Number(max)];
  if (
    ![low, high].every(Number.isFinite) ||
    Math.max(Math.abs(low), Math.abs(high)) > Number.MAX_SAFE_INTEGER
  )
    return [];
  const size = high - low || Math.abs(high) || 1;
  const step = 10 ** (Math.floor(Math.log10(size)) - 1);
  const unit = type === 'integer' ? Math.max(1, step) : step;
  const [from, to] = [Math.floor(low / unit) * unit, Math.ceil(high / unit) * unit];
  return [`    min: ${round(from, unit)}`, `    max: ${round(to, unit)}`];
}

function memberLines({ members, values }: ColumnFacts): string[] {
  if (members.length === 0 || members.length > fewValues || values < members.length * 5) return [];
  const names = members.map(({ value }) => scalar(value)).join(', ');
  return [`    in: [${names}] # ${members.map(({ rows }) => rows).join(', ')}`];
}

/** The next of 1, 2, 5, 10, 20 and 50 %. */
function nullShare(nulls: number, rows: number): string {
  const share = [1, 2, 5, 10, 20, 50].find((each) => (nulls / rows) * 100 <= each);
  return share === undefined ? 'true' : `${share}%`;
}

/** What the multiplication by a power of ten left behind a number is cut off. */
function round(value: number, unit: number): number {
  return Number(value.toFixed(Math.max(0, -Math.floor(Math.log10(unit)))));
}

const short = (value: number) => Number(value.toPrecision(4));

/** A text as a value of YAML: in quotes, since `no`, `1.0` and `2024-01-01` are values of their own. */
const scalar = (text: string) =>
  /^[A-Za-z_][\w-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n|nan|inf)$/i.test(text)
    ? text
    : JSON.stringify(text);

/** Text in a comment stays on its line. */
const line = (text: string) => JSON.stringify(text).slice(1, -1);
