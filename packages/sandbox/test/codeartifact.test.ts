import { createHash } from 'node:crypto';
import {
  AssociateExternalConnectionCommand,
  CreateDomainCommand,
  CreateRepositoryCommand,
  DescribeDomainCommand,
  DescribePackageVersionCommand,
  DescribeRepositoryCommand,
  DisposePackageVersionsCommand,
  GetAuthorizationTokenCommand,
  GetPackageVersionAssetCommand,
  GetRepositoryEndpointCommand,
  ListDomainsCommand,
  ListPackagesCommand,
  ListPackageVersionAssetsCommand,
  ListPackageVersionsCommand,
  ListRepositoriesCommand,
  PublishPackageVersionCommand,
  UpdatePackageVersionsStatusCommand,
} from '@aws-sdk/client-codeartifact';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { at, codeartifact, folderOf, login } from './codeartifact-setup.ts';
import { makeTgz, makeWheel } from './package-files.ts';

const clock = manualClock(Date.now());
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock, accounts: ['111111111111', '222222222222'] });
  const wheels = [makeWheel('plain', '1.0'), makeWheel('plain', '1.10'), makeWheel('plain', '1.9')];
  await sandbox.stores.codeartifact.seedPypi(at, await folderOf(wheels));
  await sandbox.stores.codeartifact.seedNpm(at, await folderOf([await makeTgz('@ml/shapes', '2.0.0')]));
});
afterAll(() => sandbox.stop());

const client = () => codeartifact(sandbox);
const pinned = { domain: 'ml', repository: 'pinned' };
const plain = { ...pinned, format: 'pypi', package: 'plain' } as const;

