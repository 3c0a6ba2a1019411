import { createHash } from 'node:crypto';
import type { ServiceRows } from './row.ts';

const repository = { repositoryName: 'probe' };
const layer = 'layer';
const layerDigest = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
const descriptor = { mediaType: 'application/octet-stream', digest: layerDigest, size: layer.length };
const imageManifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: descriptor,
  layers: [descriptor],
});
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
});
const lifecycle = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 10 },
      action: { type: 'expire' },
    },
  ],
});
const image = { ...repository, imageIds: [{ imageTag: 'v1' }] };

/** A repository from its making to its end, with one image in it. */
export const ecr: ServiceRows = {
  service: 'ecr',
  signingName: 'ecr',
  rows: [
    { operation: 'GetAuthorizationToken' },
    { operation: 'CreateRepository', parameters: repository },
    { operation: 'CreateRepository', parameters: repository, error: 'RepositoryAlreadyExistsException' },
    { operation: 'DescribeRepositories', parameters: { repositoryNames: ['probe'] } },
    {
      operation: 'DescribeRepositories',
      parameters: { repositoryNames: ['nowhere'] },
      error: 'RepositoryNotFoundException',
    },
    { operation: 'PutImageTagMutability', parameters: { ...repository, imageTagMutability: 'IMMUTABLE' } },
    { operation: 'PutAccountSetting', parameters: { name: 'BLOB_MOUNTING', value: 'ENABLED' } },
    { operation: 'GetAccountSetting', parameters: { name: 'BLOB_MOUNTING' } },
    { operation: 'GetRepositoryPolicy', parameters: repository, error: 'RepositoryPolicyNotFoundException' },
    { operation: 'SetRepositoryPolicy', parameters: { ...repository, policyText: policy } },
    { operation: 'GetRepositoryPolicy', parameters: repository },
    { operation: 'DeleteRepositoryPolicy', parameters: repository },
    { operation: 'PutLifecyclePolicy', parameters: { ...repository, lifecyclePolicyText: lifecycle } },
    { operation: 'GetLifecyclePolicy', parameters: repository },
    { operation: 'DeleteLifecyclePolicy', parameters: repository },
    { operation: 'BatchCheckLayerAvailability', parameters: { ...repository, layerDigests: [layerDigest] } },
    { operation: 'InitiateLayerUpload', parameters: repository },
    {
      operation: 'UploadLayerPart',
      parameters: {
        ...repository,
        uploadId: '<InitiateLayerUpload.uploadId>',
        partFirstByte: 0,
        partLastByte: layer.length - 1,
        layerPartBlob: layer,
      },
    },
    {
      operation: 'CompleteLayerUpload',
      parameters: { ...repository, uploadId: '<InitiateLayerUpload.uploadId>', layerDigests: [layerDigest] },
    },
    { operation: 'PutImage', parameters: { ...repository, imageManifest, imageTag: 'v1' } },
    {
      operation: 'PutImage',
      parameters: { ...repository, imageManifest, imageTag: 'v1' },
      error: 'ImageAlreadyExistsException',
    },
    { operation: 'DescribeImages', parameters: image },
    { operation: 'ListImages', parameters: repository },
    {
      operation: 'ListImages',
      parameters: { repositoryName: 'nowhere' },
      error: 'RepositoryNotFoundException',
    },
    { operation: 'BatchGetImage', parameters: image },
    { operation: 'GetDownloadUrlForLayer', parameters: { ...repository, layerDigest } },
    {
      operation: 'ListImageReferrers',
      parameters: { ...repository, subjectId: { imageDigest: '<PutImage.image.imageId.imageDigest>' } },
    },
    { operation: 'DeleteRepository', parameters: repository, error: 'RepositoryNotEmptyException' },
    { operation: 'BatchDeleteImage', parameters: image },
    { operation: 'DeleteRepository', parameters: repository },
  ],
};
