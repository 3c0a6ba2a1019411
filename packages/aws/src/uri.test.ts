import { expect, test } from 'vitest';
import { formatS3Uri, parseArn, parseS3Uri } from './uri.ts';

test.each([
  ['s3://bucket/key', { bucket: 'bucket', key: 'key' }],
  ['s3://bucket/a/b/*.parquet', { bucket: 'bucket', key: 'a/b/*.parquet' }],
  ['s3://bucket', { bucket: 'bucket', key: '' }],
  ['s3://bucket/', { bucket: 'bucket', key: '' }],
  ['s3://B/key', undefined],
  ['s3:///key', undefined],
  ['https://bucket/key', undefined],
])('%s', (text, expected) => expect(parseS3Uri(text)).toEqual(expected));

test('an address is written as it was read', () => {
  expect(formatS3Uri({ bucket: 'b-1', key: 'x/y' })).toBe('s3://b-1/x/y');
});

test.each([
  [
    'arn:aws:iam::111111111111:role/x',
    { service: 'iam', region: '', account: '111111111111', resource: 'role/x' },
  ],
  ['arn:aws-cn:s3:::bucket/key', { partition: 'aws-cn', account: '', resource: 'bucket/key' }],
  ['arn:aws:ecs:eu-west-1:111111111111:task-definition/f:1', { resource: 'task-definition/f:1' }],
])('%s', (text, expected) => expect(parseArn(text)).toMatchObject(expected));

test.each([['arn:aws:iam'], ['role/x'], ['arn:aws:iam::123:role/x'], ['arn:aws:iam::111111111111:role/x y']])(
  '%s is no ARN',
  (text) => expect(parseArn(text)).toBeUndefined(),
);
