import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createTransport, registryRepository } from '../src/index.ts';
import { pushImage, quickClock } from './fixture.ts';
import { password, startMemoryRegistry } from './memory-registry.ts';

const once = { tries: 1, baseMs: 1, capMs: 1 };

it('reaches registries beyond loopback through the proxy of the environment', async () => {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(String(request.url));
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo; // a TCP server that listens has one
  const transport = createTransport({
    host: 'registry.invalid',
    clock: quickClock(),
    random: () => 0,
    retry: once,
    credentials: async () => ({ type: 'anonymous' }),
    proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
  });
  await expect(registryRepository(transport, 'a').head('1')).rejects.toMatchObject({
    code: 'REGISTRY_UNAVAILABLE',
  });
  expect(asked).toEqual(['registry.invalid:443']);
  transport.close();
  await new Promise((resolve) => proxy.close(resolve));
});

it('tells every secret before it is used: the password, its encoded form and each token', async () => {
  const registry = await startMemoryRegistry({ auth: 'bearer' });
  const secrets = new Set<string>();
  const transport = createTransport({
    host: registry.host,
    clock: quickClock(),
    random: () => 0,
    onSecret: (secret) => secrets.add(secret),
    credentials: async () => ({ type: 'basic', username: 'ci', password }),
  });
  await pushImage(registryRepository(transport, 'dev/m'), 1, { tag: '1' });
  const sent = registry.requests.map(({ authorization }) => authorization?.split(' ')[1]);
  const unknown = sent.filter((secret) => secret !== undefined && !secrets.has(secret));
  expect(unknown).toEqual([]);
  expect(secrets.has(password)).toBe(true);
  expect(registry.requests.filter(({ path }) => path === '/token').length).toBeLessThanOrEqual(2);
  transport.close();
  await registry.close();
});

it('asks for a new token when one is refused in the middle', async () => {
  let good = 0;
  const registry = await startMemoryRegistry({
    auth: 'bearer',
    // Each token is good for five requests, whatever the token server said of its life.
    isTokenGood: (token) => {
      uses.set(token, (uses.get(token) ?? 0) + 1);
      if ((uses.get(token) ?? 0) > 5) return false;
      good += 1;
      return true;
    },
  });
  const uses = new Map<string, number>();
  const transport = createTransport({
    host: registry.host,
    clock: quickClock(),
    random: () => 0,
    credentials: async () => ({ type: 'basic', username: 'ci', password }),
  });
  await pushImage(registryRepository(transport, 'dev/m'), 1, { tag: '1', layers: 6 });
  expect(registry.repository('dev/m').tags.size).toBe(1);
  expect(registry.sessions.size).toBe(0);
  expect(uses.size).toBeGreaterThan(2);
  expect(good).toBeGreaterThan(10);
  transport.close();
  await registry.close();
});

it('gives up a connection on which nothing moves', async () => {
  const registry = await startMemoryRegistry({ fault: () => ({ type: 'hang' }) });
  const transport = createTransport({
    host: registry.host,
    clock: quickClock(),
    random: () => 0,
    retry: once,
    idleTimeoutMs: 50,
    credentials: async () => ({ type: 'anonymous' }),
  });
  await expect(registryRepository(transport, 'a').head('1')).rejects.toMatchObject({
    code: 'REGISTRY_UNAVAILABLE',
  });
  transport.close();
  await registry.close();
});
