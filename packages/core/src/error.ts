import { type ErrorCode, type ErrorSpec, errorCodes } from './error-codes.ts';
import type { Text } from './words.ts';

/** What a reader of a `StepError` gets: what is wrong, what to do, and what caused it. */
export interface StepErrorOptions {
  /** Lower case, no full stop, names the wrong value in quotes. */
  readonly message: string;
  /** Something the reader can do next. */
  readonly fix?: Text;
  readonly cause?: unknown;
  /** Where several mistakes were found at once: all of them, one line each. */
  readonly problems?: readonly Problem[];
}

/** One mistake of the user: which input or key, what stands there, and how to mend it. */
export interface Problem {
  /** The input, flag or key, as the user wrote it. */
  readonly name: string;
  readonly message: string;
  /** `ml-ci.yml:12`, `--tag`, `environment ML_CI_TAG`. */
  readonly place?: Text;
  readonly fix?: Text;
}

/** An error that is not our bug: the user must change something (`input`) or something outside failed (`remote`). */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly code: ErrorCode;
  readonly kind: ErrorSpec['kind'];
  readonly fix: Text | undefined;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, options: StepErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = errorCodes[code].kind;
    this.fix = options.fix;
    this.problems = options.problems ?? [];
  }
}

/** Thrown by waits when the run was cancelled; `execute` turns it into exit 130 or 143. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** What is left behind and how to go on, for the reader. */
  readonly left: string | undefined;

  constructor(signal: 'SIGINT' | 'SIGTERM', left?: string) {
    super(`cancelled by ${signal}`);
    this.signal = signal;
    this.left = left;
  }
}

/** The message of anything that was thrown, with its causes, on one line. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || error.name;
  if (error.cause === undefined || error.cause === null) return own;
  const cause = describeError(error.cause);
  return own.includes(cause) ? own : `${own}: ${cause}`;
}

/** Ends a `switch` over a union: a new member then fails to compile. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
