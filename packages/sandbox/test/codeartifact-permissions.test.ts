import * as api from '@aws-sdk/client-codeartifact';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { at, codeartifact } from './codeartifact-setup.ts';

const role = 'arn:aws:iam::111111111111:role/judged';
const arn = (resource: string) => `arn:aws:codeartifact:us-east-1:111111111111:${resource}`;
const pinned = { domain: 'ml', repository: 'pinned' };
const shapes = { ...pinned, format: 'npm', namespace: 'ml', package: 'shapes' } as const;
const shapesArn = arn('package/ml/pinned/npm/ml/shapes');
const repositoryArn = arn('repository/ml/pinned');
const group = { domain: 'ml', packageGroup: '/npm/ml/*' };
const groupArn = arn('package-group/ml/npm/ml/%2a');
const restrictions = { publish: 'ALLOW', upstream: 'BLOCK' } as const;

let sandbox: Sandbox;
let asRole: api.CodeartifactClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.stores.codeartifact.store.ensureRepository(at);
  await codeartifact(sandbox).send(new api.CreatePackageGroupCommand(group));
  const sts = new STSClient(seededClient(sandbox));
  const asked = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'run' });
  const {
    AccessKeyId = '',
    SecretAccessKey = '',
    SessionToken = '',
  } = (await sts.send(asked)).Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  asRole = new api.CodeartifactClient({ ...seededClient(sandbox), credentials });
});
afterAll(() => sandbox.stop());

function allow(...statements: readonly (readonly [action: string, resource: string])[]): void {
  sandbox.stores.iam.attach(role, {
    Version: '2012-10-17',
    Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
  });
}

describe('every operation is judged by its action on its resource', () => {
  beforeEach(() => allow(['codeartifact:*', '*']));
  afterEach(() => sandbox.stores.iam.detach(role));

  test.each([
    [new api.DescribePackageCommand(shapes), [['DescribePackage', shapesArn]]],
    [
      new api.PutPackageOriginConfigurationCommand({ ...shapes, restrictions }),
      [['PutPackageOriginConfiguration', shapesArn]],
    ],
    [
      new api.DescribePackageVersionCommand({
        ...pinned,
        format: 'pypi',
        package: 'My.Pkg',
        packageVersion: '1',
      }),
      [['DescribePackageVersion', arn('package/ml/pinned/pypi//my-pkg')]],
    ],
    [
      new api.ListPackageVersionDependenciesCommand({ ...shapes, packageVersion: '1' }),
      [['ListPackageVersionDependencies', shapesArn]],
    ],
    [
      new api.GetPackageVersionReadmeCommand({ ...shapes, packageVersion: '1' }),
      [['GetPackageVersionReadme', shapesArn]],
    ],
    [
      new api.DeletePackageVersionsCommand({ ...shapes, versions: ['1'] }),
      [['DeletePackageVersions', shapesArn]],
    ],
    [
      new api.CopyPackageVersionsCommand({
        ...shapes,
        sourceRepository: 'pinned',
        destinationRepository: 'live',
        versions: ['1'],
      }),
      [
        ['CopyPackageVersions', arn('package/ml/live/npm/ml/shapes')],
        ['CopyPackageVersions', arn('repository/ml/live')],
        ['ReadFromRepository', repositoryArn],
      ],
    ],
    [
      new api.DisassociateExternalConnectionCommand({ ...pinned, externalConnection: 'public:npmjs' }),
      [['DisassociateExternalConnection', repositoryArn]],
    ],
    [
      new api.UpdateRepositoryCommand({ ...pinned, upstreams: [{ repositoryName: 'store' }] }),
      [
        ['UpdateRepository', repositoryArn],
        ['AssociateWithDownstreamRepository', arn('repository/ml/store')],
      ],
    ],
    [new api.CreatePackageGroupCommand(group), [['CreatePackageGroup', '*']]],
    [new api.DescribePackageGroupCommand(group), [['DescribePackageGroup', groupArn]]],
    [new api.UpdatePackageGroupCommand(group), [['UpdatePackageGroup', groupArn]]],
    [
      new api.UpdatePackageGroupOriginConfigurationCommand(group),
      [['UpdatePackageGroupOriginConfiguration', groupArn]],
    ],
    [
      new api.ListAllowedRepositoriesForGroupCommand({ ...group, originRestrictionType: 'PUBLISH' }),
      [['ListAllowedRepositoriesForGroup', groupArn]],
    ],
    [new api.ListAssociatedPackagesCommand(group), [['ListAssociatedPackages', groupArn]]],
    [new api.ListSubPackageGroupsCommand(group), [['ListSubPackageGroups', groupArn]]],
    [new api.ListPackageGroupsCommand({ domain: 'ml' }), [['ListPackageGroups', arn('domain/ml')]]],
    [
      new api.GetAssociatedPackageGroupCommand({
        domain: 'ml',
        format: 'npm',
        namespace: 'ml',
        package: 'shapes',
      }),
      [['GetAssociatedPackageGroup', groupArn]],
    ],
    [
      new api.DeletePackageGroupCommand({ domain: 'ml', packageGroup: '/npm/x/*' }),
      [['DeletePackageGroup', arn('package-group/ml/npm/x/%2a')]],
    ],
  ])('$constructor.name', async (command, expected) => {
    // What the operations make of their inputs is another test's question.
    await asRole.send(command as api.DescribePackageGroupCommand).catch(() => undefined);
    expect(sandbox.stores.iam.judged(role)).toEqual(
      expected.map(([action, resource]) => ({
        action: `codeartifact:${action}`,
        resource,
        isAllowed: true,
      })),
    );
  });
});

describe('a package is judged apart from the others of its repository', () => {
  afterEach(() => sandbox.stores.iam.detach(role));

  test('in the API', async () => {
    allow(['codeartifact:PutPackageOriginConfiguration', arn('package/ml/pinned/npm/ml/*')]);
    await asRole.send(new api.PutPackageOriginConfigurationCommand({ ...shapes, restrictions }));
    const other = new api.PutPackageOriginConfigurationCommand({
      ...pinned,
      format: 'npm',
      package: 'shapes',
      restrictions,
    });
    await expect(asRole.send(other)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('by the data planes, where the list of versions of Maven has an action of its own', async () => {
    allow(
      ['codeartifact:GetAuthorizationToken', '*'],
      ['sts:GetServiceBearerToken', '*'],
      ['codeartifact:PublishPackageVersion', arn('package/ml/pinned/maven/com.example/tool')],
    );
    const asked = new api.GetAuthorizationTokenCommand({ domain: 'ml', durationSeconds: 900 });
    const { authorizationToken } = await asRole.send(asked);
    const { repositoryEndpoint } = await codeartifact(sandbox).send(
      new api.GetRepositoryEndpointCommand({ ...pinned, format: 'maven' }),
    );
    const put = async (path: string) => {
      const headers = { authorization: `Bearer ${authorizationToken}` };
      return (await fetch(`${repositoryEndpoint}${path}`, { method: 'PUT', body: 'x', headers })).status;
    };
    expect(await put('com/example/tool/1.0/tool-1.0.jar')).toBe(200);
    expect(await put('com/example/other/1.0/other-1.0.jar')).toBe(403);
    expect(await put('com/example/tool/maven-metadata.xml')).toBe(403);
    expect(sandbox.stores.iam.judged(role).at(-1)).toMatchObject({
      action: 'codeartifact:PutPackageMetadata',
      isAllowed: false,
    });
  });
});
