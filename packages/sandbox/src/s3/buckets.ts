import { readBody } from '../body.ts';
import { parsePolicy } from '../resource-policy.ts';
import { s3Error } from './error.ts';
import { bucketOf, type Exchange, readXml, sendEmpty, sendXml } from './exchange.ts';
import { deleteObject } from './versions.ts';

/** `ListBuckets`: those of the caller's account, in order. */
export function listBuckets(exchange: Exchange): void {
  const { state, caller } = exchange;
  const own = [...state.buckets.values()].filter((bucket) => bucket.account === caller.account);
  sendXml(exchange, 'ListAllMyBucketsResult', {
    Owner: { ID: caller.account },
    Buckets: {
      Bucket: own
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, createdAt, region }) => ({
          Name: name,
          CreationDate: createdAt,
          BucketRegion: region,
        })),
    },
  });
}

/** `CreateBucket`. */
export async function createBucket(exchange: Exchange): Promise<void> {
  const { bucketName, caller, state } = exchange;
  const { LocationConstraint } = await readXml(exchange, 'CreateBucketConfiguration');
  const region = typeof LocationConstraint === 'string' ? LocationConstraint : 'us-east-1';
  if (region !== caller.region) {
    throw s3Error('InvalidLocationConstraint', { LocationConstraint: region });
  }
  const taken = state.buckets.get(bucketName);
  // Only us-east-1 lets the owner create a bucket again.
  if (taken && !(taken.account === caller.account && region === 'us-east-1')) {
    throw s3Error(taken.account === caller.account ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists', {
      BucketName: bucketName,
    });
  }
  if (!taken) state.createBucket(bucketName, caller.account, region);
  sendEmpty(exchange, 200, { location: `/${bucketName}` });
}

/** `DeleteBucket`: only an empty one. */
export function deleteBucket(exchange: Exchange): void {
  const bucket = bucketOf(exchange);
  if (bucket.objects.size > 0 || bucket.uploads.size > 0)
    throw s3Error('BucketNotEmpty', { BucketName: bucket.name });
  exchange.state.buckets.delete(bucket.name);
  sendEmpty(exchange, 204);
}

/** `GetBucketLocation`: nothing for us-east-1, as ever. */
export function getLocation(exchange: Exchange): void {
  const { region } = bucketOf(exchange);
  sendXml(exchange, 'LocationConstraint', region === 'us-east-1' ? '' : region);
}

/** `GetBucketVersioning`. */
export function getVersioning(exchange: Exchange): void {
  sendXml(exchange, 'VersioningConfiguration', { Status: bucketOf(exchange).versioning });
}

/** `PutBucketVersioning`. */
export async function putVersioning(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  const { Status } = await readXml(exchange, 'VersioningConfiguration');
  if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Error('MalformedXML');
  bucket.versioning = Status;
  sendEmpty(exchange, 200);
}

/** `PutBucketPolicy`, `GetBucketPolicy`, `DeleteBucketPolicy`. */
export async function servePolicy(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  switch (exchange.request.method) {
    case 'PUT': {
      const text = (await readBody(exchange.request, 20 * 1024)).toString('utf8');
      if (!parsePolicy(text)) throw s3Error('MalformedPolicy');
      bucket.policyText = text;
      return sendEmpty(exchange, 204);
    }
    case 'DELETE':
      bucket.policyText = undefined;
      return sendEmpty(exchange, 204);
    default: {
      if (bucket.policyText === undefined) throw s3Error('NoSuchBucketPolicy', { BucketName: bucket.name });
      exchange.response.writeHead(200, { 'content-type': 'application/json' }).end(bucket.policyText);
    }
  }
}

/** `DeleteObjects`: up to a thousand keys. */
export async function deleteObjects(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  const { Object: objects, Quiet } = await readXml(exchange, 'Delete', ['Object']);
  if (!Array.isArray(objects) || objects.length > 1_000) throw s3Error('MalformedXML');
  const Deleted: object[] = [];
  for (const item of objects.map(readIdentifier)) {
    const { versionId, isMarker } = await deleteObject(bucket, item.key, item.versionId, exchange.now);
    const marker = isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
    Deleted.push({ Key: item.key, VersionId: item.versionId, ...marker });
  }
  sendXml(exchange, 'DeleteResult', { Deleted: Quiet === 'true' ? [] : Deleted });
}

function readIdentifier(item: unknown): { key: string; versionId: string | undefined } {
  if (typeof item !== 'object' || item === null || !('Key' in item) || typeof item.Key !== 'string') {
    throw s3Error('MalformedXML');
  }
  const versionId = 'VersionId' in item && typeof item.VersionId === 'string' ? item.VersionId : undefined;
  return { key: item.Key, versionId };
}
