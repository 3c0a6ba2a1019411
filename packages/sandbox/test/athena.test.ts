import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  ListQueryExecutionsCommand,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { manualClock, scaledClock } from '@ml-ci/core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { until } from './until.ts';

let sandbox: Sandbox;
let client: AthenaClient;
const where = { account: '111111111111', region: 'us-east-1' };

beforeAll(async () => {
  sandbox = await startSandbox({ clock: scaledClock(Date.now(), 60) });
  client = new AthenaClient(seededClient(sandbox));
  const region = sandbox.stores.athena.of(where);
  region.addWorkGroup({ name: 'own', isEnabled: true, isEnforced: false, output: 's3://results/own' });
  region.addWorkGroup({
    name: 'small',
    isEnabled: true,
    isEnforced: true,
    output: 's3://r',
    cutoffBytes: 50,
  });
  region.addWorkGroup({ name: 'off', isEnabled: false, isEnforced: true, output: 's3://r' });
  region.addTable({
    catalog: 'AwsDataCatalog',
    database: 'sales',
    name: 'orders',
    columns: [{ name: 'id', type: 'bigint' }],
    partitionKeys: [{ name: 'day', type: 'string' }],
  });
  sandbox.stores.athena.executor = async (sql) => {
    if (sql.includes('bad')) throw new Error('SYNTAX_ERROR: line 1:1');
    const rows = [
      ['1', 'a'],
      ['2', ''],
      ['3', undefined],
    ];
    const columns = [
      { name: 'n', type: 'bigint' },
      { name: 'text', type: 'varchar' },
    ];
    return { columns, rows, scannedBytes: 100 };
  };
});
afterAll(() => sandbox.stop());

let count = 0;
function start(sql: string, more: Partial<StartQueryExecutionCommandInput> = {}, by = client) {
  count += 1;
  const ClientRequestToken = `token-of-${count}-${'x'.repeat(32)}`;
  return by.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: 'own', ClientRequestToken, ...more }),
  );
}
const look = async (QueryExecutionId: string | undefined, by = client) =>
  (await by.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution;
const ended = (id: string | undefined, state: string) =>
  until(async () => (await look(id))?.Status?.State === state);

test('a query waits, then runs and scans, on the clock', async () => {
  const clock = manualClock(Date.now());
  const own = await startSandbox({ clock });
  onTestFinished(() => own.stop());
  own.stores.athena.executor = async () => ({ columns: [], rows: [], scannedBytes: 100 });
  const region = own.stores.athena.of(where);
  region.addWorkGroup({ name: 'own', isEnabled: true, isEnforced: false, output: 's3://results/own' });
  const athena = new AthenaClient(seededClient(own));
  const { QueryExecutionId } = await start('SELECT 1', {}, athena);
  const seen = [];
  for (const ms of [0, 500, 750, 750]) {
    await clock.advance(ms);
    const found = await look(QueryExecutionId, athena);
    seen.push([found?.Status?.State, found?.Statistics?.DataScannedInBytes]);
  }
  expect(seen).toEqual([
    ['QUEUED', 0],
    ['RUNNING', 0],
    ['RUNNING', 50],
    ['SUCCEEDED', 100],
  ]);
});

test('a result comes page by page', async () => {
  const { QueryExecutionId } = await start('SELECT n, text FROM orders');
  await ended(QueryExecutionId, 'SUCCEEDED');
  const found = await look(QueryExecutionId);
  expect(found?.ResultConfiguration?.OutputLocation).toBe(`s3://results/own/${QueryExecutionId}.csv`);
  const first = await client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 2 }));
  const cells = (reply: typeof first) =>
    reply.ResultSet?.Rows?.map(({ Data = [] }) => Data.map((cell) => cell.VarCharValue));
  expect(cells(first)).toEqual([
    ['n', 'text'],
    ['1', 'a'],
  ]);
  const { NextToken } = first;
  const second = await client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
  expect(cells(second)).toEqual([
    ['2', ''],
    ['3', undefined],
  ]);
  expect(second.NextToken).toBeUndefined();
  const { QueryExecutionIds } = await client.send(new ListQueryExecutionsCommand({ WorkGroup: 'own' }));
  expect(QueryExecutionIds?.[0]).toBe(QueryExecutionId);
});

test('a token stands for one query, and for no other', async () => {
  const token = { ClientRequestToken: 'one-token-that-has-32-characters-or-more' };
  const { QueryExecutionId } = await start('SELECT 1', token);
  expect((await start('SELECT 1', token)).QueryExecutionId).toBe(QueryExecutionId);
  await expect(start('SELECT 2', token)).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

test('a query that fails says why, and has no result', async () => {
  const { QueryExecutionId } = await start('bad');
  await ended(QueryExecutionId, 'FAILED');
  expect((await look(QueryExecutionId))?.Status).toMatchObject({
    StateChangeReason: 'SYNTAX_ERROR: line 1:1',
    AthenaError: { ErrorCategory: 2, Retryable: false },
  });
  await expect(client.send(new GetQueryResultsCommand({ QueryExecutionId }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
});

test('a query is stopped; one over the limit of its workgroup is cancelled', async () => {
  const { QueryExecutionId } = await start('SELECT 3');
  await client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
  await ended(QueryExecutionId, 'CANCELLED');
  const large = await start('SELECT 4', { WorkGroup: 'small' });
  await ended(large.QueryExecutionId, 'CANCELLED');
  expect((await look(large.QueryExecutionId))?.Statistics?.DataScannedInBytes).toBe(50);
});

test.each<[string, Partial<StartQueryExecutionCommandInput>]>([
  ['a workgroup that is not there', { WorkGroup: 'no' }],
  ['one that is disabled', { WorkGroup: 'off' }],
  ['one without a place for results', { WorkGroup: 'primary' }],
  ['too long a query', { QueryString: 'x'.repeat(262_145) }],
  ['too short a token', { ClientRequestToken: 'short' }],
])('refuses %s', async (_what, more) => {
  await expect(start('SELECT 5', more)).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

test('a table has its columns and what it is partitioned by', async () => {
  const name = { CatalogName: 'awsdatacatalog', DatabaseName: 'sales' };
  const { TableMetadata } = await client.send(new GetTableMetadataCommand({ ...name, TableName: 'orders' }));
  expect(TableMetadata).toMatchObject({
    Columns: [{ Name: 'id', Type: 'bigint' }],
    PartitionKeys: [{ Name: 'day', Type: 'string' }],
  });
  await expect(
    client.send(new GetTableMetadataCommand({ ...name, TableName: 'none' })),
  ).rejects.toMatchObject({ name: 'MetadataException' });
});
