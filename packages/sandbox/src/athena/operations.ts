import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { Scoped } from '../compute/scope.ts';
import { type Operation, ServiceError } from '../service.ts';
import type { Query, QueryResult, WorkGroup } from './model.ts';
import type { AthenaRegion } from './region.ts';

const code = 'InvalidRequestException';
/** Athena takes so many bytes of SQL (Amazon Athena User Guide, Service Quotas). */
const mostBytes = 262_144;

const schemas = {
  start: z.object({
    QueryString: wire.text.min(1),
    ClientRequestToken: wire.text.min(32).max(128),
    QueryExecutionContext: z
      .object({ Catalog: wire.text.default('AwsDataCatalog'), Database: wire.text.default('default') })
      .default({ Catalog: 'AwsDataCatalog', Database: 'default' }),
    WorkGroup: wire.text.default('primary'),
    ResultConfiguration: z.object({ OutputLocation: wire.text.optional() }).default({}),
  }),
  query: z.object({ QueryExecutionId: wire.text.min(1) }),
  results: z.object({
    QueryExecutionId: wire.text.min(1),
    NextToken: wire.text.optional(),
    MaxResults: wire.integerIn(1, 1_000).default(1_000),
  }),
  group: z.object({ WorkGroup: wire.text.min(1) }),
  list: z.object({
    WorkGroup: wire.text.default('primary'),
    NextToken: wire.text.optional(),
    MaxResults: wire.integerIn(0, 50).default(50),
  }),
  table: z.object({
    CatalogName: wire.text.min(1),
    DatabaseName: wire.text.min(1),
    TableName: wire.text.min(1),
  }),
};

/** The operations of Athena that checking a table needs. `begin` takes a query through its life. */
export function athenaOperations(
  regions: Scoped<AthenaRegion>,
  now: () => number,
  begin: (query: Query) => void,
): Record<string, Operation> {
  return {
    StartQueryExecution(raw, caller) {
      const input = read(schemas.start, raw, code);
      if (Buffer.byteLength(input.QueryString) > mostBytes)
        throw new ServiceError(code, `the query has more than ${mostBytes} bytes`);
      const region = regions.of(caller);
      const { ClientRequestToken: token, ...rest } = input;
      const request = JSON.stringify(rest);
      const known = region.known(token, request);
      if (known !== undefined) return { QueryExecutionId: known };
      const workGroup = region.workGroup(input.WorkGroup);
      if (!workGroup.isEnabled) throw new ServiceError(code, `WorkGroup ${workGroup.name} is disabled.`);
      const query = region.add(
        {
          sql: input.QueryString,
          catalog: input.QueryExecutionContext.Catalog,
          database: input.QueryExecutionContext.Database,
          workGroup,
          output: outputOf(workGroup, input.ResultConfiguration.OutputLocation),
          submittedMs: now(),
          stop: new AbortController(),
          state: 'QUEUED',
          reason: undefined,
          isRetryable: false,
          completedMs: undefined,
          scannedBytes: 0,
          result: undefined,
        },
        token,
        request,
      );
      begin(query);
      return { QueryExecutionId: query.id };
    },
    GetQueryExecution(raw, caller) {
      const { QueryExecutionId } = read(schemas.query, raw, code);
      return { QueryExecution: describe(regions.of(caller).query(QueryExecutionId), now()) };
    },
    StopQueryExecution(raw, caller) {
      const { QueryExecutionId } = read(schemas.query, raw, code);
      regions.of(caller).query(QueryExecutionId).stop.abort();
      return {};
    },
    GetQueryResults(raw, caller) {
      const input = read(schemas.results, raw, code);
      const { state, result } = regions.of(caller).query(input.QueryExecutionId);
      if (result === undefined)
        throw new ServiceError(code, `Query did not finish successfully. Final query state: ${state}`);
      return resultsPage(result, input.MaxResults, input.NextToken);
    },
    ListQueryExecutions(raw, caller) {
      const input = read(schemas.list, raw, code);
      const region = regions.of(caller);
      region.workGroup(input.WorkGroup);
      const ids = region.queries(input.WorkGroup).map(({ id }) => id);
      const { items, next } = pageOf(ids, input.MaxResults, input.NextToken, code);
      return { QueryExecutionIds: items, NextToken: next };
    },
    GetWorkGroup(raw, caller) {
      return {
        WorkGroup: describeGroup(regions.of(caller).workGroup(read(schemas.group, raw, code).WorkGroup)),
      };
    },
    GetTableMetadata(raw, caller) {
      const input = read(schemas.table, raw, code);
      const table = regions.of(caller).table(input.CatalogName, input.DatabaseName, input.TableName);
      if (!table)
        throw new ServiceError(
          'MetadataException',
          `EntityNotFoundException: Entity Not Found (${input.TableName})`,
        );
      const columns = (some: typeof table.columns) =>
        some.map(({ name, type }) => ({ Name: name, Type: type }));
      return {
        TableMetadata: {
          Name: table.name,
          TableType: 'EXTERNAL_TABLE',
          Columns: columns(table.columns),
          PartitionKeys: columns(table.partitionKeys ?? []),
          Parameters: {},
        },
      };
    },
  };
}

