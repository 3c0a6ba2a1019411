import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { describeError, StepError } from '@ml-ci/core';
import { quote } from '../checks/literal.ts';
import { withoutValues } from '../report/mask.ts';
import { aggregate } from './aggregate.ts';
import type { Ask } from './ask.ts';
import type { Dialect } from './dialect.ts';
import type { DuckDb } from './duckdb.ts';
import { duckDbDialect } from './duckdb-dialect.ts';
import { mostValuesIn } from './quantiles.ts';

/** A row as the engine returns it; whole numbers are bigints. */
type Row = Readonly<Record<string, unknown>>;

/** An engine that computes over rows: the one of this machine, which is closed, or one elsewhere. */
export interface Engine {
  readonly dialect: Dialect;
  /** Runs one query; what the engine rejects is an `EngineError`. */
  query(sql: string, values?: readonly string[]): Promise<readonly Row[]>;
  /** The value of each aggregate over the rows of `from`, a query; in one pass where that can be. */
  aggregate(asked: readonly Ask[], from: string): Promise<readonly unknown[]>;
  /** So many numbers can be held at once while quantiles are looked for; more take a reading of their own. */
  readonly mostValues: number;
  /** Makes the rows of a query known as `name` to later queries. */
  keep(name: string, select: string): Promise<void>;
  /** Ends that. */
  forget(name: string): Promise<void>;
  /** The types that the engine gives expressions over the rows of `from`; no row is read. */
  typesOf(expressions: readonly string[], from: string): Promise<readonly string[]>;
  close(): void;
}

/** What the engine of this machine is opened with: it reads the paths and writes nothing but its spill folder. */
export interface EngineOptions {
  readonly duckdb: DuckDb;
  /** A folder of this run alone, for what does not fit into memory. */
  readonly spill: string;
  /** The files that may be read, absolute and without links. */
  readonly paths: readonly string[];
  readonly memoryBytes: number;
  /** How much may go into the spill folder. */
  readonly diskBytes: number;
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
}

/** What the engine said no to: the data, the SQL, or the machine. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** The class that the engine gives its message: `Conversion`, `Out of Memory`, `IO`. */
  readonly type: string;

  constructor(cause: unknown) {
    const text = describeError(cause);
    super(text.split('\n')[0]?.replace(/^[\w ]+ Error: /, '') ?? text);
    this.type = /^([\w ]+?) Error: /.exec(text)?.[1] ?? 'Unknown';
  }
}

/** True where the data is to blame, and not the machine, the disk or the engine. */
export function isDataError(error: unknown): error is EngineError {
  if (!(error instanceof EngineError)) return false;
  const { type, message } = error;
  // a place or a length that cannot be: the first two are behind the end of the file, the last is more than any machine has
  const isImpossible =
    (type === 'IO' && /^Could not read (enough bytes|from file .*: Invalid argument$)/.test(message)) ||
    (type === 'Out of Memory' && message === 'Allocation failure');
  return isImpossible || ['Invalid Input', 'Invalid', 'Conversion'].includes(type);
}

/** Opens the engine and locks it before anything else is said to it. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const instance = await options.duckdb.DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(options.memoryBytes / 1000)}kB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await lock(connection, options);
  } catch (error) {
    close();
    throw error;
  }
  const query = queries(connection, options.signal);
  const keep: Engine['keep'] = async (name, select) =>
    void (await query(`CREATE OR REPLACE TEMP TABLE ${name} AS ${select}`));
  const forget: Engine['forget'] = async (name) => void (await query(`DROP TABLE IF EXISTS ${name}`));
  const mostValues = mostValuesIn(options.memoryBytes);
  return {
    dialect: duckDbDialect,
    query,
    keep,
    mostValues,
    aggregate: (asked, from) => aggregate({ query, keep, forget, mostValues }, asked, from),
    forget,
    async typesOf(expressions, from) {
      const rows = await query(`DESCRIBE SELECT ${expressions.join(', ')} FROM (${from})`);
      return rows.map((row) => String(row.column_type));
    },
    close,
  };
}

/** What may be read and written is fixed first, then the configuration itself is locked. */
async function lock(connection: DuckDBConnection, { spill, paths, diskBytes }: EngineOptions): Promise<void> {
  const temporary = join(spill, 'engine');
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const settings = [
    `temp_directory = ${quote(temporary)}`,
    `max_temp_directory_size = '${Math.floor(diskBytes / 1000)}kB'`,
    `secret_directory = ${quote(temporary)}`,
    `extension_directory = ${quote(temporary)}`,
    `allow_persistent_secrets = false`,
    `TimeZone = 'UTC'`,
    // what is given back goes to the system, and not to a store that the limit of memory does not count
    `allocator_flush_threshold = '1MB'`,
    `allocator_bulk_deallocation_flush_threshold = '16MB'`,
    `allocator_background_threads = true`,
    // it would answer from what a file says of its values, and take a check for passed that no value was looked at for
    `disabled_optimizers = 'statistics_propagation'`,
    `allowed_paths = [${paths.map(quote).join(', ')}]`,
    `allowed_directories = [${quote(temporary)}]`,
    `enable_external_access = false`,
    `lock_configuration = true`,
  ];
  for (const setting of settings) await connection.run(`SET ${setting}`);
}

function queries(connection: DuckDBConnection, signal: AbortSignal): Engine['query'] {
  return async (sql, values) => {
    signal.throwIfAborted();
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt);
    try {
      const reader = await connection.runAndReadAll(sql, values === undefined ? undefined : [...values]);
      return reader.getRowObjectsJS();
    } catch (cause) {
      signal.throwIfAborted();
      throw new EngineError(cause);
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  };
}

/** What the engine says of a value, it says with the value. */
const quotesData: ReadonlySet<string> = new Set(['Conversion', 'Invalid Input', 'Invalid', 'Out of Range']);

/** The error of a run that could not finish, for anything that the engine said. */
export function engineFailed(error: EngineError, doing: string): StepError {
  const isOfData = quotesData.has(error.type);
  return new StepError('DATA_ENGINE_FAILED', {
    message: `${doing}: ${isOfData ? withoutValues(error.message) : error.message}`,
    fix:
      error.type === 'Out of Memory'
        ? ({ input }) =>
            `raise ${input('memory')} or ${input('disk')}, or make more room in the folder for temporary files`
        : 'run it again; if it stays, report the message',
    // a cause is told as well
    ...(isOfData ? {} : { cause: error }),
  });
}
