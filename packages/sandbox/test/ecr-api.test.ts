import { createHash, randomBytes } from 'node:crypto';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAccountSettingCommand,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  InitiateLayerUploadCommand,
  ListImageReferrersCommand,
  ListImagesCommand,
  PutAccountSettingCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';

const clock = manualClock(Date.now());
const mediaType = 'application/vnd.oci.image.manifest.v1+json';
const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
let sandbox: Sandbox;
let ecr: ECRClient;
let repositoryName = '';
let count = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ clock, accounts: ['111111111111', '222222222222'] });
  ecr = new ECRClient(seededClient(sandbox));
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  repositoryName = `team/model-${count++}`;
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
});

async function pushLayer(content: Uint8Array | string): Promise<string> {
  const bytes = Buffer.from(content);
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const part = { partFirstByte: 0, partLastByte: bytes.length - 1, layerPartBlob: bytes };
  await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  const layerDigests = [digestOf(bytes)];
  const done = await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
  expect(done.layerDigest).toBe(digestOf(bytes));
  return digestOf(bytes);
}

function manifestOf(layer: string, more: object = {}): string {
  const descriptor = { mediaType: 'application/octet-stream', digest: digestOf(layer), size: layer.length };
  return JSON.stringify({ schemaVersion: 2, mediaType, config: descriptor, layers: [descriptor], ...more });
}

const putImage = (imageManifest: string, more: object = {}) =>
  ecr.send(new PutImageCommand({ repositoryName, imageManifest, ...more }));

async function push(layer: string, imageTag?: string, more: object = {}): Promise<string> {
  await pushLayer(layer);
  await putImage(manifestOf(layer, more), imageTag === undefined ? {} : { imageTag });
  return digestOf(manifestOf(layer, more));
}

const failsAs = (name: string) => expect.objectContaining({ name });

describe('repositories', () => {
  test('are described with an address that names the account and region', async () => {
    const { repositories } = await ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
    );
    const { host } = await sandbox.stores.ecr.registry('111111111111', 'us-east-1');
    expect(repositories).toMatchObject([
      {
        repositoryUri: `${host}/${repositoryName}`,
        registryId: '111111111111',
        imageTagMutability: 'MUTABLE',
      },
    ]);
    const other = await sandbox.stores.ecr.registry('222222222222', 'us-east-1');
    expect(other.host).not.toBe(host);
  });

  test.each([
    ['twice', {}, 'RepositoryAlreadyExistsException'],
    ['with a wrong name', { repositoryName: 'Upper' }, 'InvalidParameterException'],
    [
      'with an unknown mutability',
      { repositoryName: 'new', imageTagMutability: 'SOLID' },
      'InvalidParameterException',
    ],
    [
      'with exclusions and none named',
      { repositoryName: 'new', imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' },
      'InvalidParameterException',
    ],
  ])('are not created %s', async (_name, input, error) => {
    const create = new CreateRepositoryCommand({ repositoryName, ...(input as object) });
    await expect(ecr.send(create)).rejects.toEqual(failsAs(error));
  });

  test('are deleted with their images only by force', async () => {
    await push('x', 'v1');
    await expect(ecr.send(new DeleteRepositoryCommand({ repositoryName }))).rejects.toEqual(
      failsAs('RepositoryNotEmptyException'),
    );
    await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    await expect(ecr.send(new ListImagesCommand({ repositoryName }))).rejects.toEqual(
      failsAs('RepositoryNotFoundException'),
    );
  });

  test('let another account in by their policy only, and keep a lifecycle policy', async () => {
    const digest = await push('x', 'v1');
    const other = new ECRClient(seededClient(sandbox, '222222222222'));
    const get = () =>
      other.send(
        new BatchGetImageCommand({
          registryId: '111111111111',
          repositoryName,
          imageIds: [{ imageDigest: digest }],
        }),
      );
    await expect(get()).rejects.toEqual(failsAs('AccessDeniedException'));
    const policyText = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: 'ecr:*' }],
    });
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
    expect((await get()).images).toHaveLength(1);
    const policy = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
    expect(policy.policyText).toBe(policyText);
    const lifecycle = () => ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
    await expect(lifecycle()).rejects.toEqual(failsAs('LifecyclePolicyNotFoundException'));
    await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: '{"rules":[]}' }));
    expect((await lifecycle()).lifecyclePolicyText).toBe('{"rules":[]}');
  });
});

