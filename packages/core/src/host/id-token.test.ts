import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { detectHost } from './detect.ts';
import { githubHost } from './github.ts';

type Env = Readonly<Record<string, string>>;
const stream = { write: () => true };
const hosts = [
  ['an action', (env: Env) => githubHost({ env, cwd: '/', stdout: stream })],
  [
    'a command of a run: step',
    (env: Env) => detectHost({ argv: [], env, cwd: '/', stdout: stream, stderr: stream }),
  ],
] as const;

/** A token endpoint that answers with `status`, and what it was asked. Only an action may speak on stdout: to the runner. */
async function withEndpoint(
  name: string,
  status: number,
  work: (env: Record<string, string>) => Promise<void>,
) {
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
    if (name === 'an action') for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await work(env);
    if (name !== 'an action') expect(written).not.toHaveBeenCalled();
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    server.close();
  }
  return asked;
}

describe.each(hosts)('%s', (name, start) => {
  test.each([
    [{}],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/' }],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
  ])('a job that may not ask for tokens has none (%o)', (env) => {
    expect(start(env).idToken).toBeUndefined();
  });

  test('a job that may ask gets a token for the audience, with its request token', async () => {
    const asked = await withEndpoint(name, 200, async (env) => {
      expect(await start(env).idToken?.('sts.amazonaws.com')).toBe('the-token');
    });
    expect(asked).toEqual([['/token?v=2&audience=sts.amazonaws.com', 'Bearer request-token']]);
  });

  test('a refusal is ID_TOKEN_FAILED, without the request token', async () => {
    await withEndpoint(name, 403, async (env) => {
      const failure = start(env).idToken?.('sts.amazonaws.com');
      await expect(failure).rejects.toMatchObject({ code: 'ID_TOKEN_FAILED', kind: 'remote' });
      await expect(failure).rejects.not.toThrow(/request-token/);
    });
  });
});
