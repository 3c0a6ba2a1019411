import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { githubHost } from './github.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const hostWith = (env: Readonly<Record<string, string>>) =>
  githubHost({ env, cwd: '/', stdout: { write: () => true } });

/** A token endpoint that answers with `status`, and what it was asked. */
async function withEndpoint(status: number, work: (env: Record<string, string>) => Promise<void>) {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.writeHead(status).end(JSON.stringify({ value: 'the-token' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    // a server that listens on an address has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?v=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    };
    // @actions/core reads the process, which on a runner is the host
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await work(env);
  } finally {
    server.close();
  }
  return asked;
}

test.each([
  [{}],
  [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/' }],
  [{ ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
])('a job that may not ask for tokens has none (%o)', (env) => {
  expect(hostWith(env).idToken).toBeUndefined();
});

test('a job that may ask gets a token for the audience, with its request token', async () => {
  const asked = await withEndpoint(200, async (env) => {
    expect(await hostWith(env).idToken?.('sts.amazonaws.com')).toBe('the-token');
  });
  expect(asked).toEqual([['/token?v=2&audience=sts.amazonaws.com', 'Bearer request-token']]);
});

test('a refusal is ID_TOKEN_FAILED, without the request token', async () => {
  await withEndpoint(403, async (env) => {
    const failure = hostWith(env).idToken?.('sts.amazonaws.com');
    await expect(failure).rejects.toMatchObject({ code: 'ID_TOKEN_FAILED', kind: 'remote' });
    await expect(failure).rejects.not.toThrow(/request-token/);
  });
});
