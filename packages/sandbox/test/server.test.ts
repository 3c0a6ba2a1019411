import { request } from 'node:http';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFaults, type Sandbox, startSandbox } from '../src/index.ts';
import { presign } from '../src/presign.ts';
import { echo } from './echo-service.ts';
import { signedRequest } from './sign.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock: manualClock(Date.now()), services: { echo } });
});
afterAll(() => sandbox.stop());

type Sent = { status: number; headers: Record<string, unknown>; body: string };

/** As a browser or a wrong client may send it: `fetch` does not let one choose `Host` and `Origin`. */
function send(path: string, headers: Record<string, string>, body = '', method = 'POST'): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox.endpoint}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const key = () => sandbox.credentials.ofAccount('111111111111');
const post = async (service: string, headers: Record<string, string>, body: string, change = {}) =>
  await fetch(
    ...(await signedRequest({
      endpoint: sandbox.endpoint,
      service,
      path: '/',
      headers,
      body,
      key: key(),
      ...change,
    })),
  );

describe('the guard', () => {
  test.each([
    ['a page of the web', { origin: 'https://example.com' }],
    ['a page of this host', { origin: 'http://localhost' }],
    ['a name that was rebound', { host: 'evil.example' }],
    ['another port', { host: '127.0.0.1:1' }],
  ])('refuses %s', async (_name, headers) => {
    expect((await send('/', headers)).status).toBe(403);
  });

  test('names each answer', async () => {
    const { headers } = await send('/', {});
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a signature', () => {
  const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Echo_2026.Echo' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const action = 'Action=Echo&Version=2026-01-01';

  test.each([
    [
      'json',
      json,
      '{}',
      { key: { accessKeyId: 'AKIAX', secretAccessKey: 'x' } },
      400,
      'UnrecognizedClientException',
    ],
    [
      'query',
      form,
      action,
      { key: { accessKeyId: 'AKIAX', secretAccessKey: 'x' } },
      403,
      'InvalidClientTokenId',
    ],
    ['json', json, '{}', { secret: 'wrong' }, 400, 'InvalidSignatureException'],
    ['query', form, action, { secret: 'wrong' }, 403, 'SignatureDoesNotMatch'],
    ['json', json, '{}', { sentBody: '{"a":1}' }, 400, 'InvalidSignatureException'],
    ['json', json, '{}', { skewMs: -16 * 60_000 }, 400, 'InvalidSignatureException'],
    ['query', form, action, { skewMs: 16 * 60_000 }, 403, 'SignatureDoesNotMatch'],
    ['json', json, '{}', { token: 'made up' }, 400, 'UnrecognizedClientException'],
  ])('of %s %#: is refused', async (_protocol, headers, body, change, status, code) => {
    const { secret, ...rest } = { secret: undefined, ...change };
    const used = secret ? { key: { ...key(), secretAccessKey: secret } } : {};
    const answer = await post('echo', headers, body, { ...rest, ...used });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(code);
  });

  test('that is not there is asked for', async () => {
    expect((await send('/', json, '{}')).body).toContain('MissingAuthenticationTokenException');
    expect((await send('/', form, action)).body).toContain('MissingAuthenticationToken<');
    expect((await send('/bucket', {}, '', 'GET')).body).toContain('<Code>AccessDenied</Code>');
  });

  test('of a session holds until its end', async () => {
    const session = sandbox.credentials.session({
      account: '111111111111',
      arn: 'arn:aws:sts::111111111111:assumed-role/a/b',
      userId: 'AROA:b',
      expiresMs: sandbox.clock.now() + 1_000,
    });
    const token = session.sessionToken;
    expect((await post('echo', json, '{}', { key: session, token })).status).toBe(200);
    expect((await post('echo', json, '{}', { key: session })).status).toBe(400);
    sandbox.credentials.revoke(session.accessKeyId);
    const expired = await post('echo', json, '{}', { key: session, token });
    expect(await expired.json()).toMatchObject({ __type: 'ExpiredTokenException' });
    const query = await post('echo', form, action, { key: session, token });
    expect(await query.text()).toContain('<Code>ExpiredToken</Code>');
  });

  test('in a URL holds for as long as the URL says', async () => {
    const scope = { service: 's3', region: 'us-east-1' };
    sandbox.stores.s3.createBucket('presigned', '111111111111', 'us-east-1');
    const url = (wallMs: number) => presign(sandbox.endpoint, '/presigned', scope, key(), 60, wallMs);
    const good = await fetch(url(Date.now()).replace('?', '?x-id=1&'));
    expect(await good.text()).toContain('SignatureDoesNotMatch');
    const late = await fetch(url(Date.now() - 61_000));
    expect(await late.text()).toContain('Request has expired');
  });

  test('for a service that is not served says so', async () => {
    const answer = await post('lambda', {}, '{}');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('docs/sandbox.md');
  });
});

describe('the protocols', () => {
  const input = { Text: 'a<b>&"ü', List: ['x', 'y'], Nested: [{ Name: 'n' }] };

  test.each(['1.0', '1.1'])('JSON %s', async (version) => {
    const type = `application/x-amz-json-${version}`;
    const headers = { 'content-type': type, 'x-amz-target': 'Echo_2026.Echo' };
    const answer = await post('echo', headers, JSON.stringify(input));
    expect(answer.headers.get('content-type')).toBe(type);
    expect(await answer.json()).toEqual({ input, at: 1.5, bytes: 'AQI=', map: { k: 'v' } });
  });

  test('Query', async () => {
    const form = new URLSearchParams({
      Action: 'Echo',
      Version: '2026-01-01',
      Text: input.Text,
      'List.member.1': 'x',
      'List.member.2': 'y',
      'Nested.member.1.Name': 'n',
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await post('echo', headers, form.toString());
    const text = await answer.text();
    expect(text).toContain('<EchoResponse xmlns="https://echo.example/"><EchoResult>');
    expect(text).toContain(
      '<Text>a&lt;b&gt;&amp;&quot;ü</Text><List><member>x</member><member>y</member></List>',
    );
    expect(text).toContain('<Nested><member><Name>n</Name></member></Nested>');
    expect(text).toContain('<at>1970-01-01T00:00:01.500Z</at><bytes>AQI=</bytes>');
    expect(text).toContain('<map><entry><key>k</key><value>v</value></entry></map>');
  });

  test('RPC v2 CBOR', async () => {
    const { cbor } = await import('@smithy/core/cbor');
    const body = Buffer.from(cbor.serialize(input));
    const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
    const change = { path: '/service/Echo_2026/operation/Echo' };
    const answer = await post('echo', headers, '', { ...change, body });
    expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    const value = cbor.deserialize(new Uint8Array(await answer.arrayBuffer()));
    expect(value).toMatchObject({ input, at: { tag: 1, value: 1.5 }, bytes: new Uint8Array([1, 2]) });
  });

  test('name an unknown operation and an error with its members', async () => {
    const call = (name: string) =>
      post('echo', { 'x-amz-target': `Echo_2026.${name}`, 'x-amzn-query-mode': 'true' }, '{}');
    expect(await (await call('Nothing')).json()).toMatchObject({ __type: 'UnknownOperationException' });
    const failed = await call('Fail');
    expect(failed.headers.get('x-amzn-query-error')).toBe('Failed;Sender');
    expect(await failed.json()).toEqual({ __type: 'FailedException', message: 'as asked', detail: 7 });
  });
});

test('faults strike the service they name', async () => {
  const broken = await startSandbox({ faults: parseFaults(['sts:throttle']) });
  try {
    const { accessKeyId, secretAccessKey } = broken.credentials.ofAccount('111111111111');
    const credentials = { accessKeyId, secretAccessKey };
    const sts = new STSClient({
      endpoint: broken.endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });
    await expect(sts.send(new GetCallerIdentityCommand())).rejects.toMatchObject({ name: 'Throttling' });
  } finally {
    await broken.stop();
  }
});
