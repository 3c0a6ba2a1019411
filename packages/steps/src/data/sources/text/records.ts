import { createReadStream } from 'node:fs';
import type { Place } from '../table.ts';

/** What tells where a record ends. */
export interface RecordOptions {
  readonly delimiter: string;
  readonly quote: string | undefined;
  /** True where the first record is no data. */
  readonly hasHeader: boolean;
  /** False where a blank line is a row: in a file of one column. */
  readonly skipsBlank: boolean;
  /** The cells of a row. */
  readonly cells: number;
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

/** What the rows of a file are, whatever the engine makes of them. */
export interface Counted {
  /** By the line ends outside quotes. */
  readonly rows: number;
  /** Where a quote stays open to the end of the file. */
  readonly open: Place | undefined;
  /** Rows with one empty cell behind all that they should have. */
  readonly openEnded: Faulty;
  /** Rows with text behind a closed quote. */
  readonly torn: Faulty;
}

/** Rows with one fault: how many, and the first of them. */
export interface Faulty {
  readonly count: number;
  readonly places: readonly Place[];
}

/** Counts the rows of a file, and names up to `limit` of those with a fault. */
export async function countRows(path: string, options: RecordOptions, limit: number): Promise<Counted> {
  const openEnded = { count: 0, places: [] as Place[] };
  const torn = { count: 0, places: [] as Place[] };
  const counter = new RecordCounter(options, [], []);
  const scanner = new RecordScanner(options);
  const onRecord: OnRecord = (line, isBlank, extra, isTorn) => {
    counter.add(line, isBlank);
    if ((extra !== 1 && !isTorn) || counter.rows === 0) return;
    const fault = isTorn ? torn : openEnded;
    fault.count += 1;
    if (fault.places.length < limit) fault.places.push({ row: counter.rows, line });
  };
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  // a stream without an encoding gives buffers
  for await (const chunk of stream as AsyncIterable<Buffer>) scanner.scan(chunk, onRecord);
  const line = scanner.openLine;
  scanner.end(onRecord);
  const open = line === undefined ? undefined : { row: counter.rows, line };
  return { rows: counter.rows, open, openEnded, torn };
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

  get rows(): number {
    return this.#rows;
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

/** What a byte can mean; everything else is 0. */
const [lineFeed, carriageReturn, quoteByte, separator, space] = [1, 2, 3, 4, 5] as const;
/** Where in a cell the scanner is: a quote opens only at its start, or again behind one that has just closed, which spaces may follow. */
const [atStart, inPlain, inQuotes, behindQuote, behindSpace] = [0, 1, 2, 3, 4] as const;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** `extra`: the empty cells behind all that a row should have, where the record ends in a delimiter; `isTorn`: text behind a closed quote. */
type OnRecord = (line: number, isBlank: boolean, extra: number, isTorn: boolean) => void;

/** Finds the ends of records. A line may end in LF, CRLF or CR. One loop over bytes: files are large. */
class RecordScanner {
  readonly #kinds = new Uint8Array(256);
  #state: number = atStart;
  #line = 1;
  #start = 1;
  #isBlank = true;
  #isBehindReturn = false;
  #isFirst = true;
  #separators = 0;
  #isBehindSeparator = false;
  #isTorn = false;
  readonly #cells: number;

  constructor({ delimiter, quote, cells }: RecordOptions) {
    this.#cells = cells;
    this.#kinds[0x0a] = lineFeed;
    this.#kinds[0x0d] = carriageReturn;
    this.#kinds[0x20] = space;
    this.#kinds[delimiter.charCodeAt(0)] = separator;
    if (quote !== undefined) this.#kinds[quote.charCodeAt(0)] = quoteByte;
  }

  /** The line where a record starts whose quote is still open. */
  get openLine(): number | undefined {
    return this.#state === inQuotes ? this.#start : undefined;
  }

  scan(chunk: Buffer, onRecord: OnRecord): void {
    const hasMark = this.#isFirst && byteOrderMark.every((byte, at) => chunk[at] === byte);
    this.#isFirst = false;
    const kinds = this.#kinds;
    let state = this.#state;
    for (let at = hasMark ? byteOrderMark.length : 0; at < chunk.length; at += 1) {
      const kind = kinds[chunk[at] ?? 0] ?? 0;
      if (kind === lineFeed || kind === carriageReturn) {
        state = this.#newline(kind, state, onRecord);
        continue;
      }
      this.#isBlank = false;
      this.#isBehindReturn = false;
      this.#isBehindSeparator = kind === separator && state !== inQuotes;
      if (state === inQuotes) state = kind === quoteByte ? behindQuote : inQuotes;
      else if (kind === separator) {
        state = atStart;
        this.#separators += 1;
      } else if (kind === quoteByte && (state === atStart || state === behindQuote)) state = inQuotes;
      else if (kind === space && state !== inPlain) state = state === atStart ? atStart : behindSpace;
      else {
        if (state >= behindQuote) this.#isTorn = true;
        state = inPlain;
      }
    }
    this.#state = state;
  }

  /** A last record without an end of line. */
  end(onRecord: OnRecord): void {
    if (!this.#isBlank) onRecord(this.#start, false, this.#extra, this.#isTorn);
    this.#isBlank = true;
  }

  get #extra(): number {
    return this.#isBehindSeparator ? this.#separators + 1 - this.#cells : 0;
  }

  #newline(kind: number, state: number, onRecord: OnRecord): number {
    const isSecondHalf = kind === lineFeed && this.#isBehindReturn;
    this.#isBehindReturn = kind === carriageReturn;
    // the line was counted at the carriage return
    if (isSecondHalf) return state;
    this.#line += 1;
    if (state === inQuotes) return state;
    onRecord(this.#start, this.#isBlank, this.#extra, this.#isTorn);
    this.#isBlank = true;
    this.#isBehindSeparator = false;
    this.#isTorn = false;
    this.#separators = 0;
    this.#start = this.#line;
    return atStart;
  }
}
