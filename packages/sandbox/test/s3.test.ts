import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { removeFolder, temporaryFolder } from './folders.ts';

const Bucket = 'models';
let sandbox: Sandbox;
let dataDir: string;
let s3: S3Client;

beforeAll(async () => {
  dataDir = await temporaryFolder();
  sandbox = await startSandbox({ dataDir, accounts: ['111111111111', '222222222222'] });
  s3 = client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  await sandbox.stop();
  await removeFolder(dataDir);
});

function client(account = '111111111111', region = 'us-east-1'): S3Client {
  return new S3Client({ ...seededClient(sandbox, account, region), forcePathStyle: true });
}

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more: object = {}) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return await Body?.transformToString();
};

describe('objects', () => {
  test('come back as they were put, with metadata and checksum', async () => {
    const { ETag } = await put('a/hello world+ü.txt', 'hello', {
      ContentType: 'text/plain',
      Metadata: { stage: 'dev' },
    });
    expect(ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
    const got = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'a/hello world+ü.txt', ChecksumMode: 'ENABLED' }),
    );
    expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { stage: 'dev' }, ETag });
    expect(got.ChecksumCRC32).toBe('NhCmhg==');
    expect(await got.Body?.transformToString()).toBe('hello');
  });

  test('may be streamed in, unsigned chunks and a trailing checksum', async () => {
    const content = randomBytes(300_000);
    const Body = Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: content.length }));
    const { Body: back } = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
    expect(Buffer.from((await back?.transformToByteArray()) ?? []).equals(content)).toBe(true);
    const { ContentEncoding } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }));
    expect(ContentEncoding).toBeUndefined();
  });

  test.each([
    ['ChecksumSHA256', { ChecksumSHA256: createHash('sha256').update('other').digest('base64') }],
    ['ChecksumCRC32C', { ChecksumCRC32C: 'AAAAAA==' }],
    ['ContentMD5', { ContentMD5: createHash('md5').update('other').digest('base64') }],
  ])('are not stored when their %s is another', async (_name, more) => {
    const before = await readdir(join(dataDir, 's3'));
    await expect(put('broken', 'content', more)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(read('broken')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await readdir(join(dataDir, 's3'))).toEqual(before);
  });

  test.each([
    ['ChecksumCRC32C', { ChecksumAlgorithm: 'CRC32C' }, '4waSgw=='],
    ['ChecksumCRC64NVME', { ChecksumCRC64NVME: 'rosUhgp5mIg=' }, 'rosUhgp5mIg='],
    ['ChecksumSHA1', { ChecksumAlgorithm: 'SHA1' }, '98O8HYCOBHMq32eZZczDTKeuNEE='],
  ])('are checked with %s', async (name, more, value) => {
    expect(await put('check', '123456789', more)).toMatchObject({ [name]: value });
  });

  test('are written once with If-None-Match and over the expected one with If-Match', async () => {
    const { ETag } = await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('once', '2', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await read('once')).toBe('1');
    await put('once', '2', { IfMatch: ETag });
    expect(await read('once')).toBe('2');
  });

  test('are read in ranges and only when they changed', async () => {
    const { ETag } = await put('range', '0123456789');
    expect(await read('range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await read('range', { Range: 'bytes=-3' })).toBe('789');
    await expect(read('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    await expect(read('range', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test('are copied and deleted', async () => {
    await put('from/a b', 'copied', { Metadata: { x: '1' } });
    const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from/a%20b` });
    expect((await s3.send(copy)).CopyObjectResult?.ETag).toBeDefined();
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ x: '1' });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'to' }));
    await expect(read('to')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'never there' }));
  });

  test('are listed by prefix and delimiter, page by page', async () => {
    for (const key of ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/d/1']) await put(key, key);
    const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', ...more }));
    const all = await list({});
    expect(all.Contents?.map(({ Key }) => Key)).toEqual(['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/d/1']);
    const first = await list({ Delimiter: '/', MaxKeys: 2 });
    expect([first.Contents?.map(({ Key }) => Key), first.CommonPrefixes]).toEqual([
      ['l/a'],
      [{ Prefix: 'l/b/' }],
    ]);
    expect(first.IsTruncated).toBe(true);
    const second = await list({ Delimiter: '/', ContinuationToken: first.NextContinuationToken });
    expect([second.Contents?.map(({ Key }) => Key), second.CommonPrefixes]).toEqual([
      ['l/c'],
      [{ Prefix: 'l/d/' }],
    ]);
    await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'l/a' }, { Key: 'l/c' }] } }),
    );
    expect((await list({})).KeyCount).toBe(3);
  });
});

describe('multipart uploads', () => {
  const part = randomBytes(5 * 1024 * 1024);
  const begin = async (Key: string) =>
    ({
      Bucket,
      Key,
      UploadId: (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId,
    }) as const;

  test('become one object with the ETag of S3', async () => {
    const upload = await begin('big');
    const bodies = [part, Buffer.from('the end')];
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body }));
      Parts.push({ PartNumber: index + 1, ETag });
    }
    expect((await s3.send(new ListPartsCommand(upload))).Parts).toHaveLength(2);
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const md5s = bodies.map((body) => createHash('md5').update(body).digest());
    expect(done.ETag).toBe(`"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'big' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(Buffer.concat(bodies))).toBe(true);
    await expect(s3.send(new ListPartsCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('take parts of objects that are there', async () => {
    await put('source', part);
    const upload = await begin('copied');
    const CopySource = `${Bucket}/source`;
    const copy = (CopySourceRange: string) =>
      s3.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource, CopySourceRange }));
    await expect(copy('bytes=9999999-99999999')).rejects.toMatchObject({ name: 'InvalidArgument' });
    const { CopyPartResult } = await copy('bytes=10-29');
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(part.subarray(10, 30))).toBe(true);
  });

  test.each([
    ['a part that is not there', [{ PartNumber: 9, ETag: 'x' }], 'InvalidPart'],
    ['parts out of order', [2, 1].map((PartNumber) => ({ PartNumber, ETag: 'x' })), 'InvalidPartOrder'],
  ])('are not completed with %s', async (_name, Parts, name) => {
    const upload = await begin('wrong');
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await expect(s3.send(complete)).rejects.toMatchObject({ name });
  });

  test('are not completed with a small part before the last, and leave nothing when aborted', async () => {
    const before = await readdir(join(dataDir, 's3'));
    const upload = await begin('small');
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }));
      Parts.push({ PartNumber, ETag });
    }
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await expect(s3.send(complete)).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await s3.send(new AbortMultipartUploadCommand(upload));
    expect(await readdir(join(dataDir, 's3'))).toEqual(before);
  });
});

