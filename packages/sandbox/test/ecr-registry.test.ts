import { createHash } from 'node:crypto';
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  PutAccountSettingCommand,
} from '@aws-sdk/client-ecr';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFaults, type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';

const clock = manualClock(Date.now());
let sandbox: Sandbox;
let ecr: ECRClient;
let registry: RegistryClient;

beforeAll(async () => {
  sandbox = await startSandbox({ clock, accounts: ['111111111111', '222222222222'] });
  ecr = new ECRClient(seededClient(sandbox));
  for (const repositoryName of ['model/dev', 'model/prod', 'fixed']) {
    const imageTagMutability = repositoryName === 'fixed' ? 'IMMUTABLE' : 'MUTABLE';
    await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }));
  }
  registry = await login(ecr);
});
afterAll(() => sandbox.stop());

interface RegistryClient {
  readonly url: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

async function login(client: ECRClient): Promise<RegistryClient> {
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand());
  const { authorizationToken, proxyEndpoint = '' } = authorizationData?.[0] ?? {};
  return {
    url: proxyEndpoint,
    fetch: (path, init = {}) =>
      fetch(new URL(path, proxyEndpoint), {
        ...init,
        headers: { authorization: `Basic ${authorizationToken}`, ...init.headers },
      }),
  };
}

const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const ociType = 'application/vnd.oci.image.manifest.v1+json';

