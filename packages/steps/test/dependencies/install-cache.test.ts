import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTgz, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
const inputs = { manager: 'npm', lock: 'package-lock.json' };

let bench: Bench;
let shapes: PackageFile;
beforeEach(async () => {
  shapes = await makeTgz('shapes', '2.0.0', {});
  bench = await startBench({ npm: [shapes] });
  await lockAs('https://registry.npmjs.org/shapes/-/shapes-2.0.0.tgz'); // as most locks have it
});
afterEach(() => bench.close());

/** Makes the project one that asks for `shapes`, with this address of it in the lock. */
async function lockAs(resolved: string | undefined): Promise<void> {
  const project = { name: 'model', version: '1.0.0', dependencies: { shapes: '2.0.0' } };
  const entry = { version: '2.0.0', resolved, integrity: shapes.integrity };
  const packages = { '': project, 'node_modules/shapes': entry };
  await bench.write({
    'package.json': JSON.stringify(project),
    'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
  });
}

const cacheFolder = () => join(bench.folder, 'home/.cache/ml-ci/packages');
const installed = () => bench.read('node_modules/shapes/index.js');

/** Every file of the cache that holds a package. */
async function kept(): Promise<string[]> {
  const entries = await readdir(cacheFolder(), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** From now on the repository has other bytes under the name. */
async function swap(): Promise<void> {
  const other = await makeTgz('shapes', '2.0.0', { description: 'another' });
  const name = { format: 'npm', name: 'shapes' } as const;
  bench.sandbox.stores.codeartifact.swapAsset(at, name, '2.0.0', 'package.tgz', other.bytes);
}

describe('the downloads of install', () => {
  it('are there the next time, so that nothing else is fetched, and hold no token', async () => {
    const first = await bench.install(inputs);
    expect(first.outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect((await readdir(cacheFolder()))[0]).toMatch(/^npm-11-linux-\w+-node24$/);
    expect(await bench.filesWith(first.token)).toEqual([]);
    await swap();
    const second = await bench.install(inputs);
    expect(second.outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect(await installed()).toContain('2.0.0');
  });

  it.each([
    ['no address', undefined],
    [
      'one of another repository',
      'https://other-111111111111.d.codeartifact.eu-west-1.amazonaws.com/npm/r/s.tgz',
    ],
  ])('are there too where the lock has %s', async (_name, resolved) => {
    await lockAs(resolved);
    const before = await bench.read('package-lock.json');
    expect((await bench.install(inputs)).outcome).toMatchObject({ verdict: 'passed' });
    await swap();
    const { outcome } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect(await installed()).toContain('2.0.0');
    expect(await bench.read('package-lock.json')).toBe(before);
  });

  it('are done without where their folder cannot be used', async () => {
    await mkdir(dirname(cacheFolder()), { recursive: true });
    await writeFile(cacheFolder(), 'a file');
    const { outcome, host } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect(host.events.filter(({ type }) => type === 'warn')).toHaveLength(1);
  });

  it('are not used where somebody changed them', async () => {
    await bench.install(inputs);
    const before = await installed();
    const contents = await kept();
    expect(contents.length).toBeGreaterThan(0);
    for (const file of contents) {
      const bytes = await readFile(file);
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 0xff;
      await writeFile(file, bytes);
    }
    const { outcome } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    expect(await installed()).toBe(before);
    await swap(); // the cache was filled again with what the lock says
    expect((await bench.install(inputs)).outcome.verdict).toBe('passed');
  });

  it('are not kept where nobody wants them', async () => {
    const { outcome } = await bench.install({ ...inputs, cache: 'false' });
    expect(outcome.verdict).toBe('passed');
    expect(await kept()).toEqual([]);
  });

  it('do not save an install of what the repository changed, where there are none', async () => {
    await swap();
    const { outcome } = await bench.install({ ...inputs, verify: 'off' });
    expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
  });
});
