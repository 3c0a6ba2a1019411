import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Debian's docker-registry on a loopback port. */
export interface RegistryProcess {
  readonly host: string;
  /** Removes everything that was pushed; it keeps nothing in memory. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a registry that stores below `folder`. */
export async function startRegistry(folder: string): Promise<RegistryProcess> {
  const host = `127.0.0.1:${await freePort()}`;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: data } },
    http: { addr: host },
  };
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await untilUp(host);
  return {
    host,
    empty: () => rm(join(data, 'docker'), { recursive: true, force: true }),
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilUp(host: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await delay(50);
  }
  throw new Error(`docker-registry does not answer on ${host}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
