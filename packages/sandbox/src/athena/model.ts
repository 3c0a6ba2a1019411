/** A result of a query: types as Athena names them, and the text of each cell; undefined is null. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly scannedBytes: number;
  /** How long the query runs, on the clock of the sandbox; one and a half seconds where it is not said. */
  readonly runningMs?: number;
}

/** Runs the SQL of a query; what it throws is why the query fails, and with `retryable: true` asking again may help. */
export type QueryExecutor = (
  sql: string,
  context: { readonly catalog: string; readonly database: string; readonly signal: AbortSignal },
) => Promise<QueryResult>;

/** A table as a catalog has it. */
export interface CatalogTable {
  readonly catalog: string;
  readonly database: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys?: readonly { readonly name: string; readonly type: string }[];
  /** Where its data is, as `s3://bucket/prefix/`: who queries it must be allowed to read there. */
  readonly location?: string;
}

export interface WorkGroup {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly output?: string;
  readonly isEnforced: boolean;
  /** A query that scans more is cancelled. */
  readonly cutoffBytes?: number;
}

type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A query, over time. */
export interface Query {
  readonly id: string;
  readonly sql: string;
  readonly catalog: string;
  readonly database: string;
  readonly workGroup: WorkGroup;
  readonly output: string;
  readonly submittedMs: number;
  readonly stop: AbortController;
  state: QueryState;
  reason: string | undefined;
  isRetryable: boolean;
  completedMs: number | undefined;
  scannedBytes: number;
  result: QueryResult | undefined;
}
