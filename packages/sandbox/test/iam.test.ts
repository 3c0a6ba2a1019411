import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeartifactClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-codeartifact';
import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand as GetEcrToken,
} from '@aws-sdk/client-ecr';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';

const account = '111111111111';
const region = 'us-east-1';
const role = `arn:aws:iam::${account}:role/ml-ci`;
const session = `arn:aws:sts::${account}:assumed-role/ml-ci/run`;
let sandbox: Sandbox;
let asRole: ReturnType<typeof seededClient>;

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.stores.ecr.createRepository({ account, region }, 'dev/m');
  sandbox.stores.s3.createBucket('data', account, region);
  sandbox.stores.codeartifact.store.ensureRepository({
    owner: account,
    region,
    domain: 'ml',
    repository: 'pinned',
  });
  const sts = new STSClient(seededClient(sandbox));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'run' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  asRole = { ...seededClient(sandbox), credentials };
  sandbox.stores.iam.attach(role, {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' },
      { Effect: 'Allow', Action: 'codeartifact:GetAuthorizationToken', Resource: '*' },
      { Effect: 'Deny', Action: 'cloudwatch:*', Resource: '*' },
    ],
  });
});
afterAll(() => sandbox.stop());

const refused = (action: string, resource: string) =>
  `User: ${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

describe('what a policy does not allow is refused, as each protocol says it', () => {
  test('JSON', async () => {
    const call = new ECRClient(asRole).send(new DescribeRepositoriesCommand({ repositoryNames: ['dev/m'] }));
    await expect(call).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: refused('ecr:DescribeRepositories', `arn:aws:ecr:${region}:${account}:repository/dev/m`),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('RPC v2 CBOR, and an explicit deny', async () => {
    const call = new CloudWatchClient(asRole).send(new DescribeAlarmsCommand({ AlarmNames: ['red'] }));
    await expect(call).rejects.toMatchObject({
      name: expect.stringMatching(/^AccessDenied/),
      message: expect.stringContaining('with an explicit deny in an identity-based policy'),
    });
  });

  test('Query', async () => {
    const other = new AssumeRoleCommand({ RoleArn: `${role}-2`, RoleSessionName: 'run' });
    await expect(new STSClient(asRole).send(other)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: refused('sts:AssumeRole', `${role}-2`),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('REST-XML, and nothing is written', async () => {
    const s3 = new S3Client({ ...asRole, forcePathStyle: true });
    const put = s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'k', Body: 'x' }));
    await expect(put).rejects.toMatchObject({
      name: 'AccessDenied',
      message: refused('s3:PutObject', 'arn:aws:s3:::data/k'),
      $metadata: { httpStatusCode: 403 },
    });
    expect(sandbox.stores.s3.buckets.get('data')?.objects.size).toBe(0);
  });

  test('REST-XML: who may not list is not told what is missing', async () => {
    const s3 = new S3Client({ ...asRole, forcePathStyle: true });
    const get = s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'none' }));
    await expect(get).rejects.toMatchObject({ message: refused('s3:ListBucket', 'arn:aws:s3:::data') });
  });

  test('REST-JSON, also for what the service asks of another', async () => {
    const call = new CodeartifactClient(asRole).send(new GetAuthorizationTokenCommand({ domain: 'ml' }));
    await expect(call).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: refused('sts:GetServiceBearerToken', '*'),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('the registry', async () => {
    const { authorizationData } = await new ECRClient(asRole).send(new GetEcrToken());
    const [{ authorizationToken = '', proxyEndpoint = '' } = {}] = authorizationData ?? [];
    const answer = await fetch(`${proxyEndpoint}/v2/dev/m/manifests/1.0`, {
      headers: { authorization: `Basic ${authorizationToken}` },
    });
    const { errors } = (await answer.json()) as { errors: readonly unknown[] };
    expect([answer.status, errors]).toEqual([
      403,
      [
        {
          code: 'DENIED',
          message: refused('ecr:BatchGetImage', `arn:aws:ecr:${region}:${account}:repository/dev/m`),
        },
      ],
    ]);
  });
});

test('nobody needs a permission to ask who they are, and who has no policy may do everything', async () => {
  const { Arn } = await new STSClient(asRole).send(new GetCallerIdentityCommand());
  expect(Arn).toBe(session);
  const user = new ECRClient(seededClient(sandbox));
  const { repositories } = await user.send(new DescribeRepositoriesCommand({}));
  expect(repositories).toHaveLength(1);
});
