import { type Ask, type ImpliedTable, namedAll, type ResourceTable } from './demand.ts';

const repository = (ask: Ask): readonly string[] => [repositoryArn(ask, ask.named('repositoryName'))];

function repositoryArn({ caller, input }: Ask, name: string): string {
  const account = typeof input.registryId === 'string' ? input.registryId : caller.account;
  return `arn:aws:ecr:${caller.region}:${account}:repository/${name}`;
}

/** Everything with a repository is judged on it; tokens and settings of the account have no resource. */
export const ecrResources: ResourceTable = {
  BatchCheckLayerAvailability: repository,
  BatchDeleteImage: repository,
  BatchGetImage: repository,
  CompleteLayerUpload: repository,
  CreateRepository: repository,
  DeleteLifecyclePolicy: repository,
  DeleteRepository: repository,
  DeleteRepositoryPolicy: repository,
  DescribeImages: repository,
  DescribeRepositories: (ask) => namedAll(ask, 'repositoryNames').map((name) => repositoryArn(ask, name)),
  GetDownloadUrlForLayer: repository,
  GetLifecyclePolicy: repository,
  GetRepositoryPolicy: repository,
  InitiateLayerUpload: repository,
  ListImageReferrers: () => [],
  ListImages: repository,
  PutImage: repository,
  PutImageTagMutability: repository,
  PutLifecyclePolicy: repository,
  SetRepositoryPolicy: repository,
  UploadLayerPart: repository,
};

/** Referrers need no permission of their own name (API_ListImageReferrers). */
export const ecrImplied: ImpliedTable = {
  ListImageReferrers: (ask) => repository(ask).map((resource) => ({ action: 'ecr:BatchGetImage', resource })),
};