/** What the workgroup says stands above what the query says, where it is enforced. */
function outputOf({ name, output, isEnforced }: WorkGroup, own: string | undefined): string {
  const chosen = isEnforced ? (output ?? own) : (own ?? output);
  if (chosen !== undefined) return chosen;
  throw new ServiceError(
    code,
    `No output location provided. An output location is required either through the Workgroup result configuration setting of ${name} or as an API input.`,
  );
}

/** The first row of a result repeats the names of its columns. */
function resultsPage(result: QueryResult, size: number, token: string | undefined): object {
  const all = [result.columns.map(({ name }): string | undefined => name), ...result.rows];
  const { items, next } = pageOf(all, size, token, code);
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: items.map((cells) => ({
        Data: cells.map((text) => (text === undefined ? {} : { VarCharValue: text })),
      })),
      ResultSetMetadata: {
        ColumnInfo: result.columns.map(({ name, type }) => ({
          CatalogName: 'hive',
          SchemaName: '',
          TableName: '',
          Name: name,
          Label: name,
          Type: type,
          Precision: 0,
          Scale: 0,
          Nullable: 'UNKNOWN',
          CaseSensitive: type === 'varchar',
        })),
      },
    },
    NextToken: next,
  };
}

function describe(query: Query, nowMs: number): object {
  const { completedMs, isRetryable, submittedMs, state, reason, workGroup } = query;
  return {
    QueryExecutionId: query.id,
    Query: query.sql,
    StatementType: 'DML',
    ResultConfiguration: { OutputLocation: `${query.output.replace(/\/?$/, '/')}${query.id}.csv` },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: { Database: query.database, Catalog: query.catalog },
    Status: {
      State: state,
      StateChangeReason: reason,
      SubmissionDateTime: new Date(submittedMs),
      CompletionDateTime: completedMs === undefined ? undefined : new Date(completedMs),
      ...(state === 'FAILED' && {
        AthenaError: {
          ErrorCategory: isRetryable ? 1 : 2,
          ErrorType: isRetryable ? 0 : 1_006,
          Retryable: isRetryable,
          ErrorMessage: reason,
        },
      }),
    },
    Statistics: {
      DataScannedInBytes: query.scannedBytes,
      TotalExecutionTimeInMillis: Math.round((completedMs ?? nowMs) - submittedMs),
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
    WorkGroup: workGroup.name,
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
  };
}

function describeGroup({ name, isEnabled, output, isEnforced, cutoffBytes }: WorkGroup): object {
  return {
    Name: name,
    State: isEnabled ? 'ENABLED' : 'DISABLED',
    Configuration: {
      ResultConfiguration: output === undefined ? {} : { OutputLocation: output },
      EnforceWorkGroupConfiguration: isEnforced,
      PublishCloudWatchMetricsEnabled: false,
      BytesScannedCutoffPerQuery: cutoffBytes,
      RequesterPaysEnabled: false,
      EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    },
  };
}
