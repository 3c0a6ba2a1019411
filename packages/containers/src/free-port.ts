import { createServer } from 'node:net';

const given = new Set<number>();

/** A loopback port that nobody listens on and that this process has not given out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await listenOnce();
    if (given.has(port)) continue; // its new owner may not listen yet
    given.add(port);
    return port;
  }
}

function listenOnce(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** The port is not in use by us any more. */
export function releasePort(port: number): void {
  given.delete(port);
}
