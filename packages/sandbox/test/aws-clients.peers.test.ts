import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { scaledClock } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { compareDerived } from '../../../test/derived.ts';
import { routes as codeArtifactRoutes } from '../src/codeartifact/routes.ts';
import type { ServiceModule } from '../src/context.ts';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { operations as s3Routes } from '../src/s3/route.ts';
import { factories } from '../src/services.ts';
import { calls } from './clients/index.ts';
import type { Row } from './clients/row.ts';
import { pushImage, testRuntime } from './test-runtime.ts';

const account = '111111111111';
const region = 'us-east-1';
const root = resolve(import.meta.dirname, '../../..');

type Call = Pick<Row, 'operation' | 'parameters' | 'as' | 'until'> & { readonly service: string };
interface Answer {
  /** The error code, or `ok`. */
  readonly code: string;
  /** What AWS's model of the operation does not know. */
  readonly strange: readonly string[];
}
const clients = { boto3: 'boto3', cli: 'AWS CLI' } as const;
type Client = keyof typeof clients;

async function callAll(
  client: Client,
  list: readonly Call[],
  env: Record<string, string>,
): Promise<readonly Answer[]> {
  const child = spawn('python3', [join(import.meta.dirname, 'aws-clients.py'), client], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(list.map((call) => ({ parameters: {}, ...call }))));
  return JSON.parse(await text(child.stdout)) as Answer[];
}

/** Every call by one client, against a sandbox of its own. */
async function answersOf(client: Client): Promise<readonly Answer[]> {
  const sandbox = await startSandbox({ clock: scaledClock(Date.now(), 60), runtime: testRuntime() });
  try {
    await sandbox.seedEcsService({
      account,
      region,
      cluster: 'seeded',
      service: 'web',
      container: 'server',
      port: 8080,
      application: 'web',
      group: 'prod',
      image: await pushImage(sandbox, account, region, 'blue'),
      tasks: 1,
    });
    seedAthena(sandbox);
    return await callAll(client, allCalls, sandbox.env(account, region));
  } finally {
    await sandbox.stop();
  }
}

/** A table and what runs SQL: the sandbox has no engine of its own. */
function seedAthena({ stores }: Sandbox): void {
  const there = stores.athena.of({ account, region });
  there.addWorkGroup({ name: 'probe', isEnabled: true, isEnforced: true, output: 's3://results/' });
  const columns = [{ name: 'one', type: 'integer' }];
  there.addTable({ catalog: 'AwsDataCatalog', database: 'sales', name: 'orders', columns });
  stores.athena.executor = async () => ({ columns, rows: [['1']], scannedBytes: 10 });
}

const allRows = calls.flatMap(({ rows, service }) => rows.map((row) => ({ ...row, service })));
const allCalls: readonly Call[] = allRows.map(({ error: _, route: __, ...call }) => call);

test('boto3 and the AWS CLI understand every answer, and no answer holds what AWS does not know', async () => {
  const answers = { boto3: await answersOf('boto3'), cli: await answersOf('cli') };
  for (const [client, given] of Object.entries(answers)) {
    const seen = allRows.map(({ operation, service }, at) => ({ client, service, operation, ...given[at] }));
    const expected = allRows.map(({ error, operation, service }) => ({
      client,
      service,
      operation,
      code: error ?? 'ok',
      strange: [],
    }));
    expect(seen).toEqual(expected);
  }
  await compareDerived(join(root, 'docs/clients.md'), tableOf(answers));
});

test('every operation of the sandbox has a row', async () => {
  const served = [...(await rpcOperations()), ...restOperations()].sort();
  const rows = calls.flatMap(({ rows: ofService, signingName }) =>
    ofService.map(({ operation, route }) => `${signingName} ${route ?? operation}`),
  );
  expect([...new Set(rows)].sort()).toEqual(served);
});

/** The names that the services themselves go by: they are made a second time in a sandbox, and asked. */
async function rpcOperations(): Promise<readonly string[]> {
  const modules: ServiceModule[] = [];
  const sandbox = await startSandbox({
    services: {
      again: async (ctx) => {
        for (const factory of Object.values(factories)) modules.push(await factory(ctx));
        return { services: [], state: undefined };
      },
    },
  });
  await sandbox.stop();
  return modules
    .flatMap(({ services }) => services)
    .flatMap((service) =>
      service.kind === 'rpc'
        ? Object.keys({ ...service.operations, ...service.unsigned }).map(
            (operation) => `${service.signingName} ${operation}`,
          )
        : [],
    );
}

function restOperations(): readonly string[] {
  return [
    ...[...s3Routes.keys()].map((route) => `s3 ${route}`),
    ...Object.values(codeArtifactRoutes).map(({ action }) => `codeartifact ${action}`),
  ];
}

function tableOf(answers: Readonly<Record<Client, readonly Answer[]>>): string {
  const lines = allRows.map(
    ({ operation, service }, at) =>
      `| ${service} | ${operation} | ${answers.boto3[at]?.code} | ${answers.cli[at]?.code} |`,
  );
  return [
    '<!-- Written by packages/sandbox/test/aws-clients.peers.test.ts: UPDATE=1 npm run test:peers -->',
    '# What clients of others make of the sandbox',
    '',
    'Each line is one call, made by boto3 and by the AWS CLI, each of a sandbox of its own, in this order. `ok` is an answer',
    "that the client could read and in which AWS's own model of the operation knows every member, its type and its value",
    'where the values are numbered; else the error code that had to come. An operation that the sandbox serves and that',
    'has no line here fails the test.',
    '',
    '| service | operation | boto3 | AWS CLI |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

test.each(['boto3', 'cli'] as const)('%s shows what AWS does not know', async (client) => {
  const server = createServer((request, response) => {
    const isJson = request.headers['x-amz-target'] !== undefined;
    response.end(
      isJson
        ? '{"repositories":[{"repositoryName":7,"colour":"red","imageTagMutability":"SOFT"}]}'
        : '<GetCallerIdentityResponse><GetCallerIdentityResult><Colour/></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: region,
  };
  const asked = [
    { service: 'ecr', operation: 'DescribeRepositories' },
    { service: 'sts', operation: 'GetCallerIdentity' },
  ];
  const answers = await callAll(client, asked, env);
  server.close();
  expect(answers.map(({ strange }) => strange)).toEqual([
    [
      'DescribeRepositories.repositories[].colour is unknown',
      'DescribeRepositories.repositories[].imageTagMutability is "SOFT", which is no value of ImageTagMutability',
      'DescribeRepositories.repositories[].repositoryName is no string',
    ],
    ['GetCallerIdentity.Colour is unknown'],
  ]);
});
