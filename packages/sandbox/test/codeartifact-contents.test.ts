import {
  AssociateExternalConnectionCommand,
  CreateRepositoryCommand,
  DeletePackageVersionsCommand,
  DescribePackageVersionCommand,
  DisassociateExternalConnectionCommand,
  GetPackageVersionReadmeCommand,
  GetRepositoryEndpointCommand,
  ListPackageVersionDependenciesCommand,
  ListPackageVersionsCommand,
  PutPackageOriginConfigurationCommand,
  UpdateRepositoryCommand,
} from '@aws-sdk/client-codeartifact';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact, folderOf, login, publishNpm, uploadPypi } from './codeartifact-setup.ts';
import { makeTgz, makeWheel } from './package-files.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const manifest = {
    dependencies: { '@far/away': '^1.0.0', left: '2.x' },
    devDependencies: { vitest: '*' },
    peerDependencies: { react: '>=18' },
    optionalDependencies: { fsevents: '~2.3' },
    repository: { type: 'git', url: 'https://example.com/lines.git' },
  };
  const wheel = makeWheel('model', '1.0', { requires: ['numpy>=1.26', 'pandas'], readme: '# Model\n' });
  await sandbox.stores.codeartifact.seedPypi(at, await folderOf([wheel]));
  await sandbox.stores.codeartifact.seedNpm(
    at,
    await folderOf([await makeTgz('lines', '1.0.0', manifest, { 'README.md': '# Lines' })]),
  );
});
afterAll(() => sandbox.stop());

const client = () => codeartifact(sandbox);
const pinned = { domain: 'ml', repository: 'pinned' };
const lines = { ...pinned, format: 'npm', package: 'lines', packageVersion: '1.0.0' } as const;
const model = { ...pinned, format: 'pypi', package: 'model', packageVersion: '1.0' } as const;

describe('the contents of a version', () => {
  test('dependencies, with the types that each format has', async () => {
    const npm = await client().send(new ListPackageVersionDependenciesCommand(lines));
    expect(npm).toMatchObject({ format: 'npm', package: 'lines', version: '1.0.0' });
    expect(npm.dependencies).toEqual([
      { namespace: 'far', package: 'away', dependencyType: 'regular', versionRequirement: '^1.0.0' },
      { package: 'left', dependencyType: 'regular', versionRequirement: '2.x' },
      { package: 'vitest', dependencyType: 'dev', versionRequirement: '*' },
      { package: 'react', dependencyType: 'peer', versionRequirement: '>=18' },
      { package: 'fsevents', dependencyType: 'optional', versionRequirement: '~2.3' },
    ]);
    const pypi = await client().send(new ListPackageVersionDependenciesCommand(model));
    expect(pypi.dependencies).toEqual([
      { package: 'numpy', dependencyType: 'Requires-Dist', versionRequirement: '>=1.26' },
      { package: 'pandas', dependencyType: 'Requires-Dist' },
    ]);
  });

  test('readme and source', async () => {
    expect((await client().send(new GetPackageVersionReadmeCommand(lines))).readme).toBe('# Lines');
    expect((await client().send(new GetPackageVersionReadmeCommand(model))).readme).toBe('# Model');
    const { packageVersion } = await client().send(new DescribePackageVersionCommand(lines));
    expect(packageVersion?.sourceCodeRepository).toBe('https://example.com/lines.git');
  });
});