describe('images', () => {
  test('are put again under another tag, byte by byte', async () => {
    const digest = await push('x', 'v1');
    const imageIds = [{ imageTag: 'v1' }, { imageTag: 'none' }];
    const { images, failures } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    expect(failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
    const imageManifest = images?.[0]?.imageManifest ?? '';
    await putImage(imageManifest, { imageTag: 'prod', imageDigest: digest });
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['prod', 'v1'] }]);
  });

  test.each([
    ['the same tag', { imageTag: 'v1' }, 'ImageAlreadyExistsException'],
    ['no tag', {}, 'ImageAlreadyExistsException'],
    ['another digest', { imageTag: 'v2', imageDigest: digestOf('y') }, 'ImageDigestDoesNotMatchException'],
  ])('are not put again with %s', async (_name, more, error) => {
    await push('x', 'v1');
    await expect(putImage(manifestOf('x'), more)).rejects.toEqual(failsAs(error));
  });

  test('need their layers and the images of their index', async () => {
    await expect(putImage(manifestOf('never'))).rejects.toEqual(failsAs('LayersNotFoundException'));
    const index = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType, digest: digestOf('never'), size: 1 }],
    });
    await expect(putImage(index)).rejects.toEqual(failsAs('ReferencedImagesNotFoundException'));
    const { imageIds } = await ecr.send(new ListImagesCommand({ repositoryName }));
    expect(imageIds).toEqual([]);
  });

  test('keep immutable tags, except those that are excluded', async () => {
    await push('x', 'v1');
    await putImage(manifestOf('x'), { imageTag: 'latest' });
    await ecr.send(
      new PutImageTagMutabilityCommand({
        repositoryName,
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'lat*' }],
      }),
    );
    await pushLayer('y');
    await expect(putImage(manifestOf('y'), { imageTag: 'v1' })).rejects.toEqual(
      failsAs('ImageTagAlreadyExistsException'),
    );
    await putImage(manifestOf('y'), { imageTag: 'latest' });
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'latest' }] }),
    );
    expect(imageDetails?.[0]?.imageDigest).toBe(digestOf(manifestOf('y')));
  });

  test('are deleted by tag, by digest, and not from under an index', async () => {
    const digest = await push('x', 'v1');
    await putImage(manifestOf('x'), { imageTag: 'v2' });
    const remove = (id: object) => ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [id] }));
    expect((await remove({ imageTag: 'v1' })).imageIds).toEqual([{ imageDigest: digest, imageTag: 'v1' }]);
    const index = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType, digest, size: 1 }],
    });
    await putImage(index);
    expect((await remove({ imageDigest: digest })).failures).toMatchObject([
      { failureCode: 'ImageReferencedByManifestList' },
    ]);
    await remove({ imageDigest: digestOf(index) });
    await remove({ imageTag: 'v2' });
    const { imageIds } = await ecr.send(new ListImagesCommand({ repositoryName }));
    expect(imageIds).toEqual([]);
  });

  test('are listed with what is attached, page by page', async () => {
    const digest = await push('x', 'v1');
    const subject = { mediaType, digest, size: 1 };
    for (const name of ['a', 'b', 'c']) await push(name, undefined, { artifactType: `t/${name}`, subject });
    const list = (more: object) =>
      ecr.send(
        new ListImageReferrersCommand({ repositoryName, subjectId: { imageDigest: digest }, ...more }),
      );
    const first = await list({ maxResults: 2 });
    expect(first.referrers).toHaveLength(2);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect([second.referrers?.length, second.nextToken]).toEqual([1, undefined]);
    expect((await list({ filter: { artifactTypes: ['t/b'] } })).referrers).toMatchObject([
      { digest: digestOf(manifestOf('b', { artifactType: 't/b', subject })), artifactType: 't/b' },
    ]);
    const filter = { tagStatus: 'UNTAGGED' } as const;
    expect((await ecr.send(new ListImagesCommand({ repositoryName, filter }))).imageIds).toHaveLength(3);
  });
});

