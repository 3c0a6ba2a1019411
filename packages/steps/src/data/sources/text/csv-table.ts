import { plural } from '@ml-ci/core';
import { quote } from '../../checks/literal.ts';
import type { CsvDocument } from '../../checks/schema.ts';
import type { Engine } from '../../engine/engine.ts';
import { readText } from '../cell-types.ts';
import { bytesOf, type Source, type SourceFile } from '../sources.ts';
import {
  type Column,
  nothingRejected,
  type Place,
  type Reading,
  type Rejected,
  type Scanned,
  type Table,
  type Unreadable,
} from '../table.ts';
import { type Dialect, dialectOf } from './csv-dialect.ts';
import { readHeader } from './csv-header.ts';
import { mixedLineEnds } from './csv-line-ends.ts';
import { surveyOf } from './csv-survey.ts';
import { countRows, type Faulty, locateRows, type RecordOptions } from './records.ts';
import { combineRejects, readRejects } from './rejects.ts';

/** Files whose headers are the same: the engine reads them in one go. */
interface Group {
  readonly header: readonly string[];
  readonly files: SourceFile[];
}

/** Opens the files of a CSV source. Only their headers are read here. */
export async function openCsv(source: Source, csv: CsvDocument | undefined, id: string): Promise<Table> {
  const dialect = dialectOf(source, csv);
  const groups: Group[] = [];
  const unreadable: Unreadable[] = [];
  for (const file of source.files) {
    const header = dialect.names === undefined ? await readHeader(file, dialect) : { names: dialect.names };
    if (header !== undefined && 'reason' in header)
      unreadable.push({ file: file.name, reason: header.reason });
    else if (header !== undefined) join(groups, header.names, file);
  }
  const { isUnquoted, hasOpenEnds } = await surveyOf(source.files, dialect);
  const opened: Opened = { source, groups, dialect, id, hasOpenEnds };
  const headers = groups.map(({ header }) => header);
  return {
    source,
    columns: columnsOf(source, groups),
    repeated: [
      ...new Set(headers.flatMap((names) => names.filter((name, at) => names.indexOf(name) !== at))),
    ],
    unreadable,
    mostRows: await mostRowsOf(groups),
    isText: true,
    // line ends alone part the records: then the engine may read with all threads, and must find no fault
    readings: isUnquoted ? ['strict', 'lenient'] : ['lenient'],
    scan: (columns, reading) => scanGroups(opened, columns, reading),
    scanFile: (file, columns) => scanFile(groups, dialect, columns, file),
    text: (cell) => cell,
    typed: readText,
    rejected: (engine, scanned) => rejected(engine, opened, scanned),
    diagnose: () => diagnose(source, dialect),
    locate: (file, rows, { records }) => locate(groups, dialect, file, rows, records),
  };
}

/** Each cell takes the byte that ends it. */
async function mostRowsOf(groups: readonly Group[]): Promise<number> {
  const each = groups.map(async ({ header, files }) => (await bytesOf(files)) / Math.max(1, header.length));
  return (await Promise.all(each)).reduce((sum, rows) => sum + Math.ceil(rows), 0);
}

function join(groups: Group[], header: readonly string[], file: SourceFile): void {
  const same = groups.find((group) => group.header.join('\0') === header.join('\0'));
  if (same) same.files.push(file);
  else groups.push({ header, files: [file] });
}

function columnsOf(source: Source, groups: readonly Group[]): Column[] {
  const names = [...new Set(groups.flatMap(({ header }) => header))];
  return names.map((name) => {
    const having = new Set(groups.flatMap(({ header, files }) => (header.includes(name) ? files : [])));
    const missingFrom = source.files.filter((file) => !having.has(file)).map((file) => file.name);
    return { name, type: undefined, native: 'text', missingFrom, otherTypes: [] };
  });
}

/**
 * Every column of the file takes part in `blank`: a reader that is allowed to leave columns out does not see what is
 * wrong in them (and ends with an internal error at a row that is not UTF-8).
 */
function selectGroup(group: Group, columns: readonly string[], from: string, extra = ''): string {
  const blank = group.header.map((_, at) => `c${at} IS NULL`).join(' AND ');
  const cells = columns.map((name, at) => {
    const position = group.header.indexOf(name);
    return `${position === -1 ? 'NULL::VARCHAR' : `c${position}`} AS k${at}`;
  });
  return `SELECT ${[...cells, 'true AS good', `(${blank}) AS blank${extra}`].join(', ')} FROM ${from}`;
}

function scanGroups({ groups, dialect, id }: Opened, columns: readonly string[], reading: Reading): string {
  const selects = groups.map((group, index) => {
    const [errors, scans] = tables(id, index);
    const lenient = `store_rejects = true, rejects_table = '${errors}', rejects_scan = '${scans}', rejects_limit = 0,
      parallel = false`;
    const how = reading === 'strict' ? 'parallel = true' : lenient;
    return selectGroup(group, columns, reader(group, dialect, group.files, how));
  });
  return selects.length === 0 ? emptyScan(columns) : selects.join(' UNION ALL ');
}

