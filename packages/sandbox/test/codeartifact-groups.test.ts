import {
  CreateDomainCommand,
  CreatePackageGroupCommand,
  CreateRepositoryCommand,
  DeletePackageGroupCommand,
  DescribePackageGroupCommand,
  GetAssociatedPackageGroupCommand,
  ListAllowedRepositoriesForGroupCommand,
  ListAssociatedPackagesCommand,
  ListPackageGroupsCommand,
  ListSubPackageGroupsCommand,
  type PackageGroupOriginRestrictionMode,
  type PackageGroupOriginRestrictionType,
  UpdatePackageGroupCommand,
  UpdatePackageGroupOriginConfigurationCommand,
} from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact, folderOf, publishNpm, uploadPypi } from './codeartifact-setup.ts';
import { type FakeIndex, fakePypi } from './fake-indexes.ts';
import { makeTgz, makeWheel } from './package-files.ts';

type Modes = Partial<Record<PackageGroupOriginRestrictionType, PackageGroupOriginRestrictionMode>>;
let sandbox: Sandbox;
let outside: FakeIndex;
beforeAll(async () => {
  sandbox = await startSandbox();
  outside = await fakePypi(['numpy', 'ml_core', 'mlx', 'single'].map((name) => makeWheel(name, '9.0')));
  sandbox.stores.codeartifact.connect({ ...at, repository: 'store' }, { pypi: outside.url });
  const upstreams = [{ repositoryName: 'store' }, { repositoryName: 'pinned' }];
  await sandbox.stores.codeartifact.seedNpm(at, await folderOf([await makeTgz('@ml/shapes', '1.0.0')]));
  for (const repository of ['team', 'other']) {
    await client().send(new CreateRepositoryCommand({ domain: 'ml', repository, upstreams }));
  }
});
afterAll(async () => {
  await sandbox.stop();
  await outside.close();
});

const client = () => codeartifact(sandbox);
const domain = { domain: 'ml' };
const create = (packageGroup: string, rest = {}) =>
  client().send(new CreatePackageGroupCommand({ ...domain, packageGroup, ...rest }));
const restrict = (packageGroup: string, restrictions: Modes, rest = {}) =>
  client().send(
    new UpdatePackageGroupOriginConfigurationCommand({ ...domain, packageGroup, restrictions, ...rest }),
  );
const show = async (packageGroup: string) =>
  (await client().send(new DescribePackageGroupCommand({ ...domain, packageGroup }))).packageGroup;
const associated = async (name: string, namespace?: string, format: 'npm' | 'pypi' = 'npm') => {
  const given = { ...domain, format, package: name, ...(namespace ? { namespace } : {}) };
  const { packageGroup, associationType } = await client().send(new GetAssociatedPackageGroupCommand(given));
  return [packageGroup?.pattern, associationType];
};
const names = (groups: { pattern?: string | undefined }[] = []) => groups.map(({ pattern }) => pattern);

