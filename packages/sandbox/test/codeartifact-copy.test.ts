import { createHash } from 'node:crypto';
import {
  CopyPackageVersionsCommand,
  type CopyPackageVersionsCommandInput,
  type CopyPackageVersionsCommandOutput,
  CreateRepositoryCommand,
  DescribePackageVersionCommand,
  ListPackagesCommand,
  ListPackageVersionAssetsCommand,
  PublishPackageVersionCommand,
  PutPackageOriginConfigurationCommand,
  UpdatePackageVersionsStatusCommand,
} from '@aws-sdk/client-codeartifact';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact, folderOf, publishNpm, uploadPypi } from './codeartifact-setup.ts';
import { makeTgz, makeWheel } from './package-files.ts';

const lib = { domain: 'ml', format: 'pypi', package: 'lib' } as const;
const promote = { ...lib, sourceRepository: 'pinned', destinationRepository: 'live' };
let sandbox: Sandbox;
beforeEach(async () => {
  await sandbox?.stop();
  sandbox = await startSandbox();
  const wheels = ['1.0', '1.1', '1.2'].map((version) => makeWheel('lib', version));
  await sandbox.stores.codeartifact.seedPypi(at, await folderOf(wheels));
  await client().send(new CreateRepositoryCommand({ domain: 'ml', repository: 'live' }));
});
afterAll(() => sandbox.stop());

const client = () => codeartifact(sandbox);
const copy = (rest: Partial<CopyPackageVersionsCommandInput>) =>
  client().send(new CopyPackageVersionsCommand({ ...promote, ...rest }));
const codes = (failed: CopyPackageVersionsCommandOutput['failedVersions']) =>
  Object.fromEntries(Object.entries(failed ?? {}).map(([name, { errorCode }]) => [name, errorCode]));
const describeIn = async (repository: string, packageVersion = '1.0') =>
  (await client().send(new DescribePackageVersionCommand({ ...lib, repository, packageVersion })))
    .packageVersion;
const restrict = (publish: 'ALLOW' | 'BLOCK', upstream: 'ALLOW' | 'BLOCK') =>
  client().send(
    new PutPackageOriginConfigurationCommand({
      ...lib,
      repository: 'live',
      restrictions: { publish, upstream },
    }),
  );

