import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { wallClock } from '@ml-ci/core';
import { createTransport, type Repository, registryRepository } from '@ml-ci/oci';
import { freePort } from '../src/free-port.ts';

/** Debian's docker-registry on a loopback port, for tests. */
export interface RegistryProcess {
  readonly host: string;
  repository(path: string): Repository;
  close(): Promise<void>;
}

/** Starts an empty registry. */
export async function startRegistry(): Promise<RegistryProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  await mkdir(join(folder, 'data'));
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host },
  };
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    await delay(50);
  }
  const transport = createTransport({
    host,
    clock: wallClock,
    random: Math.random,
    credentials: async () => ({ type: 'anonymous' }),
  });
  return {
    host,
    repository: (path) => registryRepository(transport, path),
    async close() {
      transport.close();
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
