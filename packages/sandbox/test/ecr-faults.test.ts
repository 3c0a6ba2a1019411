import { createHash } from 'node:crypto';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { manualClock } from '@ml-ci/core';
import { afterEach, expect, test } from 'vitest';
import { parseFaults, type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';

const clock = manualClock(Date.now());
const content = 'x'.repeat(100_000);
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
let sandbox: Sandbox;
afterEach(() => sandbox.stop());

async function open(...faults: string[]) {
  sandbox = await startSandbox({ clock, faults: parseFaults(faults) });
  const ecr = new ECRClient(seededClient(sandbox));
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'model' }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand());
  const { authorizationToken, proxyEndpoint } = authorizationData?.[0] ?? {};
  const registry = await sandbox.stores.ecr.registry('111111111111', 'us-east-1');
  const repository = registry.repositories.get('model');
  const send = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, proxyEndpoint), {
      ...init,
      headers: { authorization: `Basic ${authorizationToken}`, ...init.headers },
    });
  return { send, repository };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function begin({ send }: Opened): Promise<string> {
  const begun = await send('/v2/model/blobs/uploads/', { method: 'POST' });
  return begun.headers.get('location') ?? '';
}

async function upload(opened: Opened): Promise<Response> {
  return await opened.send(`${await begin(opened)}?digest=${digest}`, { method: 'PUT', body: content });
}

test('a registry that is too busy says when to come again', async () => {
  const { send } = await open('registry:throttle');
  const answer = await send('/v2/model/tags/list');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await answer.json()).toMatchObject({ errors: [{ code: 'TOOMANYREQUESTS' }] });
});

test('a registry that fails says 500', async () => {
  const { send } = await open('registry:500');
  expect((await send('/v2/model/tags/list')).status).toBe(500);
});

test('a connection that is reset in a push leaves no blob', async () => {
  const opened = await open('registry:reset:0.5');
  const outcomes = [];
  for (let index = 0; index < 12; index += 1) {
    outcomes.push(
      await upload(opened)
        .then(({ status }) => status)
        .catch(() => 'broken'),
    );
    if (outcomes.at(-1) === 'broken')
      expect(opened.repository?.layers.has(digest)).toBe(outcomes.includes(201));
  }
  expect(outcomes).toContain('broken');
  expect(outcomes).toContain(201);
});

test('a blob that is cut off announces its whole length', async () => {
  const opened = await open('registry:truncate');
  expect((await upload(opened)).status).toBe(201);
  const answer = await opened.send(`/v2/model/blobs/${digest}`);
  expect(answer.headers.get('content-length')).toBe(String(content.length));
  await expect(answer.text()).rejects.toThrow();
});

test('a token that ends early is refused, with 401 or, by switch, 403', async () => {
  const { send } = await open('ecr:expire:10s');
  expect((await send('/v2/model/tags/list')).status).toBe(200);
  await clock.advance(10_000);
  expect((await send('/v2/model/tags/list')).status).toBe(401);
  sandbox.stores.ecr.quirks.expiredTokenStatus = 403;
  const denied = await send('/v2/model/tags/list');
  expect([denied.status, await denied.json()]).toMatchObject([403, { errors: [{ code: 'DENIED' }] }]);
});

test('the broken chunks of ECR keep the data and stop the range, by switch', async () => {
  const opened = await open();
  sandbox.stores.ecr.quirks.chunkedUploadBroken = true;
  const location = await begin(opened);
  const patch = (body: string) => opened.send(location, { method: 'PATCH', body });
  const first = await patch(content.slice(0, 10));
  expect([first.status, first.headers.get('range')]).toEqual([202, '0-9']);
  const second = await patch(content.slice(10));
  expect([second.status, second.headers.get('range')]).toEqual([201, '0-9']);
  expect((await opened.send(`${location}?digest=${digest}`, { method: 'PUT' })).status).toBe(201);
});

test('blobs come from the registry itself when redirects are switched off', async () => {
  const opened = await open();
  sandbox.stores.ecr.quirks.redirectBlobs = false;
  await upload(opened);
  const answer = await opened.send(`/v2/model/blobs/${digest}`, { headers: { range: 'bytes=0-2' } });
  expect([answer.redirected, answer.status, await answer.text()]).toEqual([false, 206, 'xxx']);
});
