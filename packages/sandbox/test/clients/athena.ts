import type { ServiceRows } from './row.ts';

const query = {
  QueryString: 'SELECT 1 AS one',
  ClientRequestToken: 'a-token-of-at-least-32-characters',
  WorkGroup: 'probe',
  QueryExecutionContext: { Database: 'sales', Catalog: 'AwsDataCatalog' },
  ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
};
const started = { QueryExecutionId: '<StartQueryExecution.QueryExecutionId>' };

/** A query and its result, a table and a workgroup; a query that is stopped. */
export const athena: ServiceRows = {
  service: 'athena',
  signingName: 'athena',
  rows: [
    { operation: 'GetWorkGroup', parameters: { WorkGroup: 'probe' } },
    { operation: 'GetWorkGroup', parameters: { WorkGroup: 'no' }, error: 'InvalidRequestException' },
    {
      operation: 'GetTableMetadata',
      parameters: { CatalogName: 'AwsDataCatalog', DatabaseName: 'sales', TableName: 'orders' },
    },
    {
      operation: 'GetTableMetadata',
      parameters: { CatalogName: 'AwsDataCatalog', DatabaseName: 'sales', TableName: 'no' },
      error: 'MetadataException',
    },
    { operation: 'StartQueryExecution', parameters: query },
    {
      operation: 'StartQueryExecution',
      parameters: { ...query, QueryString: 'SELECT 2' },
      error: 'InvalidRequestException',
      as: 'another',
    },
    {
      operation: 'GetQueryExecution',
      parameters: started,
      until: ['QueryExecution.Status.State', 'SUCCEEDED'],
    },
    { operation: 'GetQueryResults', parameters: { ...started, MaxResults: 1 } },
    { operation: 'StopQueryExecution', parameters: started },
    { operation: 'ListQueryExecutions', parameters: { WorkGroup: 'probe' } },
    {
      operation: 'GetQueryExecution',
      parameters: { QueryExecutionId: 'no' },
      error: 'InvalidRequestException',
      as: 'none',
    },
  ],
};