test('versions are deleted under conditions, and then are gone', async () => {
  await publishNpm(sandbox, 'gone', '1.0.0', await makeTgz('gone', '1.0.0'));
  const gone = { ...pinned, format: 'npm' as const, package: 'gone' };
  const remove = (rest: object) =>
    client().send(new DeletePackageVersionsCommand({ ...gone, versions: ['1.0.0', '7.0.0'], ...rest }));
  const kept = await remove({ expectedStatus: 'Archived' });
  expect([kept.failedVersions?.['1.0.0']?.errorCode, kept.failedVersions?.['7.0.0']?.errorCode]).toEqual([
    'MISMATCHED_STATUS',
    'NOT_FOUND',
  ]);
  expect((await remove({})).successfulVersions?.['1.0.0']?.status).toBe('Deleted');
  const { versions } = await client().send(new ListPackageVersionsCommand(gone));
  expect(versions).toEqual([]);
  expect((await ask(sandbox, 'npm', 'gone')).status).toBe(404);
  await expect(remove({ versions: [] })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('the version to display is that which was published last', async () => {
  const clock = manualClock(Date.now());
  const other = await startSandbox({ clock });
  try {
    for (const version of ['2.0', '1.1']) {
      other.stores.codeartifact.store.ensureRepository(at);
      await uploadPypi(other, makeWheel('late', version));
      await clock.advance(1_000);
    }
    const late = { ...pinned, format: 'pypi' as const, package: 'late' };
    const listed = await codeartifact(other).send(new ListPackageVersionsCommand(late));
    expect(listed.defaultDisplayVersion).toBe('1.1');
    expect(listed.versions?.map(({ version }) => version)).toEqual(['2.0', '1.1']);
  } finally {
    await other.stop();
  }
});

test('lists of versions have 50 on a page', async () => {
  const files = await Promise.all(
    Array.from({ length: 51 }, (_value, minor) => makeTgz('many', `1.${minor}.0`)),
  );
  await sandbox.stores.codeartifact.seedNpm(at, await folderOf(files));
  const many = { ...pinned, format: 'npm' as const, package: 'many' };
  const first = await client().send(new ListPackageVersionsCommand(many));
  expect([first.versions?.length, first.nextToken]).toEqual([50, expect.any(String)]);
});

describe('a repository', () => {
  const team = { domain: 'ml', repository: 'team' };
  beforeAll(() => client().send(new CreateRepositoryCommand({ ...team, description: 'first' })));

  test('gets other upstreams, and loses them', async () => {
    const update = async (rest: object) =>
      (await client().send(new UpdateRepositoryCommand({ ...team, ...rest }))).repository;
    expect(await update({ upstreams: [{ repositoryName: 'pinned' }] })).toMatchObject({
      description: 'first',
      upstreams: [{ repositoryName: 'pinned' }],
    });
    expect((await ask(sandbox, 'npm', 'lines', {}, 'team')).status).toBe(200);
    expect(await update({ description: 'second' })).toMatchObject({
      description: 'second',
      upstreams: [{ repositoryName: 'pinned' }],
    });
    expect((await update({ upstreams: [] }))?.upstreams).toEqual([]);
    expect((await ask(sandbox, 'npm', 'lines', {}, 'team')).status).toBe(404);
    await expect(update({ upstreams: [{ repositoryName: 'none' }] })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(update({ upstreams: [{ repositoryName: 'team' }] })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('loses its external connection', async () => {
    const connection = { ...team, externalConnection: 'public:maven-central' };
    await client().send(new AssociateExternalConnectionCommand(connection));
    const second = new AssociateExternalConnectionCommand({ ...team, externalConnection: 'public:npmjs' });
    await expect(client().send(second)).rejects.toMatchObject({ name: 'ConflictException' });
    const { repository } = await client().send(new DisassociateExternalConnectionCommand(connection));
    expect(repository?.externalConnections).toEqual([]);
    await expect(client().send(new DisassociateExternalConnectionCommand(connection))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('has a dual-stack address, which is another name of the same place', async () => {
    const { repositoryEndpoint = '' } = await client().send(
      new GetRepositoryEndpointCommand({ ...pinned, format: 'npm', endpointType: 'dualstack' }),
    );
    const { endpoint, token } = await login(sandbox, 'npm');
    expect(repositoryEndpoint).toBe(endpoint.replace('127.0.0.1', 'localhost'));
    const headers = { authorization: `Bearer ${token}` };
    const document = (await (await fetch(`${repositoryEndpoint}lines`, { headers })).json()) as {
      versions: Record<string, { dist: { tarball: string } }>;
    };
    expect(document.versions['1.0.0']?.dist.tarball).toBe(`${repositoryEndpoint}lines/-/lines-1.0.0.tgz`);
  });

  test('shows the tag of its upstream where both have it', async () => {
    await publishNpm(sandbox, 'tagged', '1.0.0', await makeTgz('tagged', '1.0.0'), 'team');
    await publishNpm(sandbox, 'tagged', '2.0.0', await makeTgz('tagged', '2.0.0'));
    const latest = async () => {
      const document = await (await ask(sandbox, 'npm', 'tagged', {}, 'team')).json();
      return (document as { 'dist-tags': Record<string, string> })['dist-tags'].latest;
    };
    await client().send(new UpdateRepositoryCommand({ ...team, upstreams: [{ repositoryName: 'pinned' }] }));
    expect(await latest()).toBe('1.0.0');
    await client().send(
      new PutPackageOriginConfigurationCommand({
        ...team,
        format: 'npm',
        package: 'tagged',
        restrictions: { publish: 'ALLOW', upstream: 'ALLOW' },
      }),
    );
    expect(await latest()).toBe('2.0.0');
  });
});
