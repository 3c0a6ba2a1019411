import { StepError } from '@ml-ci/core';
import { type CallOptions, s3Client, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';
import { formatS3Uri, type S3Uri } from './uri.ts';

/** How an object is written. */
export interface WriteOptions extends CallOptions {
  readonly contentType?: string;
  /** False: an object that is there already is left alone, and OBJECT_EXISTS is thrown. */
  readonly overwrite?: boolean;
  /** Of one part of a large object; S3 takes 5 MiB to 5 GiB. */
  readonly partBytes?: number;
}

/** Writes an object from a stream: whole when it is small, else in parts, of which nothing is left when it fails. */
export async function writeObject(
  session: Session,
  uri: S3Uri,
  body: AsyncIterable<Uint8Array>,
  options: WriteOptions = {},
): Promise<void> {
  const parts = inParts(body, options.partBytes ?? 16 * 1024 * 1024);
  const first = await parts.next();
  const second = first.done ? first : await parts.next();
  try {
    if (second.done) await putWhole(session, uri, first.done ? new Uint8Array() : first.value, options);
    else
      await putParts(session, uri, prepend([first.value ?? new Uint8Array(), second.value], parts), options);
  } catch (error) {
    throw isAwsError(error, 'PreconditionFailed', 'ConditionalRequestConflict') ? exists(uri, error) : error;
  }
}

function condition({ overwrite = true }: WriteOptions) {
  return overwrite ? {} : { IfNoneMatch: '*' };
}

async function putWhole(
  session: Session,
  uri: S3Uri,
  body: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3Client(session);
  const { contentType } = options;
  await client.send(
    new PutObjectCommand({
      ...address(uri),
      Body: body,
      ...(contentType === undefined ? {} : { ContentType: contentType }),
      ...condition(options),
    }),
    sending(options),
  );
}

async function putParts(
  session: Session,
  uri: S3Uri,
  parts: AsyncIterable<Uint8Array>,
  options: WriteOptions,
): Promise<void> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = await s3Client(session);
  const { contentType } = options;
  const start = { ...address(uri), ...(contentType === undefined ? {} : { ContentType: contentType }) };
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(start), sending(options));
  const upload = { ...address(uri), UploadId };
  try {
    const done: { PartNumber: number; ETag: string | undefined }[] = [];
    for await (const Body of parts) {
      const PartNumber = done.length + 1;
      const command = new sdk.UploadPartCommand({ ...upload, PartNumber, Body });
      const { ETag } = await client.send(command, sending(options));
      done.push({ PartNumber, ETag });
    }
    const MultipartUpload = { Parts: done };
    const complete = new sdk.CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload,
      ...condition(options),
    });
    await client.send(complete, sending(options));
  } catch (error) {
    // Not bound to the signal: parts that stay are paid for. That the first failure is told matters more than this one.
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch((left: unknown) => {
      session.host.log.warn(`parts of ${formatS3Uri(uri)} are left in the bucket: ${String(left)}`);
    });
    throw error;
  }
}

const address = (uri: S3Uri) => ({ Bucket: uri.bucket, Key: uri.key });

async function* inParts(body: AsyncIterable<Uint8Array>, partBytes: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of body) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    while (heldBytes >= partBytes) {
      const whole = Buffer.concat(held);
      yield whole.subarray(0, partBytes);
      held = [whole.subarray(partBytes)];
      heldBytes -= partBytes;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

async function* prepend<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}

function exists(uri: S3Uri, cause: unknown): StepError {
  return new StepError('OBJECT_EXISTS', {
    message: `"${formatS3Uri(uri)}" is there already and is not overwritten`,
    fix: 'choose another address, or remove the object',
    cause,
  });
}
