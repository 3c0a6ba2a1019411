import { type ChannelListener, channel } from 'node:diagnostics_channel';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetOfBytes } from '../../../sandbox/src/codeartifact/asset.ts';
import { readLock } from '../../src/dependencies/lock/read-lock.ts';
import { at, holdIn } from './gate-in.ts';

const count = 5_000;
/** As many are published by the domain itself, and are asked about twice more. */
const own = 250;
/** Files of the first package: more than one answer of the API has. */
const wheels = 1_100;
const limit = { atOnce: 16, ms: 120_000, mib: 256 };

let sandbox: Sandbox;
let text: string;

beforeAll(async () => {
  // Without it, each request would be answered before the next one is read.
  sandbox = await startSandbox({ faults: [{ target: 'codeartifact', kind: 'latency', rate: 1, ms: 5 }] });
  const entries: string[] = [];
  for (let index = 0; index < count; index += 1) entries.push(await publish(index));
  text = `version = 1\nrevision = 3\n\n${entries.join('\n')}`;
});
afterAll(() => sandbox.stop());

/** Adds a package to the repository; its entry in a uv.lock. */
async function publish(index: number): Promise<string> {
  const name = `p${index}`;
  const assets = Array.from({ length: index === 0 ? wheels : 2 }, (_, file) =>
    assetOfBytes(`${name}-1.0-${file}-py3-none-any.whl`, Buffer.from(`${name} ${file}`)),
  );
  const { store } = sandbox.stores.codeartifact;
  store.add(store.ensureRepository(at), {
    format: 'pypi',
    namespace: undefined,
    name,
    version: '1.0',
    assets,
    origin:
      index < own
        ? { originType: 'INTERNAL', domainEntryPoint: { repositoryName: at.repository } }
        : { originType: 'EXTERNAL', domainEntryPoint: { externalConnectionName: 'public:pypi' } },
    readManifest: async () => ({}),
  });
  const rows = assets.map(async (file) => {
    const { 'SHA-256': sha256 } = await file.hashes();
    return `    { url = "https://files.pythonhosted.org/aa/${file.name}", hash = "sha256:${sha256}" },\n`;
  });
  const files = (await Promise.all(rows)).join('');
  return `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\nwheels = [\n${files}]\n`;
}

/** How many requests the servers of this process had in hand at most while `work` ran, and how many there were. */
async function requestsDuring(work: () => Promise<void>): Promise<{ most: number; total: number }> {
  let open = 0;
  let most = 0;
  let total = 0;
  const begin: ChannelListener = () => {
    total += 1;
    open += 1;
    most = Math.max(most, open);
  };
  const end: ChannelListener = () => {
    open -= 1;
  };
  const [starts, finishes] = ['http.server.request.start', 'http.server.response.finish'].map(channel);
  starts?.subscribe(begin);
  finishes?.subscribe(end);
  try {
    await work();
  } finally {
    starts?.unsubscribe(begin);
    finishes?.unsubscribe(end);
  }
  return { most, total };
}

test(`a lock of ${count} packages is held against a repository, page by page`, {
  timeout: 300_000,
}, async () => {
  const heapBefore = process.memoryUsage().heapUsed;
  const startedMs = performance.now();
  const lock = await readLock(text, 'uv.lock');
  const readMs = performance.now() - startedMs;
  const { most, total } = await requestsDuring(async () => {
    const { result } = await holdIn(sandbox, lock);
    expect(result).toMatchObject({ findings: [], pending: [] });
    expect(result.found).toHaveLength(count);
    expect(result.found[0]?.assets).toHaveLength(wheels);
  });
  const ms = performance.now() - startedMs;
  const mib = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
  process.stdout.write(
    `${count} packages: read in ${readMs.toFixed(0)} ms, held in ${ms.toFixed(0)} ms, ${total} requests, ${most} at once, ${mib.toFixed(0)} MiB more\n`,
  );
  expect(total).toBeGreaterThan(2 * count + 2 * own);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(limit.atOnce);
  expect(ms).toBeLessThan(limit.ms);
  expect(mib).toBeLessThan(limit.mib);
});
