import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog, wallClock } from '@ml-ci/core';
import { startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAws, describeRepository } from '../src/index.ts';

const scope = { account: '111111111111', region: 'eu-west-1' };
const told = `${scope.account}.dkr.ecr.eu-west-1.amazonaws.com/dev/m`;
let emulator: Server;
let address: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;

/** An ECR that names its registry as AWS does, which is what emulators do. */
beforeAll(async () => {
  sandbox = await startSandbox();
  emulator = createServer((_request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const repository = { repositoryName: 'dev/m', repositoryUri: told, registryId: scope.account };
    response.end(JSON.stringify({ repositories: [repository] }));
  });
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an address with one
  address = `127.0.0.1:${(emulator.address() as AddressInfo).port}`;
});
afterAll(async () => {
  emulator.closeAllConnections();
  emulator.close();
  await sandbox.stop();
});

test('an emulator that names the registry of AWS is asked itself', async () => {
  const env = { ...sandbox.env(scope.account, scope.region), AWS_ENDPOINT_URL_ECR: `http://${address}` };
  const options = { env, clock: wallClock, log: silentLog, mask: () => undefined, allowEndpoints: [] };
  const aws = createAws({ ...options, run: 'test' });
  const session = await aws.session({ type: 'ecr', name: 'dev', ...scope, repository: 'dev/m' });
  const found = await describeRepository(session, 'dev/m');
  expect([found.host, found.uri]).toEqual([address, `${address}/dev/m`]);
});