describe('layers', () => {
  test('go up in parts, in order, and an interrupted upload tells where to go on', async () => {
    const content = randomBytes(6 * 1024 * 1024);
    const { uploadId, partSize } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
    expect(partSize).toBe(10 * 1024 * 1024);
    const part = (first: number, last: number) =>
      ecr.send(
        new UploadLayerPartCommand({
          repositoryName,
          uploadId,
          partFirstByte: first,
          partLastByte: last,
          layerPartBlob: content.subarray(first, last + 1),
        }),
      );
    const middle = 5 * 1024 * 1024;
    await part(0, middle - 1);
    await expect(part(0, middle - 1)).rejects.toMatchObject({
      name: 'InvalidLayerPartException',
      lastValidByteReceived: middle - 1,
    });
    expect((await part(middle, content.length - 1)).lastByteReceived).toBe(content.length - 1);
    await expect(part(content.length, content.length)).rejects.toEqual(expect.anything());
    const complete = (digest: string) =>
      ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }));
    await complete(digestOf(content));
    await expect(complete(digestOf(content))).rejects.toEqual(failsAs('UploadNotFoundException'));
    const { layers } = await ecr.send(
      new BatchCheckLayerAvailabilityCommand({
        repositoryName,
        layerDigests: [digestOf(content), digestOf('none')],
      }),
    );
    expect(layers).toMatchObject([
      { layerAvailability: 'AVAILABLE', layerSize: content.length },
      { layerAvailability: 'UNAVAILABLE' },
    ]);
  });

  test.each([
    ['nothing', 'EmptyUploadException', ''],
    ['other bytes', 'InvalidLayerException', 'other'],
  ])('are not completed from %s', async (_name, error, content) => {
    const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
    const bytes = Buffer.from(content);
    const part = { partFirstByte: 0, partLastByte: bytes.length - 1, layerPartBlob: bytes };
    if (content) await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
    const layerDigests = [digestOf('expected')];
    await expect(
      ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests })),
    ).rejects.toEqual(failsAs(error));
  });

  test('that are there say so, and are read once an image needs them', async () => {
    const layerDigest = await pushLayer('x');
    await expect(pushLayer('x')).rejects.toEqual(failsAs('LayerAlreadyExistsException'));
    const url = () => ecr.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }));
    await expect(url()).rejects.toEqual(failsAs('LayerInaccessibleException'));
    await putImage(manifestOf('x'));
    const { downloadUrl } = await url();
    expect(await (await fetch(downloadUrl ?? '')).text()).toBe('x');
    const spoiled = await fetch((downloadUrl ?? '').replace('us-east-1/sha256', 'eu-west-1/sha256'));
    expect(spoiled.status).toBe(403);
  });
});

describe('the account', () => {
  test('has settings', async () => {
    const get = () => ecr.send(new GetAccountSettingCommand({ name: 'BLOB_MOUNTING' }));
    expect((await get()).value).toBe('DISABLED');
    await ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    expect((await get()).value).toBe('ENABLED');
    const wrong = new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'MAYBE' });
    await expect(ecr.send(wrong)).rejects.toEqual(failsAs('InvalidParameterException'));
  });

  test('has tokens of twelve hours, or of the session that asks', async () => {
    const expiry = async (client: ECRClient) => {
      const { authorizationData } = await client.send(new GetAuthorizationTokenCommand());
      return (authorizationData?.[0]?.expiresAt?.getTime() ?? 0) - clock.now();
    };
    expect(await expiry(ecr)).toBeCloseTo(12 * 3_600_000, -2);
    const { Credentials } = await new STSClient(seededClient(sandbox)).send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111111111111:role/ci', RoleSessionName: 'ci-1' }),
    );
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    expect(await expiry(new ECRClient({ ...seededClient(sandbox), credentials }))).toBeCloseTo(3_600_000, -2);
  });

  test('is recorded with every call', () => {
    const call = sandbox.calls.find(({ action }) => action === 'ecr:CreateRepository');
    expect(call).toMatchObject({ account: '111111111111', region: 'us-east-1' });
  });
});
