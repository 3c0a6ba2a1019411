import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectEngine, engineAddress } from '../src/connect.ts';

const everything = () => true;
const nothing = () => false;
const addresses: readonly [string, Record<string, string>, (path: string) => boolean, string | undefined][] =
  [
    [
      'DOCKER_HOST goes before all',
      { DOCKER_HOST: 'tcp://10.0.0.1:2376' },
      everything,
      'tcp://10.0.0.1:2376',
    ],
    ['an empty DOCKER_HOST is none', { DOCKER_HOST: '' }, everything, '/var/run/docker.sock'],
    ['the usual socket', {}, everything, '/var/run/docker.sock'],
    [
      'an engine without root',
      { XDG_RUNTIME_DIR: '/run/user/1' },
      (path) => path.startsWith('/run/user'),
      '/run/user/1/docker.sock',
    ],
    [
      'Docker Desktop',
      { HOME: '/home/me' },
      (path) => path.startsWith('/home'),
      '/home/me/.docker/run/docker.sock',
    ],
    ['no socket', { HOME: '/home/me' }, nothing, undefined],
  ];

test.each(addresses)('%s', (_, env, exists, expected) => {
  expect(engineAddress(env, exists)).toBe(expected);
});

test.each([
  ['nobody listens', { DOCKER_HOST: 'tcp://127.0.0.1:1' }, /ECONNREFUSED/],
  ['a socket that is not there', { DOCKER_HOST: 'unix:///no/such.sock' }, /ENOENT/],
  ['a kind of address that we do not speak', { DOCKER_HOST: 'ssh://me@host' }, /not a unix/],
])('%s: there is no engine, and why', async (_, env, why) => {
  expect(await detectEngine(env)).toMatchObject({ engine: undefined, why: expect.stringMatching(why) });
});

test('an engine that does not answer in time is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-engine-'));
  const socket = join(folder, 'docker.sock');
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const answer = await detectEngine({ DOCKER_HOST: `unix://${socket}` }, 100);
  expect(answer.engine).toBeUndefined();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});