describe('package groups', () => {
  test('begin with the root group, which allows everything and stays', async () => {
    const root = await show('/*');
    expect(root).toMatchObject({
      arn: 'arn:aws:codeartifact:us-east-1:111111111111:package-group/ml/%2a',
      domainName: 'ml',
      domainOwner: '111111111111',
      originConfiguration: { restrictions: { PUBLISH: { mode: 'ALLOW', effectiveMode: 'ALLOW' } } },
    });
    expect(root?.parent).toBeUndefined();
    const gone = client().send(new DeletePackageGroupCommand({ ...domain, packageGroup: '/*' }));
    await expect(gone).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(restrict('/*', { PUBLISH: 'INHERIT' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('are made, described, changed, listed and deleted', async () => {
    const { packageGroup } = await create('/npm/*', { description: 'all', contactInfo: 'a@example.com' });
    expect(packageGroup).toMatchObject({
      pattern: '/npm/*',
      description: 'all',
      contactInfo: 'a@example.com',
      parent: { pattern: '/*' },
      originConfiguration: {
        restrictions: {
          INTERNAL_UPSTREAM: {
            mode: 'INHERIT',
            effectiveMode: 'ALLOW',
            inheritedFrom: { pattern: '/*' },
            repositoriesCount: 0,
          },
        },
      },
    });
    await expect(create('/npm/*')).rejects.toMatchObject({ name: 'ConflictException' });
    await create('/npm/ml/*');
    const changed = await client().send(
      new UpdatePackageGroupCommand({ ...domain, packageGroup: '/npm/*', description: 'every one' }),
    );
    expect(changed.packageGroup).toMatchObject({ description: 'every one', contactInfo: 'a@example.com' });
    const first = await client().send(new ListPackageGroupsCommand({ ...domain, maxResults: 2 }));
    expect(names(first.packageGroups)).toEqual(['/*', '/npm/*']);
    const rest = await client().send(
      new ListPackageGroupsCommand({ ...domain, nextToken: first.nextToken ?? '' }),
    );
    expect(names(rest.packageGroups)).toEqual(['/npm/ml/*']);
    const byPrefix = await client().send(new ListPackageGroupsCommand({ ...domain, prefix: '/npm/m' }));
    expect(names(byPrefix.packageGroups)).toEqual(['/npm/ml/*']);
    const below = async (packageGroup: string) =>
      names(
        (await client().send(new ListSubPackageGroupsCommand({ ...domain, packageGroup }))).packageGroups,
      );
    expect(await below('/*')).toEqual(['/npm/*']);
    expect(await below('/npm/*')).toEqual(['/npm/ml/*']);
    const deleted = await client().send(new DeletePackageGroupCommand({ ...domain, packageGroup: '/npm/*' }));
    expect(deleted.packageGroup?.description).toBe('every one');
    expect(await below('/*')).toEqual(['/npm/ml/*']);
    await expect(show('/npm/*')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceId: '/npm/*',
    });
  });

  test.each(['/conda/*', '/npm/space*', '/pypi/x/*', 'npm'])('are not made of "%s"', async (pattern) => {
    await expect(create(pattern)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('are told for packages that are in no repository', async () => {
    await create('/npm//anycompany-client$');
    expect(await associated('shapes', 'ml')).toEqual(['/npm/ml/*', 'STRONG']);
    expect(await associated('react')).toEqual(['/*', 'STRONG']);
    expect(await associated('anycompany-client')).toEqual(['/npm//anycompany-client$', 'STRONG']);
    expect(await associated('AnyCompany.client')).toEqual(['/npm//anycompany-client$', 'WEAK']);
  });

  test('list their packages, and those that a group would have', async () => {
    const packagesOf = async (packageGroup: string, preview?: boolean) =>
      (
        await client().send(
          new ListAssociatedPackagesCommand({ ...domain, packageGroup, ...(preview ? { preview } : {}) }),
        )
      ).packages;
    const shapes = { format: 'npm', namespace: 'ml', package: 'shapes', associationType: 'STRONG' };
    expect(await packagesOf('/npm/ml/*')).toEqual([shapes]);
    expect(await packagesOf('/*')).toEqual([]);
    expect(await packagesOf('/npm/ml/shapes$', true)).toEqual([shapes]);
    expect(await packagesOf('/npm/ML/shapes$', true)).toEqual([{ ...shapes, associationType: 'WEAK' }]);
    await expect(packagesOf('/npm/ml/shapes$')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('restrictions of a group', () => {
  test('name repositories, which can be listed', async () => {
    await create('/generic/models/*');
    const added = [{ repositoryName: 'team', originRestrictionType: 'PUBLISH' as const }];
    await expect(
      restrict('/generic/models/*', { PUBLISH: 'BLOCK' }, { addAllowedRepositories: added }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    const none = [{ repositoryName: 'none', originRestrictionType: 'PUBLISH' as const }];
    await expect(
      restrict(
        '/generic/models/*',
        { PUBLISH: 'ALLOW_SPECIFIC_REPOSITORIES' },
        { addAllowedRepositories: none },
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const done = await restrict(
      '/generic/models/*',
      { PUBLISH: 'ALLOW_SPECIFIC_REPOSITORIES' },
      { addAllowedRepositories: [...added, { ...added[0], repositoryName: 'pinned' }] },
    );
    expect(done.allowedRepositoryUpdates).toEqual({ PUBLISH: { ADDED: ['team', 'pinned'], REMOVED: [] } });
    expect(done.packageGroup?.originConfiguration?.restrictions?.PUBLISH).toMatchObject({
      mode: 'ALLOW_SPECIFIC_REPOSITORIES',
      repositoriesCount: 2,
    });
    await restrict('/generic/models/*', {}, { removeAllowedRepositories: added });
    const listed = await client().send(
      new ListAllowedRepositoriesForGroupCommand({
        ...domain,
        packageGroup: '/generic/models/*',
        originRestrictionType: 'PUBLISH',
      }),
    );
    expect(listed.allowedRepositories).toEqual(['pinned']);
  });

  test('PUBLISH: holds for publishing, also in groups that inherit it', async () => {
    await create('/npm/ml/circle~');
    await restrict('/npm/ml/*', { PUBLISH: 'BLOCK' });
    const file = await makeTgz('@ml/circles', '1.0.0');
    const refused = await publishNpm(
      sandbox,
      '@ml/circle-s',
      '1.0.0',
      await makeTgz('@ml/circle-s', '1.0.0'),
    );
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining("'/npm/ml/*' has PUBLISH BLOCK"),
    ]);
    expect((await publishNpm(sandbox, '@ml/circles', '1.0.0', file)).status).toBe(409);
    await restrict('/npm/ml/circle~', { PUBLISH: 'ALLOW' });
    const allowed = await publishNpm(
      sandbox,
      '@ml/circle-s',
      '1.0.0',
      await makeTgz('@ml/circle-s', '1.0.0'),
    );
    expect(allowed.status).toBe(200);
  });

  test('a variation of a name is kept out, whatever its group allows', async () => {
    await create('/pypi//Single$');
    await create('/npm//Painter$');
    await restrict('/npm//Painter$', { PUBLISH: 'ALLOW' });
    const variation = await publishNpm(sandbox, 'painter', '1.0.0', await makeTgz('painter', '1.0.0'));
    expect(variation.status).toBe(409);
    expect((await ask(sandbox, 'pypi', 'simple/single/', {}, 'team')).status).toBe(404);
    expect(outside.asked).not.toContain('/simple/single/');
  });

  test('EXTERNAL_UPSTREAM: keeps the outside out, but for named repositories', async () => {
    await create('/pypi//ml-*');
    await restrict('/pypi//ml-*', { EXTERNAL_UPSTREAM: 'BLOCK' });
    const status = async (name: string, repository = 'team') =>
      (await ask(sandbox, 'pypi', `simple/${name}/`, {}, repository)).status;
    expect([await status('ml-core'), await status('mlx'), await status('numpy')]).toEqual([404, 200, 200]);
    expect(outside.asked).not.toContain('/simple/ml-core/');
    expect((await uploadPypi(sandbox, makeWheel('ml_core', '1.0'), {}, 'team')).status).toBe(200);
    await restrict(
      '/pypi//ml-*',
      { EXTERNAL_UPSTREAM: 'ALLOW_SPECIFIC_REPOSITORIES' },
      { addAllowedRepositories: [{ repositoryName: 'store', originRestrictionType: 'EXTERNAL_UPSTREAM' }] },
    );
    expect(await status('ml-core', 'other')).toBe(200);
    expect(outside.asked).toContain('/simple/ml-core/');
  });

  test('INTERNAL_UPSTREAM: keeps what upstreams have out', async () => {
    const status = async (repository: string) =>
      (await ask(sandbox, 'npm', '@ml/shapes', {}, repository)).status;
    await create('/npm/ml/shapes$');
    await restrict(
      '/npm/ml/shapes$',
      { INTERNAL_UPSTREAM: 'ALLOW_SPECIFIC_REPOSITORIES' },
      { addAllowedRepositories: [{ repositoryName: 'team', originRestrictionType: 'INTERNAL_UPSTREAM' }] },
    );
    expect([await status('pinned'), await status('team'), await status('other')]).toEqual([200, 200, 404]);
  });
});

test('a domain has groups of its own', async () => {
  await client().send(new CreateDomainCommand({ domain: 'fresh' }));
  const { packageGroups } = await client().send(new ListPackageGroupsCommand({ domain: 'fresh' }));
  expect(names(packageGroups)).toEqual(['/*']);
});
