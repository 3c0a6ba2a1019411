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

/** Places by the number of the row among those read, and by the number of the record for those that could not be read. */
export interface Located {
  readonly accepted: ReadonlyMap<number, Place>;
  readonly rejected: ReadonlyMap<number, Place>;
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
  const counter = new RecordCounter(options, rows, rejected);
  const scanner = new RecordScanner(options);
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  // a stream without an encoding gives buffers
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    scanner.scan(chunk, (line, isBlank) => counter.add(line, isBlank));
    if (counter.isDone) break;
  }
  scanner.end((line, isBlank) => counter.add(line, isBlank));
  return counter;
}

/** Counts records as the engine does, and keeps where the wanted ones are. */
class RecordCounter implements Located {
  readonly accepted = new Map<number, Place>();
  readonly rejected = new Map<number, Place>();
  readonly #options: RecordOptions;
  readonly #wanted: ReadonlySet<number>;
  readonly #left: ReadonlySet<number>;
  #records = 0;
  #rows = 0;
  #accepted = 0;

  constructor(options: RecordOptions, rows: readonly number[], rejected: readonly number[]) {
    this.#options = options;
    this.#wanted = new Set(rows);
    this.#left = new Set(rejected);
  }

  get isDone(): boolean {
    const isAll = rowsOnly(this.#wanted) || this.rejected.size === this.#left.size;
    return isAll && this.accepted.size === this.#wanted.size;
  }

  add(line: number, isBlank: boolean): void {
    this.#records += 1;
    if (this.#records === 1 && this.#options.hasHeader) return;
    if (isBlank && this.#options.skipsBlank) return;
    this.#rows += 1;
    const place = { row: this.#rows, line };
    if (this.#left.has(this.#records)) {
      this.rejected.set(this.#records, place);
      return;
    }
    this.#accepted += 1;
    if (this.#wanted.has(this.#accepted)) this.accepted.set(this.#accepted, place);
  }
}

/** Where rows are wanted, the rejected records only serve to count; they need not all have been met. */
const rowsOnly = (wanted: ReadonlySet<number>) => wanted.size > 0;

const newline = 10;
const carriageReturn = 13;
const space = 32;
const byteOrderMark = [0xef, 0xbb, 0xbf];

type OnRecord = (line: number, isBlank: boolean) => void;

/** Finds the ends of records. A quote opens only at the start of a cell; a line may end in LF, CRLF or CR. */
class RecordScanner {
  readonly #separator: number;
  readonly #quote: number;
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  #line = 1;
  #start = 1;
  #bytes = 0;
  #previous = 0;
  #isFirst = true;

  constructor({ delimiter, quote }: RecordOptions) {
    this.#separator = delimiter.charCodeAt(0);
    this.#quote = quote === undefined ? -1 : quote.charCodeAt(0);
  }

  scan(chunk: Buffer, onRecord: OnRecord): void {
    const hasMark = this.#isFirst && byteOrderMark.every((byte, at) => chunk[at] === byte);
    this.#isFirst = false;
    for (let at = hasMark ? byteOrderMark.length : 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === newline || byte === carriageReturn) this.#newline(byte, onRecord);
      else {
        this.#bytes += 1;
        this.#next(byte);
      }
      this.#previous = byte;
    }
  }

  /** A last record without an end of line. */
  end(onRecord: OnRecord): void {
    if (this.#bytes > 0) onRecord(this.#start, false);
    this.#bytes = 0;
  }

  #newline(byte: number, onRecord: OnRecord): void {
    // the line was counted at the carriage return
    if (byte === newline && this.#previous === carriageReturn) return;
    this.#line += 1;
    if (this.#state === 'quoted') return;
    onRecord(this.#start, this.#bytes === 0);
    this.#bytes = 0;
    this.#start = this.#line;
    this.#state = 'start';
  }

  #next(byte: number): void {
    if (this.#state === 'quoted') {
      if (byte === this.#quote) this.#state = 'closed';
    } else if (byte === this.#separator) this.#state = 'start';
    else if (byte === this.#quote && this.#mayOpen()) this.#state = 'quoted';
    else if (this.#state !== 'start' || byte !== space) this.#state = 'plain';
  }

  /** At the start of a cell, or again after a doubled quote. */
  #mayOpen(): boolean {
    return this.#state === 'start' || (this.#state === 'closed' && this.#previous === this.#quote);
  }
}
