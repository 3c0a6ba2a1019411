import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog, wallClock } from '@ml-ci/core';
import { afterEach, expect, test } from 'vitest';
import { createAws } from '../src/index.ts';
import { environment } from './run.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
});

/** A session against a server that answers like this, at its own address or, through it as a proxy, at another. */
async function against(
  answer: RequestListener,
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
  behind?: string,
) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // a server that listens on an address has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const aws = createAws({
    env: {
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...env,
      ...(behind === undefined ? {} : { HTTP_PROXY: `http://127.0.0.1:${port}` }),
    },
    clock: wallClock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: ['aws.example'],
    run: '1',
  });
  return aws.session({ ...environment, endpoint: behind ?? `http://127.0.0.1:${port}` }, signal);
}

const identity = (account: string) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;

test('a reset and a 500 are waited out', async () => {
  let requests = 0;
  const session = await against((request, response) => {
    requests += 1;
    if (requests === 1) request.socket.destroy();
    else if (requests === 2) response.writeHead(500).end('<ErrorResponse/>');
    else response.writeHead(200, { 'content-type': 'text/xml' }).end(identity('111111111111'));
  });
  expect(session.account).toBe('111111111111');
  expect(requests).toBe(3);
});

test('an address where nobody listens is AWS_UNAVAILABLE', async () => {
  const refused = against((request) => request.socket.destroy());
  await expect(refused).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE', kind: 'remote' });
}, 15_000);

test('an answer that is not AWS is an error, and none of ours', async () => {
  const proxy = against((_request, response) => response.writeHead(200).end('<html>log in first</html>'));
  await expect(proxy).rejects.toMatchObject({ code: expect.stringMatching(/^AWS_/) });
});

test('a request that is under way ends with the signal, and with its reason', async () => {
  const abort = new AbortController();
  const reason = new Error('cancelled by a test');
  const hanging = against(() => abort.abort(reason), abort.signal);
  await expect(hanging).rejects.toBe(reason);
});

test('a proxy is not asked for what listens on this machine', async () => {
  const answer: RequestListener = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/xml' }).end(identity('111111111111'));
  const session = await against(answer, undefined, {
    HTTP_PROXY: 'http://127.0.0.1:1',
    http_proxy: 'http://127.0.0.1:1',
  });
  expect(session.account).toBe('111111111111');
});

test('what is not on this machine is asked through the proxy of the environment', async () => {
  const asked: (string | undefined)[] = [];
  const proxy: RequestListener = (request, response) => {
    asked.push(request.url);
    response.writeHead(200, { 'content-type': 'text/xml' }).end(identity('111111111111'));
  };
  const session = await against(proxy, undefined, {}, 'http://aws.example');
  expect(session.account).toBe('111111111111');
  expect(asked).toEqual(['http://aws.example/']);
});