describe('a copy', () => {
  test('has origin, assets and revision of its source, and only the versions that were asked for', async () => {
    const source = await describeIn('pinned');
    const { successfulVersions, failedVersions } = await copy({ versions: ['1.0', '1.1'] });
    expect(Object.keys(successfulVersions ?? {})).toEqual(['1.0', '1.1']);
    expect(successfulVersions?.['1.0']).toEqual({ revision: source?.revision, status: 'Published' });
    expect(failedVersions).toEqual({});
    expect(await describeIn('live')).toMatchObject({
      origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: 'pinned' } },
    });
    const assets = await client().send(
      new ListPackageVersionAssetsCommand({ ...lib, repository: 'live', packageVersion: '1.0' }),
    );
    expect(assets.assets?.[0]?.hashes?.['SHA-256']).toBe(makeWheel('lib', '1.0').sha256);
    await expect(describeIn('live', '1.2')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { packages } = await client().send(new ListPackagesCommand({ domain: 'ml', repository: 'live' }));
    expect(packages?.[0]?.originConfiguration?.restrictions).toEqual({ publish: 'ALLOW', upstream: 'BLOCK' });
  });

  test('of what is there and the same is done already, and is in no list', async () => {
    await copy({ versions: ['1.0'] });
    const again = await copy({ versions: ['1.0', '1.1'] });
    expect([Object.keys(again.successfulVersions ?? {}), again.failedVersions]).toEqual([['1.1'], {}]);
  });

  test('of a revision is of that and no other', async () => {
    const revision = (await describeIn('pinned'))?.revision ?? '';
    const wrong = await copy({ versionRevisions: { '1.0': 'other', '1.1': 'another' } });
    expect(codes(wrong.failedVersions)).toEqual({
      '1.0': 'MISMATCHED_REVISION',
      '1.1': 'MISMATCHED_REVISION',
    });
    const right = await copy({ versionRevisions: { '1.0': revision } });
    expect(right.successfulVersions?.['1.0']?.revision).toBe(revision);
  });

  test('is all or nothing', async () => {
    const { successfulVersions, failedVersions } = await copy({ versions: ['1.0', '9.9'] });
    expect([successfulVersions, codes(failedVersions)]).toEqual([
      {},
      { '1.0': 'SKIPPED', '9.9': 'NOT_FOUND' },
    ]);
    await expect(describeIn('live')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('replaces another content only where that is allowed', async () => {
    await uploadPypi(sandbox, makeWheel('lib', '1.0', { source: 'other' }), {}, 'live');
    const kept = await copy({ versions: ['1.0', '1.1'] });
    expect(codes(kept.failedVersions)).toEqual({ '1.0': 'ALREADY_EXISTS', '1.1': 'SKIPPED' });
    const replaced = await copy({ versions: ['1.0'], allowOverwrite: true });
    expect(Object.keys(replaced.successfulVersions ?? {})).toEqual(['1.0']);
    expect((await describeIn('live'))?.revision).toBe((await describeIn('pinned'))?.revision);
  });

  test('takes from upstreams of the source where it is told to', async () => {
    const upstreams = [{ repositoryName: 'pinned' }];
    await client().send(new CreateRepositoryCommand({ domain: 'ml', repository: 'team', upstreams }));
    const asked = { sourceRepository: 'team', versions: ['1.0'] };
    await expect(copy(asked)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { successfulVersions } = await copy({ ...asked, includeFromUpstream: true });
    expect(Object.keys(successfulVersions ?? {})).toEqual(['1.0']);
  });

  test('is refused where the destination takes the package in no way', async () => {
    await restrict('BLOCK', 'BLOCK');
    expect(codes((await copy({ versions: ['1.0'] })).failedVersions)).toEqual({ '1.0': 'NOT_ALLOWED' });
    await restrict('BLOCK', 'ALLOW');
    expect((await copy({ versions: ['1.0'] })).failedVersions).toEqual({});
    await restrict('ALLOW', 'BLOCK');
    expect((await copy({ versions: ['1.1'] })).failedVersions).toEqual({});
  });

  test('brings an archived version, and none that is open or gone', async () => {
    const status = { ...lib, repository: 'pinned', versions: ['1.0'] };
    await client().send(new UpdatePackageVersionsStatusCommand({ ...status, targetStatus: 'Archived' }));
    expect((await copy({ versions: ['1.0'] })).successfulVersions?.['1.0']?.status).toBe('Archived');
    const open = { domain: 'ml', format: 'generic', namespace: 'models', package: 'open' } as const;
    await client().send(
      new PublishPackageVersionCommand({
        ...open,
        repository: 'pinned',
        packageVersion: '1',
        assetName: 'a',
        assetContent: Buffer.from('a'),
        assetSHA256: createHash('sha256').update('a').digest('hex'),
        unfinished: true,
      }),
    );
    expect(codes((await copy({ ...open, versions: ['1'] })).failedVersions)).toEqual({
      '1': 'MISMATCHED_STATUS',
    });
  });

  test('of npm brings the tags of its versions', async () => {
    for (const version of ['1.0.0', '2.0.0']) {
      await publishNpm(sandbox, 'lines', version, await makeTgz('lines', version));
    }
    await copy({ format: 'npm', package: 'lines', versions: ['1.0.0'] });
    const tags = async () =>
      (
        (await (await ask(sandbox, 'npm', 'lines', {}, 'live')).json()) as {
          'dist-tags': Record<string, string>;
        }
      )['dist-tags'];
    expect(await tags()).toEqual({ latest: '1.0.0' });
    await copy({ format: 'npm', package: 'lines', versions: ['2.0.0'] });
    expect(await tags()).toEqual({ latest: '2.0.0' });
  });

  test.each([
    [
      'both versions and revisions',
      { versions: ['1.0'], versionRevisions: { '1.0': 'r' } },
      'ValidationException',
    ],
    ['neither', {}, 'ValidationException'],
    ['no version', { versions: [] }, 'ValidationException'],
    ['101 versions', { versions: Array.from({ length: 101 }, String) }, 'ValidationException'],
    [
      'one repository on both sides',
      { versions: ['1.0'], destinationRepository: 'pinned' },
      'ValidationException',
    ],
    [
      'a missing destination',
      { versions: ['1.0'], destinationRepository: 'none' },
      'ResourceNotFoundException',
    ],
    ['a missing package', { versions: ['1.0'], package: 'none' }, 'ResourceNotFoundException'],
  ])('cannot be asked for with %s', async (_name, rest, name) => {
    await expect(copy(rest as never)).rejects.toMatchObject({ name });
  });
});
