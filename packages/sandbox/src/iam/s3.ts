import type { Ask, ResourceTable } from './demand.ts';

const bucket = (ask: Ask) => [`arn:aws:s3:::${ask.named('Bucket')}`];
const object = (ask: Ask) => [`arn:aws:s3:::${ask.named('Bucket')}/${ask.named('Key')}`];

/** ListAllMyBuckets has no resource. */
export const s3Resources: ResourceTable = {
  AbortMultipartUpload: object,
  CreateBucket: bucket,
  DeleteBucket: bucket,
  DeleteBucketPolicy: bucket,
  DeleteObject: object,
  GetBucketLocation: bucket,
  GetBucketPolicy: bucket,
  GetBucketVersioning: bucket,
  GetObject: object,
  GetObjectVersion: object,
  ListBucket: bucket,
  ListBucketMultipartUploads: bucket,
  ListMultipartUploadParts: object,
  PutBucketPolicy: bucket,
  PutBucketVersioning: bucket,
  PutObject: object,
};