async function pushBlob(repository: string, content: string): Promise<string> {
  const begun = await registry.fetch(`/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  expect(begun.status).toBe(202);
  const url = new URL(begun.headers.get('location') ?? '');
  url.searchParams.set('digest', digestOf(content));
  const done = await registry.fetch(url.href, { method: 'PUT', body: content });
  expect(done.status).toBe(201);
  return digestOf(content);
}

function manifestOf(config: string, layers: readonly string[], more: object = {}): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: ociType,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf(config),
      size: config.length,
    },
    layers: layers.map((layer) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: digestOf(layer),
      size: layer.length,
    })),
    ...more,
  });
}

function pushManifest(repository: string, reference: string, manifest: string, type = ociType) {
  const path = `/v2/${repository}/manifests/${reference}`;
  return registry.fetch(path, { method: 'PUT', body: manifest, headers: { 'content-type': type } });
}

async function pushImage(repository: string, tag: string, layers: readonly string[], more: object = {}) {
  for (const content of ['{}', ...layers]) await pushBlob(repository, content);
  const manifest = manifestOf('{}', layers, more);
  const pushed = await pushManifest(repository, tag, manifest);
  return { manifest, digest: digestOf(manifest), pushed };
}

async function errorOf(response: Response): Promise<{ status: number; code: unknown }> {
  const body = (await response.json()) as { errors: { code: string }[] };
  return { status: response.status, code: body.errors[0]?.code };
}

describe('the registry of ECR', () => {
  test('stores an image and gives back the same bytes, by tag and by digest', async () => {
    const { manifest, digest, pushed } = await pushImage('model/dev', 'v1', ['layer one', 'layer two']);
    expect(pushed.status).toBe(201);
    for (const reference of ['v1', digest]) {
      const got = await registry.fetch(`/v2/model/dev/manifests/${reference}`);
      expect(got.headers.get('docker-content-digest')).toBe(digest);
      expect(await got.text()).toBe(manifest);
    }
    const blob = await registry.fetch(`/v2/model/dev/blobs/${digestOf('layer two')}`);
    expect(blob.redirected).toBe(true);
    expect(await blob.text()).toBe('layer two');
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'model/dev' }));
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'], imageSizeInBytes: 20 }]);
  });

  test('serves a range of a redirected blob', async () => {
    const digest = await pushBlob('model/dev', '0123456789');
    const blob = await registry.fetch(`/v2/model/dev/blobs/${digest}`, { headers: { range: 'bytes=3-5' } });
    expect(blob.status).toBe(206);
    expect(await blob.text()).toBe('345');
  });

  test('takes chunks in order and refuses others with 416', async () => {
    const begun = await registry.fetch('/v2/model/dev/blobs/uploads/', { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    const chunk = (range: string, body: string) =>
      registry.fetch(location, { method: 'PATCH', body, headers: { 'content-range': range } });
    expect((await chunk('0-4', 'abcde')).status).toBe(202);
    expect((await chunk('7-8', 'hi')).status).toBe(416);
    const state = await registry.fetch(location);
    expect([state.status, state.headers.get('range')]).toEqual([204, '0-4']);
    expect((await chunk('5-6', 'fg')).headers.get('range')).toBe('0-6');
    const done = await registry.fetch(`${location}?digest=${digestOf('abcdefg')}`, { method: 'PUT' });
    expect(done.status).toBe(201);
  });

  test('throws an upload away whose bytes are not those of the digest', async () => {
    const begun = await registry.fetch('/v2/model/dev/blobs/uploads/', { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    const done = await registry.fetch(`${location}?digest=${digestOf('this')}`, {
      method: 'PUT',
      body: 'that',
    });
    expect(await errorOf(done)).toEqual({ status: 400, code: 'DIGEST_INVALID' });
    expect(await errorOf(await registry.fetch(location))).toEqual({
      status: 404,
      code: 'BLOB_UPLOAD_UNKNOWN',
    });
    const head = await registry.fetch(`/v2/model/dev/blobs/${digestOf('that')}`, { method: 'HEAD' });
    expect(head.status).toBe(404);
  });

  test('mounts only when the account setting is on and an image references the blob', async () => {
    await pushImage('model/dev', 'm', ['mountable']);
    const loose = await pushBlob('model/dev', 'loose');
    const mount = (digest: string) =>
      registry.fetch(`/v2/model/prod/blobs/uploads/?mount=${digest}&from=model/dev`, { method: 'POST' });
    expect((await mount(digestOf('mountable'))).status).toBe(202);
    await ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    expect((await mount(digestOf('mountable'))).status).toBe(201);
    expect((await mount(loose)).status).toBe(202);
    const read = await registry.fetch(`/v2/model/prod/blobs/${digestOf('mountable')}`);
    expect(await read.text()).toBe('mountable');
    await ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'DISABLED' }));
  });

  test.each([
    ['a layer that is not there', 'x', manifestOf('{}', ['never pushed']), 404, 'MANIFEST_BLOB_UNKNOWN'],
    ['what is no JSON', 'x', 'nonsense', 400, 'MANIFEST_INVALID'],
    ['another schema', 'x', '{"schemaVersion":1}', 400, 'MANIFEST_INVALID'],
    ['another digest', digestOf('other'), manifestOf('{}', []), 400, 'DIGEST_INVALID'],
    ['another media type', 'x', manifestOf('{}', [], { mediaType: 'a/b' }), 400, 'MANIFEST_INVALID'],
    ['a name that is no tag', '.x', manifestOf('{}', []), 400, 'TAG_INVALID'],
    ['more than 4 MiB', 'x', `{"schemaVersion":2,"x":"${'x'.repeat(4 << 20)}"}`, 413, 'MANIFEST_INVALID'],
  ])('refuses a manifest with %s', async (_name, reference, manifest, status, code) => {
    await pushBlob('model/dev', '{}');
    expect(await errorOf(await pushManifest('model/dev', reference, manifest))).toEqual({ status, code });
  });

  test('refuses an index before its images, and lists what is attached', async () => {
    const subject = await pushImage('model/dev', 'subject', ['s']);
    const index = (digest: string) =>
      JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: ociType, digest, size: 1 }] });
    const indexType = 'application/vnd.oci.image.index.v1+json';
    const early = await pushManifest('model/dev', 'i', index(digestOf('none')), indexType);
    expect((await errorOf(early)).code).toBe('MANIFEST_BLOB_UNKNOWN');
    const good = await pushManifest('model/dev', 'i', index(subject.digest), indexType);
    expect(good.status).toBe(201);
    const attached = await pushImage('model/dev', 'sig', ['signature'], {
      artifactType: 'application/example',
      subject: { mediaType: ociType, digest: subject.digest, size: subject.manifest.length },
    });
    expect(attached.pushed.headers.get('oci-subject')).toBe(subject.digest);
    const path = `/v2/model/dev/referrers/${subject.digest}`;
    const referrers = await registry.fetch(`${path}?artifactType=application/example`);
    expect(referrers.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(await referrers.json()).toMatchObject({ manifests: [{ digest: attached.digest }] });
    const others = await registry.fetch(`${path}?artifactType=application/other`);
    expect(await others.json()).toMatchObject({ manifests: [] });
  });

  test('keeps an immutable tag, from the same image too', async () => {
    const first = await pushImage('fixed', 'v1', ['one']);
    expect(first.pushed.status).toBe(201);
    const other = await pushImage('fixed', 'v1', ['two']);
    expect(await errorOf(other.pushed)).toEqual({ status: 400, code: 'TAG_INVALID' });
    expect(await errorOf(await pushManifest('fixed', 'v1', first.manifest))).toMatchObject({
      code: 'TAG_INVALID',
    });
    const now = await registry.fetch('/v2/fixed/manifests/v1', { method: 'HEAD' });
    expect(now.headers.get('docker-content-digest')).toBe(first.digest);
    expect((await registry.fetch(`/v2/fixed/manifests/${other.digest}`)).status).toBe(404);
  });

  test('lists tags in pages and refuses pages of more than 1000', async () => {
    for (const tag of ['a', 'b', 'c']) await pushImage('model/prod', tag, [tag]);
    const first = await registry.fetch('/v2/model/prod/tags/list?n=2');
    expect(await first.json()).toEqual({ name: 'model/prod', tags: ['a', 'b'] });
    expect(first.headers.get('link')).toBe('</v2/model/prod/tags/list?n=2&last=b>; rel="next"');
    expect((await registry.fetch('/v2/model/prod/tags/list?n=1001')).status).toBe(400);
  });

  test('tells an unknown repository, no token, another account and an expired token apart', async () => {
    expect(await errorOf(await registry.fetch('/v2/none/tags/list'))).toEqual({
      status: 404,
      code: 'NAME_UNKNOWN',
    });
    const anonymous = await fetch(`${registry.url}/v2/`);
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toContain('Basic realm=');
    const stranger = await login(new ECRClient(seededClient(sandbox, '222222222222')));
    expect(stranger.url).not.toBe(registry.url);
    const denied = await stranger.fetch(`${registry.url}/v2/model/dev/tags/list`);
    expect(await errorOf(denied)).toEqual({ status: 403, code: 'DENIED' });
    const own = registry;
    await clock.advance(12 * 3_600_000);
    expect((await own.fetch('/v2/')).status).toBe(401);
    registry = await login(ecr);
    expect((await registry.fetch('/v2/')).status).toBe(200);
  });
});

test('breaks content on request', async () => {
  const broken = await startSandbox({ faults: parseFaults(['registry:wrong-digest']) });
  try {
    const client = new ECRClient(seededClient(broken));
    await client.send(new CreateRepositoryCommand({ repositoryName: 'model/dev' }));
    registry = await login(client);
    const digest = await pushBlob('model/dev', 'content');
    const blob = await registry.fetch(`/v2/model/dev/blobs/${digest}`);
    const text = await blob.text();
    expect(text).toHaveLength('content'.length);
    expect(digestOf(text)).not.toBe(digest);
  } finally {
    await broken.stop();
  }
});