function scanFile(
  groups: readonly Group[],
  dialect: Dialect,
  columns: readonly string[],
  file: SourceFile,
): string {
  const group = groups.find(({ files }) => files.includes(file));
  if (group === undefined) return emptyScan(columns);
  const from = reader(group, dialect, [file], 'ignore_errors = true, parallel = false');
  return selectGroup(group, columns, from, ', row_number() OVER () AS rn');
}

function emptyScan(columns: readonly string[]): string {
  const cells = columns.map((_, at) => `NULL::VARCHAR AS k${at}`);
  return `SELECT ${[...cells, 'true AS good', 'true AS blank', '0::BIGINT AS rn'].join(', ')} WHERE false`;
}

function reader(group: Group, dialect: Dialect, files: readonly SourceFile[], options: string): string {
  const columns = group.header.map((_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  const quoting = quote(dialect.quote ?? '');
  return `read_csv([${files.map(({ path }) => quote(path)).join(', ')}], auto_detect = false, columns = {${columns}},
    header = ${dialect.names === undefined}, delim = ${quote(dialect.delimiter)}, quote = ${quoting}, escape = ${quoting},
    nullstr = [${dialect.nulls.map(quote).join(', ')}], allow_quoted_nulls = false, hive_partitioning = false,
    compression = 'none', ${options})`;
}

interface Opened {
  readonly source: Source;
  readonly groups: readonly Group[];
  readonly dialect: Dialect;
  readonly id: string;
  readonly hasOpenEnds: boolean;
}

async function rejected(
  engine: Engine,
  opened: Opened,
  { reading, good, limit }: Scanned,
): Promise<Rejected> {
  if (reading === 'strict')
    return opened.hasOpenEnds ? await untold(opened, { good, told: 0n, limit }) : nothingRejected;
  const { source, groups, dialect, id } = opened;
  const parts: Rejected[] = [];
  for (const [index, group] of groups.entries()) {
    const find = async (path: string, records: readonly number[]) =>
      (await locateRows(path, recordOptions(group, dialect), [], records)).rejected;
    parts.push(await readRejects(engine, tables(id, index), source.files, find, limit));
  }
  const told = combineRejects(parts, limit);
  return combineRejects([told, await untold(opened, { good, told: told.count, limit })], limit);
}

/**
 * What the engine lost or took without a word: it drops a record whose quote stays open, takes a row with one empty cell too
 * many, and some with text behind a closed quote (all seen in DuckDB 1.5). The rows are counted a second time, by the line
 * ends outside quotes; where the numbers differ nobody knows what the rows are.
 */
async function untold(
  { source, groups, dialect }: Opened,
  { good, told, limit }: { readonly good: bigint; readonly told: bigint; readonly limit: number },
): Promise<Rejected> {
  const open: Unreadable[] = [];
  const faults: Rejected[] = [];
  let rows = 0n;
  for (const group of groups) {
    const cells = group.header.length;
    for (const { path, name } of group.files) {
      const counted = await countRows(path, recordOptions(group, dialect), limit);
      rows += BigInt(counted.rows);
      if (counted.open) open.push({ file: name, ...counted.open, reason: openQuote });
      faults.push(faulty(name, counted.openEnded, `has ${cells + 1} cells, not ${cells}`));
      // of what the engine left out it told itself
      if (told === 0n) faults.push(faulty(name, counted.torn, 'has text behind a closed quote'));
    }
  }
  const found = combineRejects(faults, limit);
  if (rows === good + told) return found;
  const reason = `its quotes can be read in several ways: it has ${plural(rows, 'row')} by its line ends, and the engine finds ${good + told}`;
  const samples = open.length > 0 ? open : [{ file: source.entry, reason }];
  const lost: Rejected = { ...nothingRejected, count: distance(rows, good + told), samples };
  return combineRejects([found, lost], limit);
}

const openQuote = 'has a quote that is not closed';

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a);

function faulty(file: string, { count, places }: Faulty, reason: string): Rejected {
  return {
    ...nothingRejected,
    count: BigInt(count),
    samples: places.map((place) => ({ file, ...place, reason })),
  };
}

async function diagnose({ files }: Source, { quote: quoting }: Dialect): Promise<Unreadable | undefined> {
  for (const file of files) {
    const reason = await mixedLineEnds(file.path, quoting);
    if (reason !== undefined) return { file: file.name, reason };
  }
  return undefined;
}

async function locate(
  groups: readonly Group[],
  dialect: Dialect,
  file: SourceFile,
  rows: readonly number[],
  records: Rejected['records'],
): Promise<ReadonlyMap<number, Place>> {
  const group = groups.find(({ files }) => files.includes(file));
  if (group === undefined || rows.length === 0) return new Map();
  const { accepted } = await locateRows(
    file.path,
    recordOptions(group, dialect),
    rows,
    await records(file.path),
  );
  return accepted;
}

function recordOptions(group: Group, dialect: Dialect): RecordOptions {
  return {
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    hasHeader: dialect.names === undefined,
    skipsBlank: group.header.length > 1,
    cells: group.header.length,
  };
}

const tables = (id: string, index: number): readonly [string, string] => [
  `errors_${id}_${index}`,
  `scans_${id}_${index}`,
];
