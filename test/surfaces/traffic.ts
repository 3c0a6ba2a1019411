import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Forty requests a second to `/a`, `/b` and `/c` in turn, until they are stopped. */
export function startTraffic(target: string): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const send = (path: string) =>
    new Promise<void>((resolve) => {
      const request = get(new URL(path, target), { agent, timeout: 5_000 }, (answer) => {
        answer.resume().on('close', resolve);
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve()); // what users do not get is the service's business, not this sender's
    });
  const loop = (async () => {
    for (let index = 0; !stopping.signal.aborted; index += 1) {
      void send(['/a', '/b', '/c'][index % 3] ?? '/');
      await delay(25, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await loop;
      agent.destroy();
    },
  };
}
