import type { ColumnType } from '../checks/schema.ts';
import type { Engine } from '../engine/engine.ts';
import type { Source, SourceFile } from './sources.ts';

/** A column of a source. */
export interface Column {
  readonly name: string;
  /** What its type in the file is to us; undefined where the file has text, or nothing, to say of types. */
  readonly type: ColumnType | 'other' | undefined;
  /** The engine's name of that type, for the reader. */
  readonly native: string;
  /** Files of the source that lack it. */
  readonly missingFrom: readonly string[];
  /** Files in which its type is another. */
  readonly otherTypes: readonly { readonly file: string; readonly native: string }[];
}

/** A row that could not be read, or a file. */
export interface Unreadable {
  readonly file: string;
  /** From 1, counted in the data; undefined for the whole file. */
  readonly row?: number;
  readonly line?: number;
  readonly reason: string;
  readonly text?: string;
}

/**
 * How the rows of a source are read. `strict`: the engine gives up at the first row that it cannot read. `lenient`: it
 * leaves such rows out and keeps them for `rejected`; that takes longer.
 */
export type Reading = 'strict' | 'lenient';

/** The rows of a source, in whichever form its files have. */
export interface Table {
  readonly source: Source;
  readonly columns: readonly Column[];
  /** Names that stand more than once in a header. */
  readonly repeated: readonly string[];
  /** Set where nothing of the source can be read. */
  readonly unreadable: readonly Unreadable[];
  /** The source has no more rows than this; infinite where that is not known. */
  readonly mostRows: number;
  /** True where cells are text and types are for us to read. */
  readonly isText: boolean;
  /**
   * A query over all files: `k0`, `k1`, … are the columns asked for, `good` says that a row can be used, `blank` must be
   * looked at.
   */
  scan(columns: readonly string[], reading: Reading): string;
  /** The readings to try, in order: what one cannot read, the next may. */
  readonly readings: readonly Reading[];
  /** The same over one file, with `rn`: the number of the row among those that can be read, from 1. */
  scanFile(file: SourceFile, columns: readonly string[]): string;
  /** How a cell reads as text, and as a value of `type` (NULL where it is none); `formats` are those of its dates. */
  text(cell: string): string;
  typed(cell: string, type: ColumnType | undefined, formats?: readonly string[]): string;
  /** After a scan: how many rows could not be read, the first of them, and where all of them are. */
  rejected(engine: Engine, scanned: Scanned): Promise<Rejected>;
  /** Why the engine could not read on, where that can be told better than by what it said. */
  diagnose?(): Promise<Unreadable | undefined>;
  /** The row and line, as the reader counts them, of rows by their `rn`. */
  locate(file: SourceFile, rows: readonly number[], rejected: Rejected): Promise<ReadonlyMap<number, Place>>;
}

/** What is known of a scan. */
export interface Scanned {
  readonly reading: Reading;
  /** Rows that are `good`, and those that are not. */
  readonly good: bigint;
  readonly bad: bigint;
  /** How many rows are to be named. */
  readonly limit: number;
}

/** Where a row is. */
export interface Place {
  readonly row: number;
  readonly line?: number;
}

/** What of a source could not be read. */
export interface Rejected {
  readonly count: bigint;
  readonly samples: readonly Unreadable[];
  /** The records of the file at `path` that were left out, as the engine counts them, ascending. */
  records(path: string): Promise<readonly number[]>;
}

export const nothingRejected: Rejected = { count: 0n, samples: [], records: async () => [] };

/** A source of which nothing can be read. */
export function unreadableTable(source: Source, unreadable: readonly Unreadable[]): Table {
  const never = (): never => {
    throw new Error(`"${source.entry}" cannot be read`);
  };
  return {
    source,
    columns: [],
    repeated: [],
    unreadable,
    mostRows: 0,
    isText: true,
    readings: [],
    scan: never,
    scanFile: never,
    text: (cell) => cell,
    typed: (cell) => cell,
    rejected: async () => nothingRejected,
    locate: async () => new Map(),
  };
}
