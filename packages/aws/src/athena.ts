import type { QueryExecution } from '@aws-sdk/client-athena';
import { StepError } from '@ml-ci/core';
import { athenaClient, type CallOptions, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** A table of a catalog that Athena reads. */
export interface AthenaTable {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
}

/** A column, with its type as the catalog writes it: `decimal(10,2)`, `string`. */
export interface AthenaColumn {
  readonly name: string;
  readonly type: string;
}

/** What a workgroup says of the queries in it. */
export interface AthenaWorkGroup {
  readonly isEnabled: boolean;
  /** Where it has results written, as `s3://…`. */
  readonly output: string | undefined;
  /** Its settings stand above those of a query. */
  readonly isEnforced: boolean;
  /** A query that scans more is ended by Athena. */
  readonly cutoffBytes: number | undefined;
}

/** What is asked of Athena. */
export interface AthenaQuery {
  readonly sql: string;
  readonly catalog: string;
  readonly database: string;
  readonly workGroup: string;
  readonly output: string | undefined;
  /** The same for a query that must not run twice, 32 to 128 characters. */
  readonly token: string;
}

/** How far a query is. */
export interface AthenaExecution {
  readonly id: string;
  /** `QUEUED`, `RUNNING`, `SUCCEEDED`, `FAILED` or `CANCELLED`. */
  readonly state: string;
  readonly reason: string | undefined;
  /** Athena says of the failure that asking again may help. */
  readonly isRetryable: boolean;
  /** So far, where it runs. */
  readonly scannedBytes: number;
}

/** The columns of a table, those it is partitioned by last. */
export async function athenaColumns(
  session: Session,
  { catalog, database, table }: AthenaTable,
  options: CallOptions & { readonly workGroup: string },
): Promise<readonly AthenaColumn[]> {
  const { GetTableMetadataCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(session);
  const command = new GetTableMetadataCommand({
    CatalogName: catalog,
    DatabaseName: database,
    TableName: table,
    WorkGroup: options.workGroup,
  });
  const reply = await client.send(command, sending(options)).catch((cause: unknown) => {
    if (!isAwsError(cause, 'MetadataException')) throw cause;
    throw new StepError('RESOURCE_MISSING', {
      message: `Athena has no table "${table}" in the database "${database}" of "${catalog}"`,
      fix: 'check the name, and that the environment is the right one',
      cause,
    });
  });
  const { Columns = [], PartitionKeys = [] } = reply.TableMetadata ?? {};
  return [...Columns, ...PartitionKeys].map(({ Name = '', Type = '' }) => ({ name: Name, type: Type }));
}

/** The settings of a workgroup. */
export async function athenaWorkGroup(
  session: Session,
  name: string,
  options: CallOptions = {},
): Promise<AthenaWorkGroup> {
  const { GetWorkGroupCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(session);
  const { WorkGroup } = await client.send(new GetWorkGroupCommand({ WorkGroup: name }), sending(options));
  const { Configuration = {}, State } = WorkGroup ?? {};
  const { ManagedQueryResultsConfiguration: managed } = Configuration;
  return {
    isEnabled: State === 'ENABLED',
    // Athena may keep results itself: then they are nowhere of ours, and need no place
    output: managed?.Enabled ? 'managed' : Configuration.ResultConfiguration?.OutputLocation,
    isEnforced: Configuration.EnforceWorkGroupConfiguration ?? true,
    cutoffBytes: Configuration.BytesScannedCutoffPerQuery,
  };
}

/** Starts a query; with a token that was used already the query of that time. Results of earlier queries are not taken. */
export async function startAthenaQuery(
  session: Session,
  query: AthenaQuery,
  options: CallOptions = {},
): Promise<string> {
  const { StartQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(session);
  const command = new StartQueryExecutionCommand({
    QueryString: query.sql,
    ClientRequestToken: query.token,
    QueryExecutionContext: { Catalog: query.catalog, Database: query.database },
    WorkGroup: query.workGroup,
    ...(query.output === undefined ? {} : { ResultConfiguration: { OutputLocation: query.output } }),
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
  });
  const { QueryExecutionId } = await client.send(command, sending(options));
  return QueryExecutionId ?? '';
}

/** How far a query is now. */
export async function athenaExecution(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<AthenaExecution> {
  const { GetQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(session);
  const reply = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), sending(options));
  const { Status, Statistics }: QueryExecution = reply.QueryExecution ?? {};
  return {
    id,
    state: Status?.State ?? 'unknown',
    reason: Status?.AthenaError?.ErrorMessage ?? Status?.StateChangeReason,
    isRetryable: Status?.AthenaError?.Retryable ?? false,
    scannedBytes: Statistics?.DataScannedInBytes ?? 0,
  };
}

/** Ends a query; one that has ended stays as it is. */
export async function stopAthenaQuery(session: Session, id: string): Promise<void> {
  const { StopQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(session);
  // no signal: it is sent because ours has come
  await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
}
