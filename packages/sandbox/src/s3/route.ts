import type { IncomingMessage } from 'node:http';
import {
  createBucket,
  deleteBucket,
  deleteObjects,
  getLocation,
  getVersioning,
  listBuckets,
  putVersioning,
  servePolicy,
} from './buckets.ts';
import { copyObject } from './copy.ts';
import { s3Error } from './error.ts';
import { bucketOf, type Exchange, sendEmpty } from './exchange.ts';
import { listObjects } from './listing.ts';
import {
  abortUpload,
  beginUpload,
  completeUpload,
  copyPart,
  listParts,
  listUploads,
  uploadPart,
} from './multipart.ts';
import { getObject, putObject, removeObject } from './objects.ts';

/** An operation, and the action that IAM knows it by. */
export interface S3Operation {
  readonly action: string;
  serve(exchange: Exchange): Promise<void> | void;
}

const operation = (action: string, serve: S3Operation['serve']): S3Operation => ({
  action: `s3:${action}`,
  serve,
});

/** The operations by `<method> <level>[?<subresource>]`. */
export const operations = new Map<string, S3Operation>([
  ['GET service', operation('ListAllMyBuckets', listBuckets)],
  ['PUT bucket', operation('CreateBucket', createBucket)],
  ['HEAD bucket', operation('ListBucket', headBucket)],
  ['DELETE bucket', operation('DeleteBucket', deleteBucket)],
  ['GET bucket?list-type', operation('ListBucket', listObjects)],
  ['GET bucket?location', operation('GetBucketLocation', getLocation)],
  ['GET bucket?versioning', operation('GetBucketVersioning', getVersioning)],
  ['PUT bucket?versioning', operation('PutBucketVersioning', putVersioning)],
  ['GET bucket?policy', operation('GetBucketPolicy', servePolicy)],
  ['PUT bucket?policy', operation('PutBucketPolicy', servePolicy)],
  ['DELETE bucket?policy', operation('DeleteBucketPolicy', servePolicy)],
  ['GET bucket?uploads', operation('ListBucketMultipartUploads', listUploads)],
  ['POST bucket?delete', operation('DeleteObject', deleteObjects)],
  ['GET object', operation('GetObject', getObject)],
  ['HEAD object', operation('GetObject', getObject)],
  ['PUT object', operation('PutObject', putObject)],
  ['PUT object?copy', operation('PutObject', copyObject)],
  ['DELETE object', operation('DeleteObject', removeObject)],
  ['POST object?uploads', operation('PutObject', beginUpload)],
  ['PUT object?partNumber?uploadId', operation('PutObject', uploadPart)],
  ['PUT object?copy?partNumber?uploadId', operation('PutObject', copyPart)],
  ['POST object?uploadId', operation('PutObject', completeUpload)],
  ['DELETE object?uploadId', operation('AbortMultipartUpload', abortUpload)],
  ['GET object?uploadId', operation('ListMultipartUploadParts', listParts)],
]);

/** Parameters that refine an operation and do not choose one. */
const refinements: readonly string[] = [
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'fetch-owner',
  'part-number-marker',
  'max-parts',
  'max-uploads',
  'max-buckets',
  'versionId',
];

/** The operation that a request asks for; what is not served is said so, never taken for something else. */
export function chooseOperation(
  request: IncomingMessage,
  query: URLSearchParams,
  bucket: string,
  key: string,
): S3Operation {
  const level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const names = [...query.keys()].filter((name) => !name.startsWith('X-Amz-') && name !== 'x-id');
  const chosen = names.filter((name) => !refinements.includes(name));
  const isCopy = request.headers['x-amz-copy-source'] !== undefined;
  const subresource = [...chosen, ...(isCopy ? ['copy'] : [])].sort();
  const found = operations.get(`${request.method} ${level}${subresource.map((name) => `?${name}`).join('')}`);
  if (found) return found;
  throw s3Error('NotImplemented', { Method: request.method, Resource: `${level}?${subresource.join('&')}` });
}

function headBucket(exchange: Exchange): void {
  sendEmpty(exchange, 200, { 'x-amz-bucket-region': bucketOf(exchange).region });
}
