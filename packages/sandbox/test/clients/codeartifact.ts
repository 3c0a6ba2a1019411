import { createHash } from 'node:crypto';
import type { ServiceRows } from './row.ts';

const domain = { domain: 'ml' };
const repository = { ...domain, repository: 'models' };
const content = 'weights';
const penguins = { format: 'generic', namespace: 'team', package: 'penguins' };
const named = { ...repository, ...penguins };
const version = { ...named, packageVersion: '1.0.0' };
const versions = { ...named, versions: ['1.0.0'] };
const live = { ...domain, repository: 'live' };
const copied = {
  ...domain,
  ...penguins,
  sourceRepository: 'models',
  destinationRepository: 'live',
  versions: ['1.0.0'],
};
const connection = { ...repository, externalConnection: 'public:pypi' };
const group = { ...domain, packageGroup: '/generic/team/*' };

/** A domain, its repositories, a group of packages and a package that goes from one repository to another. */
export const codeartifact: ServiceRows = {
  service: 'codeartifact',
  signingName: 'codeartifact',
  rows: [
    { operation: 'CreateDomain', parameters: domain },
    { operation: 'CreateDomain', parameters: domain, error: 'ConflictException' },
    { operation: 'DescribeDomain', parameters: domain },
    { operation: 'ListDomains' },
    { operation: 'CreateRepository', parameters: repository },
    { operation: 'DescribeRepository', parameters: repository },
    {
      operation: 'DescribeRepository',
      parameters: { ...domain, repository: 'none' },
      error: 'ResourceNotFoundException',
    },
    { operation: 'ListRepositories' },
    { operation: 'ListRepositoriesInDomain', parameters: domain },
    { operation: 'AssociateExternalConnection', parameters: connection },
    { operation: 'DisassociateExternalConnection', parameters: connection },
    {
      operation: 'DisassociateExternalConnection',
      parameters: connection,
      error: 'ResourceNotFoundException',
    },
    { operation: 'GetAuthorizationToken', parameters: { ...domain, durationSeconds: 900 } },
    { operation: 'GetRepositoryEndpoint', parameters: { ...repository, format: 'pypi' } },
    {
      operation: 'GetRepositoryEndpoint',
      parameters: { ...repository, format: 'maven', endpointType: 'dualstack' },
    },
    { operation: 'CreatePackageGroup', parameters: { ...group, description: 'ours' } },
    { operation: 'CreatePackageGroup', parameters: group, error: 'ConflictException' },
    {
      operation: 'CreatePackageGroup',
      parameters: { ...domain, packageGroup: '/conda/*' },
      error: 'ValidationException',
    },
    { operation: 'DescribePackageGroup', parameters: group },
    { operation: 'UpdatePackageGroup', parameters: { ...group, contactInfo: 'team@example.com' } },
    { operation: 'ListPackageGroups', parameters: domain },
    { operation: 'ListSubPackageGroups', parameters: { ...domain, packageGroup: '/*' } },
    {
      operation: 'UpdatePackageGroupOriginConfiguration',
      parameters: {
        ...group,
        restrictions: { PUBLISH: 'ALLOW_SPECIFIC_REPOSITORIES', EXTERNAL_UPSTREAM: 'BLOCK' },
        addAllowedRepositories: [{ repositoryName: 'models', originRestrictionType: 'PUBLISH' }],
      },
    },
    {
      operation: 'ListAllowedRepositoriesForGroup',
      parameters: { ...group, originRestrictionType: 'PUBLISH' },
    },
    {
      operation: 'GetAssociatedPackageGroup',
      parameters: { ...domain, ...penguins },
    },
    {
      operation: 'PublishPackageVersion',
      parameters: {
        ...version,
        assetName: 'weights.bin',
        assetContent: content,
        assetSHA256: createHash('sha256').update(content).digest('hex'),
      },
    },
    { operation: 'ListPackages', parameters: repository },
    { operation: 'ListAssociatedPackages', parameters: group },
    { operation: 'DescribePackage', parameters: named },
    {
      operation: 'DescribePackage',
      parameters: { ...named, package: 'none' },
      error: 'ResourceNotFoundException',
    },
    {
      operation: 'PutPackageOriginConfiguration',
      parameters: { ...named, restrictions: { publish: 'ALLOW', upstream: 'BLOCK' } },
    },
    { operation: 'ListPackageVersions', parameters: named },
    { operation: 'DescribePackageVersion', parameters: version },
    { operation: 'ListPackageVersionAssets', parameters: version },
    { operation: 'GetPackageVersionAsset', parameters: { ...version, asset: 'weights.bin' } },
    {
      operation: 'GetPackageVersionAsset',
      parameters: { ...version, asset: 'none' },
      error: 'ResourceNotFoundException',
    },
    { operation: 'ListPackageVersionDependencies', parameters: version },
    { operation: 'GetPackageVersionReadme', parameters: version },
    { operation: 'CreateRepository', parameters: live },
    {
      operation: 'UpdateRepository',
      parameters: { ...live, description: 'what is used', upstreams: [{ repositoryName: 'models' }] },
    },
    { operation: 'CopyPackageVersions', parameters: copied },
    {
      operation: 'CopyPackageVersions',
      parameters: { ...copied, destinationRepository: 'none' },
      error: 'ResourceNotFoundException',
    },
    { operation: 'DeletePackageVersions', parameters: { ...versions, ...live } },
    { operation: 'UpdatePackageVersionsStatus', parameters: { ...versions, targetStatus: 'Archived' } },
    { operation: 'DisposePackageVersions', parameters: versions },
    { operation: 'DeletePackageGroup', parameters: group },
    {
      operation: 'DeletePackageGroup',
      parameters: { ...domain, packageGroup: '/*' },
      error: 'ValidationException',
    },
  ],
};
