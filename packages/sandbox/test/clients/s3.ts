import type { ServiceRows } from './row.ts';

const bucket = { Bucket: 'probe' };
const object = { ...bucket, Key: 'a b/ü+~.txt' };
const upload = { ...object, UploadId: '<CreateMultipartUpload.UploadId>' };
const dropped = { ...object, UploadId: '<dropped.UploadId>' };
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::probe/*' }],
});

/** A bucket and its objects. */
export const s3: ServiceRows = {
  service: 's3',
  signingName: 's3',
  rows: [
    { route: 'PUT bucket', operation: 'CreateBucket', parameters: bucket },
    { route: 'HEAD bucket', operation: 'HeadBucket', parameters: bucket },
    { route: 'HEAD bucket', operation: 'HeadBucket', parameters: { Bucket: 'nowhere' }, error: '404' },
    { route: 'GET service', operation: 'ListBuckets' },
    { route: 'GET bucket?location', operation: 'GetBucketLocation', parameters: bucket },
    {
      route: 'PUT bucket?versioning',
      operation: 'PutBucketVersioning',
      parameters: { ...bucket, VersioningConfiguration: { Status: 'Enabled' } },
    },
    { route: 'GET bucket?versioning', operation: 'GetBucketVersioning', parameters: bucket },
    {
      route: 'GET bucket?policy',
      operation: 'GetBucketPolicy',
      parameters: bucket,
      error: 'NoSuchBucketPolicy',
    },
    { route: 'PUT bucket?policy', operation: 'PutBucketPolicy', parameters: { ...bucket, Policy: policy } },
    { route: 'GET bucket?policy', operation: 'GetBucketPolicy', parameters: bucket },
    { route: 'DELETE bucket?policy', operation: 'DeleteBucketPolicy', parameters: bucket },
    {
      route: 'PUT object',
      operation: 'PutObject',
      parameters: { ...object, Body: 'abc', Metadata: { stage: 'dev' } },
    },
    {
      route: 'PUT object',
      operation: 'PutObject',
      parameters: { ...object, Body: 'abc', IfNoneMatch: '*' },
      error: 'PreconditionFailed',
    },
    { route: 'GET object', operation: 'GetObject', parameters: object },
    {
      route: 'GET object',
      operation: 'GetObject',
      parameters: { ...bucket, Key: 'none' },
      error: 'NoSuchKey',
    },
    { route: 'HEAD object', operation: 'HeadObject', parameters: object },
    { route: 'GET bucket?list-type', operation: 'ListObjectsV2', parameters: bucket },
    {
      route: 'GET bucket?list-type',
      operation: 'ListObjectsV2',
      parameters: { Bucket: 'nowhere' },
      error: 'NoSuchBucket',
    },
    {
      route: 'PUT object?copy',
      operation: 'CopyObject',
      parameters: { ...bucket, Key: 'copy', CopySource: `probe/${object.Key}` },
    },
    { route: 'POST object?uploads', operation: 'CreateMultipartUpload', parameters: object },
    { route: 'GET bucket?uploads', operation: 'ListMultipartUploads', parameters: bucket },
    {
      route: 'PUT object?partNumber?uploadId',
      operation: 'UploadPart',
      parameters: { ...upload, PartNumber: 1, Body: 'abc' },
    },
    { route: 'GET object?uploadId', operation: 'ListParts', parameters: upload },
    {
      route: 'POST object?uploadId',
      operation: 'CompleteMultipartUpload',
      parameters: { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '<UploadPart.ETag>' }] } },
    },
    { route: 'POST object?uploads', operation: 'CreateMultipartUpload', parameters: object, as: 'dropped' },
    {
      route: 'PUT object?copy?partNumber?uploadId',
      operation: 'UploadPartCopy',
      parameters: { ...dropped, PartNumber: 1, CopySource: 'probe/copy' },
    },
    { route: 'DELETE object?uploadId', operation: 'AbortMultipartUpload', parameters: dropped },
    {
      route: 'DELETE object?uploadId',
      operation: 'AbortMultipartUpload',
      parameters: dropped,
      error: 'NoSuchUpload',
    },
    { route: 'DELETE object', operation: 'DeleteObject', parameters: { ...bucket, Key: 'copy' } },
    {
      route: 'POST bucket?delete',
      operation: 'DeleteObjects',
      parameters: { ...bucket, Delete: { Objects: [{ Key: 'copy' }] } },
    },
    { route: 'PUT bucket', operation: 'CreateBucket', parameters: { Bucket: 'short-lived' } },
    { route: 'DELETE bucket', operation: 'DeleteBucket', parameters: bucket, error: 'BucketNotEmpty' },
    { route: 'DELETE bucket', operation: 'DeleteBucket', parameters: { Bucket: 'short-lived' } },
  ],
};
