import { createHash } from 'node:crypto';
import type { ServiceRows } from './row.ts';

const domain = { domain: 'ml' };
const repository = { ...domain, repository: 'models' };
const content = 'weights';
const named = { ...repository, format: 'generic', namespace: 'team', package: 'penguins' };
const version = { ...named, packageVersion: '1.0.0' };
const versions = { ...named, versions: ['1.0.0'] };

/** A domain, its repositories and a package in one of them. */
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
    {
      operation: 'AssociateExternalConnection',
      parameters: { ...repository, externalConnection: 'public:pypi' },
    },
    { operation: 'GetAuthorizationToken', parameters: { ...domain, durationSeconds: 900 } },
    { operation: 'GetRepositoryEndpoint', parameters: { ...repository, format: 'pypi' } },
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
    { operation: 'ListPackageVersions', parameters: named },
    { operation: 'DescribePackageVersion', parameters: version },
    { operation: 'ListPackageVersionAssets', parameters: version },
    { operation: 'GetPackageVersionAsset', parameters: { ...version, asset: 'weights.bin' } },
    {
      operation: 'GetPackageVersionAsset',
      parameters: { ...version, asset: 'none' },
      error: 'ResourceNotFoundException',
    },
    { operation: 'UpdatePackageVersionsStatus', parameters: { ...versions, targetStatus: 'Archived' } },
    { operation: 'DisposePackageVersions', parameters: versions },
  ],
};
