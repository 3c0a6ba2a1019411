import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { bodyOf } from '../body.ts';
import { readRange } from '../byte-range.ts';
import { checksumName, createChecksum } from './checksum.ts';
import { findSource } from './copy.ts';
import { s3Error } from './error.ts';
import { bucketOf, type Exchange, readXml, sendEmpty, sendXml } from './exchange.ts';
import { readObjectHeaders } from './object-headers.ts';
import { storeObject } from './objects.ts';
import { choosePart, readPartList } from './parts.ts';
import type { Bucket, MultipartUpload, StoredChecksum, UploadedPart } from './state.ts';
import { type WrittenContent, writeBody, writeContent } from './write-content.ts';

/** `CreateMultipartUpload`. */
export function beginUpload(exchange: Exchange): void {
  const bucket = bucketOf(exchange);
  const { headers } = exchange.request;
  const name = checksumName(headerText(headers['x-amz-checksum-algorithm']));
  const byDefault = name === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
  const type = headers['x-amz-checksum-type'] === 'FULL_OBJECT' ? 'FULL_OBJECT' : byDefault;
  if (name?.startsWith('sha') && type === 'FULL_OBJECT') {
    throw s3Error('InvalidRequest', {}, `The FULL_OBJECT checksum type cannot be used with ${name}.`);
  }
  const upload: MultipartUpload = {
    id: randomBytes(36).toString('base64url'),
    key: exchange.key,
    startedAt: exchange.now,
    headers: readObjectHeaders(headers),
    checksum: name && { name, type },
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  if (name) {
    exchange.response.setHeader('x-amz-checksum-algorithm', name.toUpperCase());
    exchange.response.setHeader('x-amz-checksum-type', type);
  }
  sendXml(exchange, 'InitiateMultipartUploadResult', {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
  });
}

/** `UploadPart`. */
export async function uploadPart(exchange: Exchange): Promise<void> {
  const upload = uploadOf(exchange, bucketOf(exchange));
  const { request, folder } = exchange;
  const number = partNumber(exchange);
  const { md5, checksum } = await keepPart(
    exchange,
    upload,
    number,
    await writeBody(folder, bodyOf(request), request.headers),
  );
  sendEmpty(exchange, 200, {
    etag: `"${md5}"`,
    ...(checksum ? { [`x-amz-checksum-${checksum.name}`]: checksum.value } : {}),
  });
}

/** `UploadPartCopy`: a part, or a range, of an object that is there. */
export async function copyPart(exchange: Exchange): Promise<void> {
  const upload = uploadOf(exchange, bucketOf(exchange));
  const number = partNumber(exchange);
  const source = findSource(exchange);
  const header = exchange.request.headers['x-amz-copy-source-range'];
  const range = readRange(headerText(header), source.size);
  if (header !== undefined && (range === undefined || range === 'unsatisfiable')) {
    throw s3Error('InvalidArgument', { ArgumentName: 'x-amz-copy-source-range' });
  }
  const stream = createReadStream(source.path, typeof range === 'object' ? range : {});
  const written = await writeContent(exchange.folder, stream, upload.checksum?.name);
  const part = await keepPart(exchange, upload, number, written);
  sendXml(exchange, 'CopyPartResult', {
    LastModified: part.modifiedAt,
    ETag: `"${part.md5}"`,
    ...checksumOf(part),
  });
}

/** `CompleteMultipartUpload`: the parts become one object; the upload stays when something is wrong with the list. */
export async function completeUpload(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  const upload = uploadOf(exchange, bucket);
  const { Part } = await readXml(exchange, 'CompleteMultipartUpload', ['Part']);
  const wanted = readPartList(Part);
  const parts = wanted.map((one, index) => choosePart(upload, one, index === wanted.length - 1));
  const written = await writeContent(exchange.folder, joined(parts), upload.checksum?.name);
  const checksum = upload.checksum?.type === 'COMPOSITE' ? composite(upload, parts) : written.checksum;
  const object = await storeObject(exchange, bucket, { ...written, checksum }, upload.headers, etagOf(parts));
  await dropUpload(bucket, upload);
  if (bucket.versioning !== undefined) exchange.response.setHeader('x-amz-version-id', object.versionId);
  sendXml(exchange, 'CompleteMultipartUploadResult', {
    Location: `${exchange.ctx.endpoint}/${bucket.name}/${upload.key}`,
    Bucket: bucket.name,
    Key: upload.key,
    ETag: object.etag,
    ...(checksum
      ? { [`Checksum${checksum.name.toUpperCase()}`]: checksum.value, ChecksumType: checksum.type }
      : {}),
  });
}

/** `AbortMultipartUpload`. */
export async function abortUpload(exchange: Exchange): Promise<void> {
  const bucket = bucketOf(exchange);
  await dropUpload(bucket, uploadOf(exchange, bucket));
  sendEmpty(exchange, 204);
}

/** `ListParts`. */
export function listParts(exchange: Exchange): void {
  const bucket = bucketOf(exchange);
  const upload = uploadOf(exchange, bucket);
  const after = Number(exchange.query.get('part-number-marker') ?? 0);
  const limit = Math.min(1_000, Number(exchange.query.get('max-parts') ?? 1_000));
  const rest = [...upload.parts.values()]
    .filter((part) => part.number > after)
    .sort((a, b) => a.number - b.number);
  const page = rest.slice(0, limit);
  sendXml(exchange, 'ListPartsResult', {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number,
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    Part: page.map(({ number, md5, size, modifiedAt, checksum }) => ({
      PartNumber: number,
      LastModified: modifiedAt,
      ETag: `"${md5}"`,
      Size: size,
      ...checksumOf({ checksum }),
    })),
  });
}

/** `ListMultipartUploads`: what was begun and neither completed nor aborted. */
export function listUploads(exchange: Exchange): void {
  const bucket = bucketOf(exchange);
  const prefix = exchange.query.get('prefix') ?? '';
  sendXml(exchange, 'ListMultipartUploadsResult', {
    Bucket: bucket.name,
    Prefix: prefix,
    MaxUploads: 1_000,
    IsTruncated: false,
    Upload: [...bucket.uploads.values()]
      .filter((upload) => upload.key.startsWith(prefix))
      .map(({ key, id, startedAt }) => ({ Key: key, UploadId: id, Initiated: startedAt })),
  });
}

function partNumber(exchange: Exchange): number {
  const number = Number(exchange.query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  const message = 'Part number must be an integer between 1 and 10000, inclusive';
  throw s3Error('InvalidArgument', { ArgumentName: 'partNumber' }, message);
}

async function keepPart(
  exchange: Exchange,
  upload: MultipartUpload,
  number: number,
  written: WrittenContent,
) {
  const part: UploadedPart = { ...written, number, modifiedAt: exchange.now };
  const before = upload.parts.get(number);
  upload.parts.set(number, part);
  if (before) await rm(before.path, { force: true });
  return part;
}

/** As a member of an XML answer. */
function checksumOf({ checksum }: Pick<UploadedPart, 'checksum'>): object {
  return checksum ? { [`Checksum${checksum.name.toUpperCase()}`]: checksum.value } : {};
}

function uploadOf(exchange: Exchange, bucket: Bucket): MultipartUpload {
  const id = exchange.query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload?.key === exchange.key) return upload;
  throw s3Error('NoSuchUpload', { UploadId: id });
}

async function dropUpload(bucket: Bucket, upload: MultipartUpload): Promise<void> {
  bucket.uploads.delete(upload.id);
  await Promise.all([...upload.parts.values()].map((part) => rm(part.path, { force: true })));
}

async function* joined(parts: readonly UploadedPart[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* createReadStream(part.path, { highWaterMark: 1024 * 1024 });
}

/** MD5 of the MD5s, and how many there were. */
function etagOf(parts: readonly UploadedPart[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.md5, 'hex'));
  return `"${hash.digest('hex')}-${parts.length}"`;
}

/** The checksum of the checksums; undefined where a part has none. */
function composite(upload: MultipartUpload, parts: readonly UploadedPart[]): StoredChecksum | undefined {
  const name = upload.checksum?.name;
  if (!name || parts.some((part) => part.checksum?.name !== name)) return undefined;
  const checksum = createChecksum(name);
  for (const part of parts) checksum.update(Buffer.from(part.checksum?.value ?? '', 'base64'));
  return { name, value: `${checksum.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
