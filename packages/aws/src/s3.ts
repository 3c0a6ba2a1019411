import { StepError } from '@ml-ci/core';
import { type CallOptions, s3Client, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';
import { formatS3Uri, type S3Uri } from './uri.ts';

/** What S3 says of an object. */
export interface S3Object {
  readonly uri: S3Uri;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date | undefined;
  /** Known of an object that was asked for by itself, in a bucket that keeps versions. */
  readonly versionId?: string;
}

/** The object at `uri`, or undefined where there is none. */
export async function headObject(
  session: Session,
  uri: S3Uri,
  options: CallOptions = {},
): Promise<S3Object | undefined> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3Client(session);
  const reply = await client
    .send(new HeadObjectCommand({ Bucket: uri.bucket, Key: uri.key }), sending(options))
    .catch((error: unknown) => {
      if (isAwsError(error, 'NotFound', 'NoSuchKey')) return undefined;
      throw error;
    });
  if (!reply) return undefined;
  return {
    uri,
    size: reply.ContentLength ?? 0,
    etag: reply.ETag ?? '',
    lastModified: reply.LastModified,
    ...(reply.VersionId === undefined ? {} : { versionId: reply.VersionId }),
  };
}

/** The bytes of an object, as they come; of a range of it, the end not included, where one is asked for. */
export async function readObject(
  session: Session,
  uri: S3Uri,
  options: CallOptions & {
    readonly ifMatch?: string;
    readonly range?: { readonly start: number; readonly end: number };
  } = {},
): Promise<AsyncIterable<Uint8Array>> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3Client(session);
  const command = new GetObjectCommand({
    Bucket: uri.bucket,
    Key: uri.key,
    ...(options.ifMatch === undefined ? {} : { IfMatch: options.ifMatch }),
    ...(options.range === undefined
      ? {}
      : { Range: `bytes=${options.range.start}-${options.range.end - 1}` }),
  });
  const { Body } = await client.send(command, sending(options)).catch((error: unknown) => {
    throw isAwsError(error, 'NoSuchKey', 'NoSuchBucket') ? missingObject(uri, error) : error;
  });
  if (!Body) throw missingObject(uri);
  // In Node the SDK's body is always an IncomingMessage; its type also names the browser's streams.
  return Body as unknown as AsyncIterable<Uint8Array>;
}

/** The objects under a prefix, page by page. */
export async function* listObjects(
  session: Session,
  prefix: S3Uri,
  options: CallOptions = {},
): AsyncGenerator<S3Object> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const client = await s3Client(session);
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: prefix.bucket,
      Prefix: prefix.key,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const page = await client.send(command, sending(options));
    for (const { Key = '', Size = 0, ETag = '', LastModified } of page.Contents ?? []) {
      yield { uri: { bucket: prefix.bucket, key: Key }, size: Size, etag: ETag, lastModified: LastModified };
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

function missingObject(uri: S3Uri, cause?: unknown): StepError {
  return new StepError('RESOURCE_MISSING', {
    message: `nothing at "${formatS3Uri(uri)}": the object does not exist`,
    fix: 'check the address, and that the environment is the right one',
    cause,
  });
}
