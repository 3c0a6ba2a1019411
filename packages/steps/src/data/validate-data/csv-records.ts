import { createReadStream } from 'node:fs';
import type { Place } from './table.ts';

/** What tells where a record ends. */
export interface RecordOptions {
  readonly delimiter: string;
  readonly quote: string | undefined;
  /** True where the first record is no data. */
  readonly hasHeader: boolean;
  /** False where a blank line is a row: in a file of one column. */
  readonly skipsBlank: boolean;
}

/** One record of a file: where it starts, and whether there is anything in it. */
interface Found {
  readonly line: number;
  readonly isBlank: boolean;
}

/**
 * Where rows are in a file. `rows` are counted from 1 among the records that could be read; `rejected` are those that
 * could not, counted from 1 among all records, header and blank lines included. The file is read as far as needed.
 */
export async function locateRows(
  path: string,
  options: RecordOptions,
  rows: readonly number[],
  rejected: readonly number[] = [],
): Promise<Located> {
  const wanted = new Set(rows);
  const left = new Set(rejected);
  const last = Math.max(0, ...rows);
  const lastRejected = Math.max(0, ...rejected);
  const located = { accepted: new Map<number, Place>(), rejected: new Map<number, Place>() };
  let record = 0;
  let row = 0;
  let accepted = 0;
  for await (const { line, isBlank } of records(path, options)) {
    record += 1;
    if (record === 1 && options.hasHeader) continue;
    if (isBlank && options.skipsBlank) continue;
    row += 1;
    if (left.has(record)) located.rejected.set(record, { row, line });
    else if (wanted.has((accepted += 1))) located.accepted.set(accepted, { row, line });
    if (accepted >= last && record >= lastRejected) break;
  }
  return located;
}

/** Places by the number of the row among those read, and by the number of the record for those that could not be read. */
export interface Located {
  readonly accepted: ReadonlyMap<number, Place>;
  readonly rejected: ReadonlyMap<number, Place>;
}

const newline = 10;
const carriageReturn = 13;
const space = 32;

/** The records of a file, in order. A quote opens only at the start of a cell; a line may end in LF, CRLF or CR. */
async function* records(path: string, { delimiter, quote }: RecordOptions): AsyncGenerator<Found> {
  const separator = delimiter.charCodeAt(0);
  const quoting = quote?.charCodeAt(0);
  let line = 1;
  let start = 1;
  let bytes = 0;
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let previous = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    // a stream without an encoding gives buffers
    for (const byte of chunk as Buffer) {
      if (byte === newline && previous === carriageReturn) {
        // the line was counted at the carriage return
        if (state !== 'quoted') start = line;
      } else if (byte === newline || byte === carriageReturn) {
        line += 1;
        if (state !== 'quoted') {
          yield { line: start, isBlank: bytes === 0 };
          bytes = 0;
          start = line;
          state = 'start';
        }
      } else {
        bytes += 1;
        if (state === 'quoted') state = byte === quoting ? 'closed' : 'quoted';
        else if (byte === separator) state = 'start';
        else if (byte === quoting && (state === 'start' || (state === 'closed' && previous === quoting))) state = 'quoted';
        else if (state !== 'start' || byte !== space) state = 'plain';
      }
      previous = byte;
    }
  }
  if (bytes > 0) yield { line: start, isBlank: false };
}
