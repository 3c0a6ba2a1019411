import { createHash } from 'node:crypto';
import { type AthenaExecution, athenaRows, runAthenaQuery, type Session } from '@ml-ci/aws';
import { formatBytes, type StepContext, StepError } from '@ml-ci/core';
import { EngineError } from '../engine/engine.ts';
import type { Cells } from './result.ts';
import type { Place } from './workgroup.ts';

/** Runs queries one after the other, and counts what they read. */
export interface Runner {
  run(query: RunnerQuery): Promise<Answer>;
}

interface RunnerQuery {
  readonly sql: string;
  readonly catalog: string;
  readonly database: string;
}

type Answer = Cells & { readonly scannedBytes: number };

export interface RunnerOptions extends Place {
  readonly session: Session;
  readonly context: Pick<
    StepContext<Record<never, never>>,
    'clock' | 'signal' | 'log' | 'random' | 'run' | 'timeoutMs'
  >;
  /** Of all queries of the run together. */
  readonly scanLimitBytes: number;
}

/** Athena ends a query itself long before. */
const longestMs = 6 * 3_600_000;

/** A runner for the queries of one run. */
export function createRunner(options: RunnerOptions): Runner {
  const { session, context, scanLimitBytes } = options;
  const { clock, signal, log, timeoutMs = longestMs } = context;
  // a run that is started again must not be given the results of the one before
  const run = `${context.run.id}/${context.random()}`;
  let scannedBytes = 0;
  const answered = new Map<string, Promise<Answer>>();
  const follow = {
    clock,
    signal,
    timeoutMs,
    onReading(execution: AthenaExecution) {
      if (scannedBytes + execution.scannedBytes > scanLimitBytes)
        throw overLimit(execution.id, scanLimitBytes);
    },
  };
  const once = async ({ sql, catalog, database }: RunnerQuery): Promise<Answer> => {
    const { workGroup, output } = options;
    const ask = (attempt: number) => {
      const parts = [run, workGroup, catalog, database, sql, String(attempt)];
      const token = createHash('sha256').update(parts.join('\0')).digest('hex');
      return runAthenaQuery(session, { sql, catalog, database, workGroup, output, token }, follow);
    };
    let ended = await ask(0);
    let ownBytes = ended.scannedBytes;
    if (ended.state === 'FAILED' && ended.isRetryable) {
      log.warn(
        `Athena: the query ${ended.id} failed and is asked again: ${ended.reason ?? 'no reason given'}`,
      );
      ended = await ask(1);
      ownBytes += ended.scannedBytes;
    }
    scannedBytes += ownBytes;
    log.info(`Athena: query ${ended.id}, ${formatBytes(ended.scannedBytes)} scanned`);
    if (ended.state !== 'SUCCEEDED') throw failure(ended, options);
    return { ...(await athenaRows(session, ended.id, { signal })), scannedBytes: ownBytes };
  };
  return {
    async run(query) {
      const key = [query.catalog, query.database, query.sql].join('\0');
      const known = answered.get(key);
      // what was asked already is not paid for again
      if (known !== undefined) return { ...(await known), scannedBytes: 0 };
      const answer = once(query);
      answered.set(key, answer);
      return await answer;
    },
  };
}

function overLimit(id: string, limitBytes: number): StepError {
  return new StepError('SCAN_LIMIT_REACHED', {
    message: `the queries of this run scanned more than ${formatBytes(limitBytes)}; the query "${id}" was ended`,
    fix: ({ input }) =>
      `limit the checks with where: to some partitions, or raise ${input('athena-scan-limit', 'BYTES')}`,
  });
}

/** Errors of Trino that the values of the data bring about, by the names before their colon. */
const ofValues =
  /^(INVALID_CAST_ARGUMENT|NUMERIC_VALUE_OUT_OF_RANGE|DIVISION_BY_ZERO|INVALID_FUNCTION_ARGUMENT)\b/;
const ofFiles = /^(HIVE_BAD_DATA|HIVE_CURSOR_ERROR|HIVE_INVALID_METADATA|ICEBERG_BAD_DATA)\b/;

function failure(
  { id, state, reason = 'no reason given', scannedBytes }: AthenaExecution,
  place: Place,
): Error {
  if (state === 'CANCELLED' && place.cutoffBytes !== undefined && scannedBytes >= place.cutoffBytes) {
    return new StepError('SCAN_LIMIT_REACHED', {
      message: `the query "${id}" scanned more than the ${formatBytes(place.cutoffBytes)} that the workgroup "${place.workGroup}" allows`,
      fix: 'limit the checks with where: to some partitions, or raise the limit of the workgroup',
    });
  }
  const type = ofValues.test(reason) ? 'Conversion' : ofFiles.test(reason) ? 'Invalid Input' : 'Athena';
  return new EngineError(
    new Error(`${type} Error: the query ${id} ${state === 'FAILED' ? 'failed' : 'was cancelled'}: ${reason}`),
  );
}
