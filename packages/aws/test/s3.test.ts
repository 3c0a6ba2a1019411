import { CreateBucketCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Client } from '../src/clients.ts';
import { headObject, listObjects, readObject, type S3Uri, type Session, writeObject } from '../src/index.ts';
import { awsOf, environment } from './run.ts';

let sandbox: Sandbox;
let session: Session;
let actions: () => readonly string[];
const mebibyte = 1024 * 1024;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { aws } = awsOf(sandbox);
  session = await aws.session(environment);
  actions = () => aws.calls.map(({ action }) => action);
  const client = await s3Client(session);
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  await client.send(new CreateBucketCommand({ Bucket: 'data', CreateBucketConfiguration }));
});
afterAll(() => sandbox.stop());

const at = (key: string): S3Uri => ({ bucket: 'data', key });

async function* chunks(count: number, bytes: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(bytes, index);
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

test('what is written as a stream is read as one', async () => {
  await writeObject(session, at('small/a.txt'), chunks(3, 2), { contentType: 'text/plain' });
  expect(await bytesOf(await readObject(session, at('small/a.txt')))).toEqual(
    Buffer.from([0, 0, 1, 1, 2, 2]),
  );
  expect(await headObject(session, at('small/a.txt'))).toMatchObject({
    size: 6,
    etag: expect.stringMatching(/\w/),
  });
  expect(actions()).toEqual(expect.arrayContaining(['s3:PutObject', 's3:GetObject']));
});

test('nothing at all is an object as well', async () => {
  await writeObject(session, at('empty'), chunks(0, 0));
  expect(await headObject(session, at('empty'))).toMatchObject({ size: 0 });
});

test('a large object goes in parts, in order', async () => {
  await writeObject(session, at('large'), chunks(11, mebibyte), { partBytes: 5 * mebibyte });
  const read = await bytesOf(await readObject(session, at('large')));
  expect(read.equals(await bytesOf(chunks(11, mebibyte)))).toBe(true);
});

test.each([
  ['whole', 1],
  ['in parts', 11],
])('an object that is there is not overwritten where that is asked for (%s)', async (name, count) => {
  const options = { overwrite: false, partBytes: 5 * mebibyte };
  await writeObject(session, at(`once/${name}`), chunks(count, mebibyte), options);
  const again = writeObject(session, at(`once/${name}`), chunks(1, 3), options);
  await expect(again).rejects.toMatchObject({ code: 'OBJECT_EXISTS', kind: 'input' });
  expect(await headObject(session, at(`once/${name}`))).toMatchObject({ size: count * mebibyte });
});

test('a source that breaks leaves no object and no parts', async () => {
  async function* broken() {
    yield* chunks(11, mebibyte);
    throw new Error('the source broke');
  }
  const writing = writeObject(session, at('broken'), broken(), { partBytes: 5 * mebibyte });
  await expect(writing).rejects.toThrow('the source broke');
  expect(await headObject(session, at('broken'))).toBeUndefined();
  const client = await s3Client(session);
  expect((await client.send(new ListMultipartUploadsCommand({ Bucket: 'data' }))).Uploads ?? []).toEqual([]);
});

test('a prefix is listed to its end, page by page', async () => {
  for (const name of ['c', 'a', 'b']) await writeObject(session, at(`list/${name}`), chunks(1, 1));
  const keys = [];
  for await (const { uri } of listObjects(session, at('list/'))) keys.push(uri.key);
  expect(keys).toEqual(['list/a', 'list/b', 'list/c']);
});

test('what is not there', async () => {
  expect(await headObject(session, at('nothing'))).toBeUndefined();
  await expect(readObject(session, at('nothing'))).rejects.toMatchObject({ code: 'RESOURCE_MISSING' });
  await expect(readObject(session, { bucket: 'no-such-bucket', key: 'a' })).rejects.toMatchObject({
    code: 'RESOURCE_MISSING',
  });
});
