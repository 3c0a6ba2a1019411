import {
  CreateRepositoryCommand,
  DeletePackageVersionsCommand,
  DescribePackageCommand,
  ListPackagesCommand,
  ListPackageVersionsCommand,
  PutPackageOriginConfigurationCommand,
  UpdatePackageVersionsStatusCommand,
} from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact, folderOf, publishNpm, uploadPypi } from './codeartifact-setup.ts';
import { type FakeIndex, fakePypi } from './fake-indexes.ts';
import { makeTgz, makeWheel } from './package-files.ts';

let sandbox: Sandbox;
let outside: FakeIndex;
beforeAll(async () => {
  sandbox = await startSandbox();
  outside = await fakePypi([
    makeWheel('public', '1.0'),
    makeWheel('reserved', '9.0'),
    makeWheel('late', '2.0'),
  ]);
  sandbox.stores.codeartifact.connect({ ...at, repository: 'store' }, { pypi: outside.url });
  await sandbox.stores.codeartifact.seedNpm(at, await folderOf([await makeTgz('lines', '1.0.0')]));
  await client().send(
    new CreateRepositoryCommand({
      domain: 'ml',
      repository: 'team',
      upstreams: [{ repositoryName: 'pinned' }, { repositoryName: 'store' }],
    }),
  );
});
afterAll(async () => {
  await sandbox.stop();
  await outside.close();
});

const client = () => codeartifact(sandbox);
const team = { domain: 'ml', repository: 'team' };
const page = async (project: string, repository = 'team') =>
  await ask(sandbox, 'pypi', `simple/${project}/`, {}, repository);
const put = (packageName: string, publish: 'ALLOW' | 'BLOCK', upstream: 'ALLOW' | 'BLOCK') =>
  client().send(
    new PutPackageOriginConfigurationCommand({
      ...team,
      format: 'pypi',
      package: packageName,
      restrictions: { publish, upstream },
    }),
  );
const describePackage = async (packageName: string, repository = 'team') =>
  (
    await client().send(
      new DescribePackageCommand({ domain: 'ml', repository, format: 'pypi', package: packageName }),
    )
  ).package;

describe('the origin configuration of a package', () => {
  test('reserves a name before anything has it', async () => {
    const { originConfiguration } = await put('Reserved', 'ALLOW', 'BLOCK');
    expect(originConfiguration?.restrictions).toEqual({ publish: 'ALLOW', upstream: 'BLOCK' });
    expect(await describePackage('reserved')).toEqual({
      format: 'pypi',
      name: 'reserved',
      originConfiguration: { restrictions: { publish: 'ALLOW', upstream: 'BLOCK' } },
    });
    const { versions } = await client().send(
      new ListPackageVersionsCommand({ ...team, format: 'pypi', package: 'reserved' }),
    );
    expect(versions).toEqual([]);
    expect((await page('reserved')).status).toBe(404);
    expect(outside.asked).not.toContain('/simple/reserved/');
    expect((await uploadPypi(sandbox, makeWheel('reserved', '1.0'), {}, 'team')).status).toBe(200);
    expect(await (await page('reserved')).text()).not.toContain('reserved-9.0');
  });

  test('follows the first way in, until it is set', async () => {
    expect(await (await page('public')).text()).toContain('public-1.0');
    expect((await describePackage('public', 'store'))?.originConfiguration?.restrictions).toEqual({
      publish: 'BLOCK',
      upstream: 'ALLOW',
    });
    const patched = makeWheel('public', '1.1');
    const refused = await uploadPypi(sandbox, patched, {}, 'store');
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('publish BLOCK')]);
    await client().send(
      new PutPackageOriginConfigurationCommand({
        domain: 'ml',
        repository: 'store',
        format: 'pypi',
        package: 'public',
        restrictions: { publish: 'ALLOW', upstream: 'ALLOW' },
      }),
    );
    expect((await uploadPypi(sandbox, patched, {}, 'store')).status).toBe(200);
  });

  test('is a filter of lists', async () => {
    await put('closed', 'BLOCK', 'BLOCK');
    const names = async (filter: object) =>
      (await client().send(new ListPackagesCommand({ ...team, ...filter }))).packages?.map(
        (entry) => entry.package,
      );
    expect(await names({ publish: 'BLOCK', upstream: 'BLOCK' })).toEqual(['closed']);
    await expect(names({ namespace: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each([
    [{ publish: 'ALLOW' }, 'ValidationException'],
    [{ publish: 'YES', upstream: 'ALLOW' }, 'ValidationException'],
    [undefined, 'ValidationException'],
  ])('must be whole: %j', async (restrictions, name) => {
    const given = { ...team, format: 'pypi', package: 'x', restrictions };
    const command = new PutPackageOriginConfigurationCommand(given as never);
    await expect(client().send(command)).rejects.toMatchObject({ name });
  });

  test('is not there for a package that is not, or without the namespace that its format has', async () => {
    await expect(describePackage('unknown')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'package',
    });
    const maven = new DescribePackageCommand({ ...team, format: 'maven', package: 'x' });
    await expect(client().send(maven)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('publishing', () => {
  test('is refused for a version that an upstream has, not for another one', async () => {
    const same = await makeTgz('lines', '1.0.0');
    const refused = await publishNpm(sandbox, 'lines', '1.0.0', same, 'team');
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('upstream')]);
    const next = await publishNpm(sandbox, 'lines', '1.1.0', await makeTgz('lines', '1.1.0'), 'team');
    expect(next.status).toBe(200);
    // Published here, it takes nothing from upstream any more.
    const document = (await (await ask(sandbox, 'npm', 'lines', {}, 'team')).json()) as { versions: object };
    expect(Object.keys(document.versions)).toEqual(['1.1.0']);
  });

  test('is refused for a version that the outside has, and brings nothing of it in', async () => {
    expect((await uploadPypi(sandbox, makeWheel('late', '2.0'), {}, 'team')).status).toBe(409);
    await expect(describePackage('late', 'store')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect((await uploadPypi(sandbox, makeWheel('late', '3.0'), {}, 'team')).status).toBe(200);
  });

  test('is refused where the version is archived, and taken again where it was deleted', async () => {
    const wheel = makeWheel('again', '1.0');
    const version = { ...team, format: 'pypi' as const, package: 'again', versions: ['1.0'] };
    await uploadPypi(sandbox, wheel, {}, 'team');
    await client().send(new UpdatePackageVersionsStatusCommand({ ...version, targetStatus: 'Archived' }));
    expect((await uploadPypi(sandbox, wheel, {}, 'team')).status).toBe(409);
    await client().send(new DeletePackageVersionsCommand(version));
    expect((await uploadPypi(sandbox, makeWheel('again', '1.0', { source: 'new' }), {}, 'team')).status).toBe(
      200,
    );
  });
});

test('a version that was retained is not touched by what becomes of it upstream', async () => {
  const files = [makeWheel('kept', '1.0')];
  await sandbox.stores.codeartifact.seedPypi(at, await folderOf(files));
  const path = `simple/kept/1.0/${files[0]?.fileName}`;
  expect((await ask(sandbox, 'pypi', path, {}, 'team')).status).toBe(200);
  const upstream = {
    domain: 'ml',
    repository: 'pinned',
    format: 'pypi' as const,
    package: 'kept',
    versions: ['1.0'],
  };
  await client().send(new UpdatePackageVersionsStatusCommand({ ...upstream, targetStatus: 'Archived' }));
  await client().send(new DeletePackageVersionsCommand(upstream));
  expect((await ask(sandbox, 'pypi', path, {}, 'team')).status).toBe(200);
});
