/** One call that every client makes of the sandbox, and what must come of it. */
export interface Row {
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The name of the answer for `<name.path>` in the parameters of later rows; the operation where unset. */
  readonly as?: string;
  /** The error code that must come; success where unset. */
  readonly error?: string;
  /** Repeats the call until its answer has this value at this path. */
  readonly until?: readonly [path: string, value: string | number];
  /** The request as the sandbox's routes know it, where the service has paths. */
  readonly route?: string;
}

/** The calls of one service, in order. */
export interface ServiceRows {
  /** As boto3 names it. */
  readonly service: string;
  /** In the scope of a signature. */
  readonly signingName: string;
  readonly rows: readonly Row[];
}
