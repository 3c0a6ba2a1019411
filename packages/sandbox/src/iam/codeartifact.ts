import { groupOf } from '../codeartifact/groups/group.ts';
import { encodePattern } from '../codeartifact/groups/pattern.ts';
import { normalizeProject } from '../codeartifact/pypi/name.ts';
import type { Ask, Demand, ImpliedTable, ResourceTable } from './demand.ts';

type Resources = (ask: Ask) => readonly string[];

const domain: Resources = (ask) => [codeArtifactArn(ask, `domain/${ask.named('domain')}`)];
const repository: Resources = (ask) => [repositoryArn(ask, 'repository')];
const packageIn: Resources = (ask) => [packageArn(ask, 'repository')];
const group: Resources = (ask) => [groupArn(ask, ask.named('packageGroup'))];

function codeArtifactArn({ caller, input }: Ask, resource: string): string {
  const owner = typeof input.domainOwner === 'string' ? input.domainOwner : caller.account;
  return `arn:aws:codeartifact:${caller.region}:${owner}:${resource}`;
}

/** The repository that a member names. */
function repositoryArn(ask: Ask, member: string): string {
  return codeArtifactArn(ask, `repository/${ask.named('domain')}/${ask.named(member)}`);
}

/** The package that the input names in that repository; without a namespace two slashes follow each other. */
function packageArn(ask: Ask, member: string): string {
  const format = ask.named('format');
  const namespace = ask.input.namespace ? ask.named('namespace') : '';
  const name = format === 'pypi' ? normalizeProject(ask.named('package')) : ask.named('package');
  const path = [ask.named('domain'), ask.named(member), format, namespace, name].join('/');
  return codeArtifactArn(ask, `package/${path}`);
}

function groupArn(ask: Ask, pattern: string): string {
  return codeArtifactArn(ask, `package-group/${ask.named('domain')}${encodePattern(pattern)}`);
}

/** The group that a package turns out to be in; every group where the domain is not there. */
function associatedGroup(ask: Ask): readonly string[] {
  const { caller, input, stores } = ask;
  const owner = typeof input.domainOwner === 'string' ? input.domainOwner : caller.account;
  const found = stores.codeartifact.store
    .domains(owner, caller.region)
    .find(({ name, owner: of }) => name === input.domain && of === owner);
  if (!found) return [codeArtifactArn(ask, `package-group/${ask.named('domain')}/*`)];
  const namespace = typeof input.namespace === 'string' ? input.namespace : undefined;
  const coordinates = { format: ask.named('format'), namespace, name: ask.named('package') };
  return [groupArn(ask, groupOf(found, coordinates).group.pattern)];
}

/** Copies are judged on what they come into, besides the reading where they come from. */
const destination: Resources = (ask) => [
  packageArn(ask, 'destinationRepository'),
  repositoryArn(ask, 'destinationRepository'),
];

/** As the Service Authorization Reference has them; what is in a repository is judged on the repository where it is read. */
export const codeArtifactResources: ResourceTable = {
  AssociateExternalConnection: repository,
  CopyPackageVersions: destination,
  CreateDomain: domain,
  CreateRepository: repository,
  DeletePackageGroup: group,
  DeletePackageVersions: packageIn,
  DescribeDomain: domain,
  DescribePackage: packageIn,
  DescribePackageGroup: group,
  DescribePackageVersion: packageIn,
  DescribeRepository: repository,
  DisassociateExternalConnection: repository,
  DisposePackageVersions: packageIn,
  GetAssociatedPackageGroup: associatedGroup,
  GetAuthorizationToken: domain,
  GetPackageVersionAsset: packageIn,
  GetPackageVersionReadme: packageIn,
  GetRepositoryEndpoint: repository,
  ListAllowedRepositoriesForGroup: group,
  ListAssociatedPackages: group,
  ListPackageGroups: domain,
  ListPackages: repository,
  ListPackageVersionAssets: packageIn,
  ListPackageVersionDependencies: packageIn,
  ListPackageVersions: packageIn,
  ListRepositoriesInDomain: domain,
  ListSubPackageGroups: group,
  PublishPackageVersion: packageIn,
  PutPackageOriginConfiguration: packageIn,
  ReadFromRepository: repository,
  UpdatePackageGroup: group,
  UpdatePackageGroupOriginConfiguration: group,
  UpdatePackageVersionsStatus: packageIn,
  UpdateRepository: repository,
};

/** Each upstream must let itself be taken from. */
function upstreams(ask: Ask): readonly Demand[] {
  const given = Array.isArray(ask.input.upstreams) ? ask.input.upstreams : [];
  return given.map((upstream: unknown) => ({
    action: 'codeartifact:AssociateWithDownstreamRepository',
    resource: codeArtifactArn(ask, `repository/${ask.named('domain')}/${nameOf(upstream)}`),
  }));
}

function nameOf(upstream: unknown): string {
  const isNamed = typeof upstream === 'object' && upstream !== null && 'repositoryName' in upstream;
  return isNamed ? String(upstream.repositoryName) : '*';
}

/** What is asked besides the operation; CodeArtifact gets the token from STS for the caller. */
export const codeArtifactImplied: ImpliedTable = {
  CopyPackageVersions: (ask) => [
    { action: 'codeartifact:ReadFromRepository', resource: repositoryArn(ask, 'sourceRepository') },
  ],
  CreateRepository: upstreams,
  GetAuthorizationToken: () => [
    {
      action: 'sts:GetServiceBearerToken',
      resource: '*',
      context: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' },
    },
  ],
  UpdateRepository: upstreams,
};
