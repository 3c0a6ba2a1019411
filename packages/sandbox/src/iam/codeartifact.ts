import type { Ask, ImpliedTable, ResourceTable } from './demand.ts';

const domain = (ask: Ask) => [codeArtifactArn(ask, `domain/${ask.named('domain')}`)];
const repository = (ask: Ask) => [
  codeArtifactArn(ask, `repository/${ask.named('domain')}/${ask.named('repository')}`),
];

function codeArtifactArn({ caller, input }: Ask, resource: string): string {
  const owner = typeof input.domainOwner === 'string' ? input.domainOwner : caller.account;
  return `arn:aws:codeartifact:${caller.region}:${owner}:${resource}`;
}

/** What is in a repository is judged on the repository where it is read. */
export const codeArtifactResources: ResourceTable = {
  CreateDomain: domain,
  CreateRepository: repository,
  DescribeDomain: domain,
  DescribeRepository: repository,
  GetAuthorizationToken: domain,
  GetRepositoryEndpoint: repository,
  ListPackages: repository,
  ListRepositoriesInDomain: domain,
  ReadFromRepository: repository,
};

/** CodeArtifact gets the token from STS for the caller. */
export const codeArtifactImplied: ImpliedTable = {
  GetAuthorizationToken: () => [
    {
      action: 'sts:GetServiceBearerToken',
      resource: '*',
      context: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' },
    },
  ],
};
