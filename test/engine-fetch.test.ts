import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createExec, silentLog } from '@ml-ci/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchEngine } from '../packages/steps/src/data/engine/engine-fetch.ts';
import type { EngineProject } from '../packages/steps/src/data/engine/engine-lock.ts';
import { half, type NpmRegistry, npmRegistry, whole } from './support/npm-registry.ts';

const name = 'tiny-engine';
let root: string;
let folder: string;
let registry: NpmRegistry;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ml-ci-engine-'));
  folder = join(root, 'tools/tiny-engine/1.0.0/here');
  await mkdir(join(root, 'home'));
  registry = await npmRegistry(root, name);
  await writeFile(join(root, 'home/.npmrc'), `registry=${registry.url}/\nfetch-retries=0\n`);
}, 60_000);

afterEach(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

function project(integrity: string): EngineProject {
  const manifest = { name: 'engine', version: '1.0.0', dependencies: { [name]: '1.0.0' } };
  const packages = { '': manifest, [`node_modules/${name}`]: { version: '1.0.0', integrity } };
  return {
    version: '1.0.0',
    manifest: JSON.stringify(manifest),
    lock: JSON.stringify({ ...manifest, lockfileVersion: 3, packages }),
  };
}

function fetchIt(
  options: { readonly integrity?: string; readonly path?: string; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const env = { PATH: options.path ?? process.env.PATH, HOME: join(root, 'home') };
  const exec = createExec({
    env,
    cwd: root,
    log: silentLog,
    ...(options.signal && { signal: options.signal }),
  });
  return fetchEngine({
    project: project(options.integrity ?? registry.integrity),
    folder,
    exec,
    log: silentLog,
  });
}

/** What lies in the tool cache beside the version: nothing half done may. */
const left = () => (existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : []);
const installed = () => existsSync(join(folder, 'node_modules', name, 'index.js'));

describe('fetching the data engine', { timeout: 60_000 }, () => {
  it('puts it whole into its folder, and asks nobody the second time', async () => {
    await fetchIt();
    expect([installed(), left()]).toEqual([true, ['here']]);
    registry.requests.length = 0;
    await fetchIt();
    expect(registry.requests).toEqual([]);
  });

  it('refuses other bytes than those of the lock, and leaves nothing', async () => {
    const integrity = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
    await expect(fetchIt({ integrity })).rejects.toMatchObject({ code: 'DATA_ENGINE_UNTRUSTED' });
    expect(left()).toEqual([]);
  });

  it('leaves nothing of a download that breaks off, and gets it the next time', async () => {
    registry.send = half;
    await expect(fetchIt()).rejects.toMatchObject({ code: 'DATA_ENGINE_UNREACHABLE' });
    expect(left()).toEqual([]);
    registry.send = whole;
    await fetchIt();
    expect([installed(), left()]).toEqual([true, ['here']]);
  });

  it('ends well for two processes at once', async () => {
    await Promise.all([fetchIt(), fetchIt()]);
    expect(registry.requests.filter((path) => path.endsWith('.tgz')).length).toBeGreaterThan(0);
    expect([installed(), left()]).toEqual([true, ['here']]);
  });

  it('leaves nothing when it is cancelled', async () => {
    const abort = new AbortController();
    registry.send = () => abort.abort(new Error('cancelled'));
    await expect(fetchIt({ signal: abort.signal })).rejects.toThrow('cancelled');
    expect(left()).toEqual([]);
  });

  it('says what to do where npm is missing, or no registry answers', async () => {
    await expect(fetchIt({ path: join(root, 'nowhere') })).rejects.toMatchObject({
      code: 'DATA_ENGINE_MISSING',
    });
    await registry[Symbol.asyncDispose]();
    await expect(fetchIt()).rejects.toMatchObject({ code: 'DATA_ENGINE_UNREACHABLE' });
    expect(left()).toEqual([]);
  });
});
