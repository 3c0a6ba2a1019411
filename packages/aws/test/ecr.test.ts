import { Readable } from 'node:stream';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { manualClock } from '@ml-ci/core';
import {
  createTransport,
  digestOf,
  makeManifest,
  mediaTypes,
  type Repository,
  registryRepository,
} from '@ml-ci/oci';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ecrClient } from '../src/clients.ts';
import {
  describeImage,
  describeRepository,
  digestsOf,
  ecrCredentials,
  getManifest,
  isTagImmutable,
  type Session,
} from '../src/index.ts';
import { awsOf, environment } from './run.ts';

const clock = manualClock(Date.now());
let sandbox: Sandbox;
let session: Session;
let secrets: readonly string[];
let repository: Repository;
let close: () => void;

beforeAll(async () => {
  sandbox = await startSandbox({ clock });
  const run = awsOf(sandbox);
  secrets = run.secrets;
  session = await run.aws.session(environment);
  const client = await ecrClient(session);
  const imageTagMutabilityExclusionFilters = [{ filterType: 'WILDCARD' as const, filter: 'dev-*' }];
  await client.send(new CreateRepositoryCommand({ repositoryName: 'dev/model' }));
  await client.send(
    new CreateRepositoryCommand({
      repositoryName: 'fixed',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters,
    }),
  );
  const { host } = await describeRepository(session, 'dev/model');
  const transport = createTransport({
    host,
    clock,
    random: Math.random,
    credentials: ecrCredentials(session, host),
  });
  repository = registryRepository(transport, 'dev/model');
  close = () => transport.close();
});
afterAll(async () => {
  close();
  await sandbox.stop();
});

/** Pushes an image of one layer, and an index of it. */
async function push(content: string) {
  const bytes = Buffer.from(content);
  const blob = { mediaType: mediaTypes.ociLayer, digest: digestOf(bytes), size: bytes.byteLength };
  await repository.writeBlob(blob, async () => Readable.from([bytes]));
  const image = makeManifest(mediaTypes.ociManifest, { schemaVersion: 2, config: blob, layers: [] });
  await repository.writeManifest(image);
  const platform = { os: 'linux', architecture: 'amd64' };
  const index = makeManifest(mediaTypes.ociIndex, {
    schemaVersion: 2,
    manifests: [{ ...image.descriptor, platform }],
  });
  await repository.writeManifest(index, '1.0.0');
  return { image: image.descriptor.digest, index: index.descriptor.digest };
}

test('the address of a repository is what ECR says it is', async () => {
  const found = await describeRepository(session, 'dev/model');
  expect(found.uri).toBe(`${found.host}/dev/model`);
  expect(found).toMatchObject({
    name: 'dev/model',
    registryId: '111111111111',
    mutability: { isImmutable: false },
  });
});

test('a repository that is not there is RESOURCE_MISSING, by name, account and region', async () => {
  const missing = describeRepository(session, 'prod/model');
  await expect(missing).rejects.toMatchObject({ code: 'RESOURCE_MISSING', kind: 'input' });
  await expect(missing).rejects.toThrow(/prod\/model.*111111111111.*eu-west-1/);
});

test('exclusion filters make a tag movable in an immutable repository', async () => {
  const { mutability } = await describeRepository(session, 'fixed');
  expect(isTagImmutable(mutability, '1.0.0')).toBe(true);
  expect(isTagImmutable(mutability, 'dev-7')).toBe(false);
  expect(isTagImmutable({ isImmutable: false, exceptions: ['v*'] }, 'v1')).toBe(true);
  expect(isTagImmutable({ isImmutable: false, exceptions: ['v.'] }, 'v1')).toBe(false);
});

test('what was pushed with the credentials is described by tag and digest, and its platforms are known', async () => {
  const { image, index } = await push('one');
  expect(await describeImage(session, 'dev/model', '1.0.0')).toMatchObject({
    digest: index,
    status: 'ACTIVE',
  });
  expect(await describeImage(session, 'dev/model', image)).toMatchObject({ digest: image, tags: [] });
  expect(await digestsOf(session, 'dev/model', index)).toEqual(new Set([index, image]));
  expect(await digestsOf(session, 'dev/model', image)).toEqual(new Set([image]));
  const manifest = await getManifest(session, 'dev/model', index);
  expect(digestOf(Buffer.from(manifest?.text ?? ''))).toBe(index);
});

test('what is not there is undefined, not an error', async () => {
  const nothing = `sha256:${'0'.repeat(64)}`;
  expect(await describeImage(session, 'dev/model', nothing)).toBeUndefined();
  expect(await describeImage(session, 'dev/model', 'no-tag')).toBeUndefined();
  expect(await getManifest(session, 'dev/model', nothing)).toBeUndefined();
});

test('a token is masked, kept, renewed before its end on the clock of the run, and at once when it is refused', async () => {
  const { host } = await describeRepository(session, 'dev/model');
  const provide = ecrCredentials(session, host);
  const first = await provide(host, { stale: false });
  if (first.type !== 'basic') expect.unreachable();
  expect(secrets).toContain(first.password);
  expect(secrets).toContain(Buffer.from(`AWS:${first.password}`).toString('base64'));
  expect(await provide(host, { stale: false })).toEqual(first);
  await clock.advance(11 * 3_600_000 + 56 * 60_000);
  const second = await provide(host, { stale: false });
  expect(second).not.toEqual(first);
  expect(await provide(host, { stale: true })).not.toEqual(second);
});

test('a host that is not the registry gets no token', async () => {
  const { host } = await describeRepository(session, 'dev/model');
  expect(await ecrCredentials(session, host)('evil.example', { stale: false })).toEqual({
    type: 'anonymous',
  });
});

test('a push goes on after the token has ended', async () => {
  await clock.advance(13 * 3_600_000);
  const { index } = await push('two');
  expect(await describeImage(session, 'dev/model', '1.0.0')).toMatchObject({ digest: index });
});
