import { type Clock, StepError } from '@ml-ci/core';
import {
  type AthenaExecution,
  type AthenaQuery,
  athenaExecution,
  startAthenaQuery,
  stopAthenaQuery,
} from './athena.ts';
import { athenaClient, type CallOptions, sending } from './clients.ts';
import type { Session } from './session.ts';
import { poll } from './wait.ts';

/** What following a query needs besides it. */
export interface AthenaFollow {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Called with what was read last; what it throws ends the query. */
  onReading(execution: AthenaExecution): void;
}

/** A result: the types as Athena names them, and the text of each cell. */
export interface AthenaRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

const states = {
  QUEUED: 'wait',
  RUNNING: 'wait',
  SUCCEEDED: 'done',
  FAILED: 'fail',
  CANCELLED: 'fail',
} as const;

/** Runs a query to its end. However this ends, no query of ours is left running: it would be paid for. */
export async function runAthenaQuery(
  session: Session,
  query: AthenaQuery,
  { clock, signal, timeoutMs, onReading }: AthenaFollow,
): Promise<AthenaExecution> {
  signal.throwIfAborted();
  // without the signal: a query that was started while it came would run on, unknown to us
  const id = await startAthenaQuery(session, query);
  try {
    const { reading } = await poll({
      clock,
      signal,
      what: `the query "${id}" of Athena`,
      async read(own) {
        const execution = await athenaExecution(session, id, { signal: own });
        onReading(execution);
        return execution;
      },
      stateOf: ({ state }) => state,
      states,
      intervalMs: 1_000,
      timeoutMs,
    });
    return reading;
  } catch (error) {
    await stopAthenaQuery(session, id).catch((cause: unknown) => {
      throw new StepError('AWS_FAILED', {
        message: `the query "${id}" of Athena could not be ended, and may run on`,
        fix: 'end it in the console',
        cause: new AggregateError([error, cause]),
      });
    });
    throw error;
  }
}

/** All rows of a query that succeeded. */
export async function athenaRows(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<AthenaRows> {
  const { GetQueryResultsCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(session);
  const rows: (readonly (string | undefined)[])[] = [];
  let columns: AthenaRows['columns'] = [];
  let token: string | undefined;
  let isFirst = true;
  do {
    const command = new GetQueryResultsCommand({
      QueryExecutionId: id,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const { ResultSet, NextToken } = await client.send(command, sending(options));
    if (isFirst) {
      const found = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
      columns = found.map(({ Name = '', Type = '' }) => ({ name: Name, type: Type }));
    }
    const page = (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map((cell) => cell.VarCharValue));
    // the first row of a SELECT repeats the names of the columns
    rows.push(...(isFirst ? page.slice(1) : page));
    isFirst = false;
    token = NextToken;
  } while (token !== undefined);
  return { columns, rows };
}
