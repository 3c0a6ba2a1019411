import { expect, test } from 'vitest';
import { iamAction, recordedInput } from './action.ts';

test.each([
  ['ECRClient', 'PutImageCommand', {}, 'ecr:PutImage'],
  ['CodeDeployClient', 'CreateDeploymentCommand', {}, 'codedeploy:CreateDeployment'],
  ['CloudWatchClient', 'DescribeAlarmsCommand', {}, 'cloudwatch:DescribeAlarms'],
  ['S3Client', 'HeadObjectCommand', {}, 's3:GetObject'],
  ['S3Client', 'HeadObjectCommand', { VersionId: 'v' }, 's3:GetObjectVersion'],
  ['S3Client', 'UploadPartCommand', {}, 's3:PutObject'],
  ['S3Client', 'ListObjectsV2Command', {}, 's3:ListBucket'],
  ['S3Client', 'AbortMultipartUploadCommand', {}, 's3:AbortMultipartUpload'],
])('%s %s %o is %s', (client, command, input, action) => {
  expect(iamAction(client, command, input)).toBe(action);
});

test('a client without a prefix is our mistake, not a silent guess', () => {
  expect(() => iamAction('SQSClient', 'SendMessageCommand')).toThrow(TypeError);
});

test('bodies are noted by their size, and everything else is kept', () => {
  const at = new Date(0);
  expect(recordedInput({ Key: 'k', Body: new Uint8Array(3), at, list: [1], none: undefined })).toEqual({
    Key: 'k',
    Body: '<3 bytes>',
    at,
    list: [1],
    none: undefined,
  });
});
