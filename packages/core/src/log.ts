/** What a step may say. A host decides how it looks: colour on a terminal, commands on GitHub, plain lines elsewhere. */
export type LogEvent =
  | { readonly type: 'debug' | 'info' | 'warn' | 'error'; readonly message: string }
  | { readonly type: 'group'; readonly title: string }
  | { readonly type: 'group-end' }
  | ({ readonly type: 'table' } & Table)
  | ({ readonly type: 'progress' } & Progress)
  | ({ readonly type: 'annotation' } & Annotation)
  /** A line that somebody else wrote: a child process, a container, a service. Never trusted, always redacted. */
  | { readonly type: 'output'; readonly source: string; readonly line: string };

/** A table for the reader; it is printed and stands in the summary. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What only some readers want: folded in a summary, and no more than its title in a log. */
  readonly isFolded?: true;
}

/** How far a long operation is. The last event of a label has `done === total`, or `total` undefined. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total?: number;
  readonly unit?: 'bytes' | 'count' | 'seconds' | 'percent';
  /** Free text behind the bar: `green 10% blue 90%`. */
  readonly detail?: string;
}

/** A finding at a place in a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
}

/** The voice of a step. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** A line from a child or a service, which is not trusted. */
  output(source: string, line: string): void;
  /** Runs `work` inside a titled group. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  table(table: Table): void;
  progress(progress: Progress): void;
  annotate(annotation: Annotation): void;
}

/** A `Log` that hands every event to `emit`. */
export function createLog(emit: (event: LogEvent) => void): Log {
  return {
    debug: (message) => emit({ type: 'debug', message }),
    info: (message) => emit({ type: 'info', message }),
    warn: (message) => emit({ type: 'warn', message }),
    output: (source, line) => emit({ type: 'output', source, line }),
    async group(title, work) {
      emit({ type: 'group', title });
      try {
        return await work();
      } finally {
        emit({ type: 'group-end' });
      }
    },
    table: (table) => emit({ type: 'table', ...table }),
    progress: (progress) => emit({ type: 'progress', ...progress }),
    annotate: (annotation) => emit({ type: 'annotation', ...annotation }),
  };
}

/** A `Log` that says nothing. */
export const silentLog: Log = createLog(() => undefined);