describe('domains and repositories', () => {
  test('are made, described and listed', async () => {
    await client().send(new CreateDomainCommand({ domain: 'other' }));
    await client().send(new CreateRepositoryCommand({ domain: 'other', repository: 'upstream' }));
    const made = await client().send(
      new CreateRepositoryCommand({
        domain: 'other',
        repository: 'team',
        description: 'ours',
        upstreams: [{ repositoryName: 'upstream' }],
      }),
    );
    expect(made.repository?.arn).toBe('arn:aws:codeartifact:us-east-1:111111111111:repository/other/team');
    await client().send(
      new AssociateExternalConnectionCommand({
        domain: 'other',
        repository: 'upstream',
        externalConnection: 'public:pypi',
      }),
    );
    const shown = await client().send(new DescribeRepositoryCommand({ domain: 'other', repository: 'team' }));
    expect(shown.repository?.upstreams).toEqual([{ repositoryName: 'upstream' }]);
    const domain = await client().send(new DescribeDomainCommand({ domain: 'other' }));
    expect(domain.domain).toMatchObject({ owner: '111111111111', repositoryCount: 2, status: 'Active' });
    expect(domain.domain?.createdTime?.getTime()).toBe(clock.now());
    const { domains } = await client().send(new ListDomainsCommand({ maxResults: 1 }));
    expect(domains).toHaveLength(1);
    const { repositories } = await client().send(new ListRepositoriesCommand({ repositoryPrefix: 'te' }));
    expect(repositories?.map(({ name }) => name)).toEqual(['team']);
  });

  test.each([
    ['a domain twice', new CreateDomainCommand({ domain: 'ml' }), 'ConflictException'],
    ['a bad name', new CreateDomainCommand({ domain: '-x' }), 'ValidationException'],
    [
      'a missing upstream',
      new CreateRepositoryCommand({ domain: 'ml', repository: 'xx', upstreams: [{ repositoryName: 'no' }] }),
      'ResourceNotFoundException',
    ],
  ])('refuses %s', async (_name, command, name) => {
    await expect(client().send(command as CreateDomainCommand)).rejects.toMatchObject({ name });
  });

  test('are closed to other accounts', async () => {
    const foreign = codeartifact(sandbox, '222222222222');
    const asked = new DescribeDomainCommand({ domain: 'ml', domainOwner: '111111111111' });
    await expect(foreign.send(asked)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    sandbox.stores.codeartifact.store
      .domain('ml', '111111111111', 'us-east-1')
      .sharedWith.add('222222222222');
    expect((await foreign.send(asked)).domain?.name).toBe('ml');
  });
});

describe('tokens', () => {
  test.each([[1], [899], [43_201], [-1]])('cannot live %i seconds', async (durationSeconds) => {
    const asked = new GetAuthorizationTokenCommand({ domain: 'ml', durationSeconds });
    await expect(client().send(asked)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each([
    [undefined, 43_200],
    [900, 900],
    [0, 43_200],
  ])('live as long as was asked (%s)', async (durationSeconds, seconds) => {
    const { expiration } = await client().send(
      new GetAuthorizationTokenCommand({
        domain: 'ml',
        ...(durationSeconds === undefined ? {} : { durationSeconds }),
      }),
    );
    expect(expiration?.getTime()).toBe(clock.now() + seconds * 1_000);
  });

  test('with 0 end with the session of the caller', async () => {
    const expiresMs = clock.now() + 1_234_000;
    const key = sandbox.credentials.session({
      account: at.owner,
      arn: 'arn:aws:sts::111111111111:assumed-role/r/s',
      userId: 'AROA:s',
      expiresMs,
    });
    const role = codeartifact(sandbox);
    role.config.credentials = async () => ({ ...key });
    const { expiration } = await role.send(
      new GetAuthorizationTokenCommand({ domain: 'ml', durationSeconds: 0 }),
    );
    expect(expiration?.getTime()).toBe(expiresMs);
  });

  test('open the data planes of their domain only, and until they end', async () => {
    const { token, endpoint } = await login(sandbox, 'pypi');
    const get = async (url: string, authorization?: string) => {
      const response = await fetch(url, authorization === undefined ? {} : { headers: { authorization } });
      return { status: response.status, challenge: response.headers.get('www-authenticate') };
    };
    const page = `${endpoint}simple/plain/`;
    const basic = (user: string, password: string) =>
      `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    expect(await get(page)).toEqual({ status: 401, challenge: 'Basic realm="ml"' });
    expect((await get(page, basic('aws', 'no-token'))).status).toBe(401);
    expect((await get(page, basic('root', token))).status).toBe(401);
    expect((await get(page, basic('aws', token))).status).toBe(200);
    expect((await get(page, `Bearer ${token}`)).status).toBe(200);
    const elsewhere = page.replace('/ml-', '/other-');
    expect((await get(elsewhere, `Bearer ${token}`)).status).toBe(403);
    await clock.advance(900_000);
    expect(await get(page, `Bearer ${token}`)).toEqual({ status: 401, challenge: 'Basic realm="ml"' });
  });
});

describe('packages', () => {
  test('are listed with versions in their own order', async () => {
    const { packages } = await client().send(new ListPackagesCommand(pinned));
    expect(packages?.map(({ format, namespace, package: name }) => [format, namespace, name])).toEqual([
      ['npm', 'ml', 'shapes'],
      ['pypi', undefined, 'plain'],
    ]);
    expect(packages?.[1]?.originConfiguration?.restrictions).toEqual({ publish: 'ALLOW', upstream: 'BLOCK' });
    const listed = await client().send(new ListPackageVersionsCommand(plain));
    expect(listed.versions?.map(({ version }) => version)).toEqual(['1.10', '1.9', '1.0']);
    expect(listed.defaultDisplayVersion).toBe('1.10');
  });

  test('have pages', async () => {
    const first = await client().send(new ListPackageVersionsCommand({ ...plain, maxResults: 2 }));
    const rest = await client().send(
      new ListPackageVersionsCommand({ ...plain, nextToken: first.nextToken ?? '' }),
    );
    expect([first.versions?.length, rest.versions?.length, rest.nextToken]).toEqual([2, 1, undefined]);
  });

  test('tell origin and digests, and give their files', async () => {
    const wheel = makeWheel('plain', '1.0');
    const { packageVersion } = await client().send(
      new DescribePackageVersionCommand({ ...plain, package: 'Plain', packageVersion: '1.0' }),
    );
    expect(packageVersion).toMatchObject({
      status: 'Published',
      summary: 'made for a test',
      origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: 'pinned' } },
    });
    const listed = await client().send(
      new ListPackageVersionAssetsCommand({ ...plain, packageVersion: '1.0' }),
    );
    expect(listed.assets?.[0]).toMatchObject({ name: wheel.fileName, size: wheel.bytes.length });
    expect(listed.assets?.[0]?.hashes?.['SHA-256']).toBe(wheel.sha256);
    expect(listed.versionRevision).toBe(packageVersion?.revision);
    const got = await client().send(
      new GetPackageVersionAssetCommand({ ...plain, packageVersion: '1.0', asset: wheel.fileName }),
    );
    expect(got.packageVersionRevision).toBe(packageVersion?.revision);
    expect(Buffer.from((await got.asset?.transformToByteArray()) ?? []).equals(wheel.bytes)).toBe(true);
  });

  test('that are missing are said to be', async () => {
    const asked = new DescribePackageVersionCommand({ ...plain, packageVersion: '9' });
    await expect(client().send(asked)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'package-version',
    });
  });

  test('change their status under conditions', async () => {
    const unlist = { ...plain, versions: ['1.9', '7'], targetStatus: 'Unlisted' as const };
    const wrong = await client().send(
      new UpdatePackageVersionsStatusCommand({ ...unlist, expectedStatus: 'Archived' }),
    );
    expect(wrong.failedVersions?.['1.9']?.errorCode).toBe('MISMATCHED_STATUS');
    const done = await client().send(new UpdatePackageVersionsStatusCommand(unlist));
    expect(done.successfulVersions?.['1.9']?.status).toBe('Unlisted');
    expect(done.failedVersions?.['7']?.errorCode).toBe('NOT_FOUND');
    const gone = await client().send(new DisposePackageVersionsCommand({ ...plain, versions: ['1.9'] }));
    expect(gone.successfulVersions?.['1.9']?.status).toBe('Disposed');
  });
});

describe('generic packages', () => {
  const bundle = {
    ...pinned,
    format: 'generic',
    namespace: 'models',
    package: 'penguins',
    packageVersion: '1',
  } as const;
  const publish = (assetName: string, text: string, unfinished: boolean, assetSHA256 = sha256(text)) =>
    client().send(
      new PublishPackageVersionCommand({
        ...bundle,
        assetName,
        assetContent: Buffer.from(text),
        assetSHA256,
        unfinished,
      }),
    );

  test('take files until they are finished', async () => {
    expect((await publish('weights.json', '{}', true)).status).toBe('Unfinished');
    const done = await publish('card.md', '# card', false);
    expect([done.status, done.asset?.hashes?.['SHA-256']]).toEqual(['Published', sha256('# card')]);
    await expect(publish('late.md', 'x', false)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test('refuse content with another digest', async () => {
    await expect(publish('bad.md', 'x', true, sha256('y'))).rejects.toThrow();
    const { assets } = await client().send(new ListPackageVersionAssetsCommand(bundle));
    expect(assets?.map(({ name }) => name)).toEqual(['weights.json', 'card.md']);
  });
});

test('an endpoint is told for every format of the API', async () => {
  const ask = (format: string) =>
    client().send(
      new GetRepositoryEndpointCommand({ ...pinned, format: format as 'npm', endpointType: 'ipv4' }),
    );
  expect((await ask('maven')).repositoryEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*\/maven\/pinned\/$/);
  await expect(ask('conda')).rejects.toMatchObject({ name: 'ValidationException' });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