describe('buckets', () => {
  test('belong to an account and a region', async () => {
    const europe = client('111111111111', 'eu-west-1');
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await europe.send(new CreateBucketCommand({ Bucket: 'europe', CreateBucketConfiguration }));
    const { LocationConstraint } = await europe.send(new GetBucketLocationCommand({ Bucket: 'europe' }));
    expect(LocationConstraint).toBe('eu-west-1');
    const { Buckets } = await s3.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['europe', 'models']);
    const other = client('222222222222');
    await expect(other.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const again = other.send(new CreateBucketCommand({ Bucket }));
    await expect(again).rejects.toMatchObject({ name: 'BucketAlreadyExists' });
    const wrongRegion = client('111111111111', 'eu-west-1').send(new ListObjectsV2Command({ Bucket }));
    await expect(wrongRegion).rejects.toMatchObject({ name: 'AuthorizationHeaderMalformed' });
  });

  test('are deleted only when empty, and say when they are not there', async () => {
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    const list = s3.send(new ListObjectsV2Command({ Bucket: 'nowhere' }));
    await expect(list).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('keep versions once they are told to', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'versioned' }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'versioned', VersioningConfiguration }));
    const target = { Bucket: 'versioned', Key: 'k' };
    const { VersionId } = await s3.send(new PutObjectCommand({ ...target, Body: 'one' }));
    await s3.send(new PutObjectCommand({ ...target, Body: 'two' }));
    const { DeleteMarker } = await s3.send(new DeleteObjectCommand(target));
    expect(DeleteMarker).toBe(true);
    await expect(s3.send(new GetObjectCommand(target))).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await read('k', { ...target, VersionId })).toBe('one');
  });

  test('say what is not served instead of something else', async () => {
    const tagging = s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }));
    await expect(tagging).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
