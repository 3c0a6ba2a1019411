import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateRepositoryCommand,
  DescribePackageVersionCommand,
  GetPackageVersionAssetCommand,
  ListDomainsCommand,
  ListPackageVersionAssetsCommand,
} from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFaults, type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact, folderOf } from './codeartifact-setup.ts';
import { makeTgz, makeWheel } from './package-files.ts';

const wheel = makeWheel('model', '1.0');
const evil = Buffer.from('not what the index says');
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const { codeartifact: packages } = sandbox.stores;
  await packages.seedPypi(at, await folderOf([wheel, makeWheel('model', '1.1')]));
  await packages.seedNpm(at, await folderOf([await makeTgz('@ml/shapes', '1.0.0')]));
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-maven-'));
  await mkdir(join(folder, 'com/example/tool/1.0'), { recursive: true });
  await writeFile(join(folder, 'com/example/tool/1.0/tool-1.0.jar'), 'jar');
  await packages.seedMaven(at, folder);
  const upstreams = [{ repositoryName: 'pinned' }];
  await codeartifact(sandbox).send(
    new CreateRepositoryCommand({ domain: 'ml', repository: 'team', upstreams }),
  );
});
afterAll(() => sandbox.stop());

const model = { format: 'pypi', name: 'model' } as const;
const version = { domain: 'ml', repository: 'pinned', format: 'pypi', package: 'model' } as const;
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const describeIn = async (repository: string, packageVersion: string) =>
  (
    await codeartifact(sandbox).send(
      new DescribePackageVersionCommand({ ...version, repository, packageVersion }),
    )
  ).packageVersion;
const hashesOf = async (packageVersion: string) =>
  (await codeartifact(sandbox).send(new ListPackageVersionAssetsCommand({ ...version, packageVersion })))
    .assets?.[0]?.hashes;

describe('swapAsset', () => {
  const path = `simple/model/1.0/${wheel.fileName}`;

  test('serves other bytes under the digests of before, in one repository', async () => {
    await ask(sandbox, 'pypi', path, {}, 'team');
    const before = await describeIn('pinned', '1.0');
    sandbox.stores.codeartifact.swapAsset(at, model, '1.0', wheel.fileName, evil);
    expect((await bytesOf(await ask(sandbox, 'pypi', path))).equals(evil)).toBe(true);
    const page = await (await ask(sandbox, 'pypi', 'simple/model/')).text();
    expect(page).toContain(`#sha256=${wheel.sha256}" data-requires-python="&gt;=3.8"`);
    expect((await hashesOf('1.0'))?.['SHA-256']).toBe(wheel.sha256);
    expect(await describeIn('pinned', '1.0')).toEqual(before);
    const { asset } = await codeartifact(sandbox).send(
      new GetPackageVersionAssetCommand({ ...version, packageVersion: '1.0', asset: wheel.fileName }),
    );
    expect(Buffer.from((await asset?.transformToByteArray()) ?? []).equals(evil)).toBe(true);
    expect((await bytesOf(await ask(sandbox, 'pypi', path, {}, 'team'))).equals(wheel.bytes)).toBe(true);
  });

  test('or tells the new ones, in a new revision', async () => {
    const file = makeWheel('model', '1.1').fileName;
    const before = await describeIn('pinned', '1.1');
    sandbox.stores.codeartifact.swapAsset(at, model, '1.1', file, evil, { hashes: 'new' });
    const sha256 = createHash('sha256').update(evil).digest('hex');
    expect(await (await ask(sandbox, 'pypi', 'simple/model/')).text()).toContain(`${file}#sha256=${sha256}`);
    expect((await hashesOf('1.1'))?.['SHA-256']).toBe(sha256);
    expect((await describeIn('pinned', '1.1'))?.revision).not.toBe(before?.revision);
  });

  test('knows the packages of each format', async () => {
    const { swapAsset } = sandbox.stores.codeartifact;
    swapAsset(at, { format: 'npm', namespace: 'ml', name: 'shapes' }, '1.0.0', 'package.tgz', evil);
    expect((await bytesOf(await ask(sandbox, 'npm', '@ml/shapes/-/shapes-1.0.0.tgz'))).equals(evil)).toBe(
      true,
    );
    const tool = { format: 'maven', namespace: 'com.example', name: 'tool' } as const;
    swapAsset(at, tool, '1.0', 'tool-1.0.jar', evil);
    const jar = 'com/example/tool/1.0/tool-1.0.jar';
    expect((await bytesOf(await ask(sandbox, 'maven', jar))).equals(evil)).toBe(true);
    const sha1 = createHash('sha1').update('jar').digest('hex');
    expect(await (await ask(sandbox, 'maven', `${jar}.sha1`)).text()).toBe(sha1);
  });

  test('says what is not there', () => {
    const swap = (name: string) => sandbox.stores.codeartifact.swapAsset(at, model, '1.0', name, evil);
    expect(() => swap('other.whl')).toThrow(wheel.fileName);
  });
});

describe('latency', () => {
  test.each([
    ['codeartifact:latency:60ms', (of: Sandbox) => codeartifact(of).send(new ListDomainsCommand({}))],
    ['packages:latency:60ms', (of: Sandbox) => ask(of, 'pypi', 'simple/model/')],
  ])('%s delays its plane', async (fault, call) => {
    const slow = await startSandbox({ faults: parseFaults([fault]) });
    try {
      slow.stores.codeartifact.store.ensureRepository(at);
      const start = performance.now();
      await call(slow);
      // Timers may fire a little before their time.
      expect(performance.now() - start).toBeGreaterThan(55);
    } finally {
      await slow.stop();
    }
  });
});
