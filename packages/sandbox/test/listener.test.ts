import { request } from 'node:http';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { createLog, type LogEvent } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';

test('a client that goes away in a push is no failure, and what it sent can be gone on with', async () => {
  const events: LogEvent[] = [];
  const sandbox = await startSandbox({ log: createLog((event) => events.push(event)) });
  try {
    const ecr = new ECRClient(seededClient(sandbox));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'model' }));
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand());
    const { authorizationToken, proxyEndpoint = '' } = authorizationData?.[0] ?? {};
    const headers = { authorization: `Basic ${authorizationToken}` };
    const begun = await fetch(`${proxyEndpoint}/v2/model/blobs/uploads/`, { method: 'POST', headers });
    const location = begun.headers.get('location') ?? '';

    const broken = request(location, { method: 'PATCH', headers: { ...headers, 'content-length': 100 } });
    broken.on('error', () => undefined);
    await new Promise<void>((resolve) => broken.write('x'.repeat(40), () => resolve()));
    await expect.poll(() => rangeOf(location, headers)).toBe('0-39');
    broken.destroy();

    const rest = { method: 'PATCH', headers: { ...headers, 'content-range': '40-41' }, body: 'yz' };
    await expect.poll(async () => (await fetch(location, rest)).status).toBe(202);
    expect(await rangeOf(location, headers)).toBe('0-41');
    expect(events.filter(({ type }) => type === 'warn')).toEqual([]);
  } finally {
    await sandbox.stop();
  }
});

async function rangeOf(location: string, headers: Record<string, string>): Promise<string | null> {
  return (await fetch(location, { headers })).headers.get('range');
}

test('a port that is taken is an error, and nothing stays open', async () => {
  const first = await startSandbox();
  const port = Number(new URL(first.endpoint).port);
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.stop();
  const second = await startSandbox({ port });
  await Promise.all([second.stop(), second.stop()]);
  await expect(fetch(second.endpoint)).rejects.toThrow();
});

test('a service that cannot be made ends the sandbox', async () => {
  const port = 0;
  let endpoint = '';
  const services = {
    broken: (ctx: { endpoint: string }) => {
      endpoint = ctx.endpoint;
      throw new Error('no');
    },
  };
  await expect(startSandbox({ port, services })).rejects.toThrow('no');
  await expect(fetch(endpoint)).rejects.toThrow();
});
