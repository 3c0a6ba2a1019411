import { describeError } from '@ml-ci/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type CredentialProvider, type Manifest, planCopy, runCopy } from '../src/index.ts';
import { type Fault, randomFaults } from './faults.ts';
import { openRegistry, pushImage, pushIndex, pushReferrer, quickClock } from './fixture.ts';
import {
  type LoggedRequest,
  type MemoryRegistry,
  type MemoryRegistryOptions,
  password,
  startMemoryRegistry,
} from './memory-registry.ts';

const open: MemoryRegistry[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((registry) => registry.close()));
});

type FaultOf = (request: LoggedRequest, number: number) => Fault | undefined;

/** Two registries, an image in the first, and faults that begin once it is there. */
async function stage(options: {
  readonly source?: FaultOf;
  readonly destination?: FaultOf;
  readonly registry?: MemoryRegistryOptions;
  readonly credentials?: CredentialProvider;
  readonly push?: (repository: ReturnType<typeof openRegistry>) => Promise<Manifest>;
}) {
  let isOn = false;
  const start = async (fault: FaultOf | undefined) => {
    const registry = await startMemoryRegistry({
      referrers: true,
      ...options.registry,
      fault: (request, number) => (isOn ? fault?.(request, number) : undefined),
    });
    open.push(registry);
    return registry;
  };
  const [from, to] = [await start(options.source), await start(options.destination)];
  const clock = quickClock();
  const more = options.credentials === undefined ? {} : { credentials: options.credentials };
  const source = openRegistry(from.host, 'dev/m', { clock, ...more });
  const destination = openRegistry(to.host, 'prod/m', { clock, ...more });
  const image = await (options.push ?? ((into) => pushImage(into, 1, { tag: '1', layerBytes: 300_000 })))(
    source,
  );
  isOn = true;
  return {
    from,
    to,
    clock,
    source,
    destination,
    image,
    stored: to.repository('prod/m'),
    async copy(signal?: AbortSignal) {
      const cancel = signal === undefined ? {} : { signal };
      const plan = await planCopy(source, image.descriptor.digest, 'all', signal);
      return runCopy(plan, source, destination, { tag: '1', clock, ...cancel });
    },
  };
}

const isBlobRead: FaultOf = (request) =>
  request.method === 'GET' && request.path.includes('/blobs/') ? 0 : undefined;
const onBlobReads =
  (fault: Fault): FaultOf =>
  (r, n) =>
    isBlobRead(r, n) === undefined ? undefined : fault;
const onPuts =
  (fault: Fault): FaultOf =>
  (r) =>
    r.method === 'PUT' && r.path.includes('/blobs/') ? fault : undefined;
const firstTimes = (count: number, faults: FaultOf): FaultOf => {
  let left = count;
  return (request, number) => {
    const fault = faults(request, number);
    if (fault === undefined || left === 0) return undefined;
    left -= 1;
    return fault;
  };
};

describe('a copy that meets a fault a few times completes', () => {
  it.each<[string, { source?: FaultOf; destination?: FaultOf }]>([
    ['the source resets in the middle of a blob', { source: onBlobReads({ type: 'reset-body' }) }],
    ['the source sends half of a blob', { source: onBlobReads({ type: 'truncate' }) }],
    ['the source sends a wrong byte', { source: onBlobReads({ type: 'corrupt' }) }],
    ['the source answers 500', { source: onBlobReads(500) }],
    [
      'the source sends a wrong manifest',
      { source: (r) => (r.path.includes('manifests') ? { type: 'corrupt' } : undefined) },
    ],
    [
      'the source sends half of a manifest',
      { source: (r) => (r.path.includes('manifests') ? { type: 'reset-body' } : undefined) },
    ],
    ['the destination resets in the middle of an upload', { destination: onPuts({ type: 'reset-upload' }) }],
    ['the destination answers an upload with 503', { destination: onPuts(503) }],
    [
      'the destination has lost the session',
      { destination: onPuts({ type: 'status', status: 404, code: 'BLOB_UPLOAD_UNKNOWN' }) },
    ],
    ['the destination resets before it answers', { destination: () => ({ type: 'reset' }) }],
    ['the destination is busy', { destination: () => 429 }],
  ])('%s', async (_rule, faults) => {
    const { copy, stored, to, image } = await stage({
      ...(faults.source === undefined ? {} : { source: firstTimes(3, faults.source) }),
      ...(faults.destination === undefined ? {} : { destination: firstTimes(3, faults.destination) }),
    });
    await copy();
    expect(stored.tags.get('1')).toBe(image.descriptor.digest);
    expect(to.sessions.size).toBe(0);
  });
});

describe('a copy that meets a fault always gives up and leaves no tag and no session', () => {
  it.each<[string, string, { source?: FaultOf; destination?: FaultOf }]>([
    [
      'a reset in the middle of a blob',
      'REGISTRY_UNAVAILABLE',
      { source: onBlobReads({ type: 'reset-body' }) },
    ],
    ['half a blob', 'BLOB_TRUNCATED', { source: onBlobReads({ type: 'truncate' }) }],
    ['a wrong byte', 'DIGEST_MISMATCH', { source: onBlobReads({ type: 'corrupt' }) }],
    [
      'a blob that is gone',
      'BLOB_MISSING',
      { source: onBlobReads({ type: 'status', status: 404, code: 'BLOB_UNKNOWN' }) },
    ],
    ['a source that is down', 'REGISTRY_UNAVAILABLE', { source: onBlobReads(503) }],
    ['an upload that resets', 'REGISTRY_UNAVAILABLE', { destination: onPuts({ type: 'reset-upload' }) }],
    ['an upload that fails', 'REGISTRY_UNAVAILABLE', { destination: onPuts(500) }],
    [
      'an upload that is denied',
      'REGISTRY_DENIED',
      { destination: onPuts({ type: 'status', status: 403, code: 'DENIED' }) },
    ],
    [
      'a destination that takes no manifest',
      'REGISTRY_REFUSED',
      {
        destination: (r) => (r.method === 'PUT' && r.path.includes('/manifests/') ? 413 : undefined),
      },
    ],
    [
      'a repository that does not exist',
      'REPOSITORY_MISSING',
      {
        destination: (r) =>
          r.method === 'POST' ? { type: 'status', status: 404, code: 'NAME_UNKNOWN' } : undefined,
      },
    ],
  ])('%s', async (_rule, code, faults) => {
    const { copy, stored, to } = await stage(faults);
    await expect(copy()).rejects.toMatchObject({ code });
    expect([...stored.tags]).toEqual([]);
    expect(to.sessions.size).toBe(0);
  });
});

describe('a fifth of all requests is broken', () => {
  it.each(Array.from({ length: 10 }, (_, i) => i + 1))(
    'seed %i: all is there, or no tag and no session',
    async (seed) => {
      const { copy, stored, to, image } = await stage({
        source: randomFaults(0.2, seed),
        destination: randomFaults(0.2, seed + 100),
        push: async (repository) => {
          const root = await pushIndex(repository, '1');
          await pushReferrer(repository, root.descriptor, 3);
          return root;
        },
      });
      const outcome = await copy().then(
        () => 'done' as const,
        (error: unknown) => error,
      );
      if (outcome === 'done') expect(stored.tags.get('1')).toBe(image.descriptor.digest);
      else {
        expect(outcome).toMatchObject({ name: 'StepError', kind: 'remote' });
        expect(stored.tags.get('1')).toBeUndefined();
      }
      // Giving a session back is one request more, and may be the one that breaks for good.
      expect(to.sessions.size).toBeLessThanOrEqual(1);
    },
  );
});

describe('what a registry may not do to us', () => {
  it('waits as long as Retry-After says', async () => {
    const busy: Fault = { type: 'status', status: 429, headers: { 'retry-after': '7' } };
    const { copy, clock } = await stage({
      destination: firstTimes(1, (r) => (r.method === 'POST' ? busy : undefined)),
    });
    await copy();
    expect(clock.waited.some((ms) => ms >= 7_000 && ms < 8_000)).toBe(true);
  });

  it('refuses to send an upload to a private address that is not its own', async () => {
    const victim = await startMemoryRegistry();
    open.push(victim);
    const to = `http://${victim.host}/v2/prod/m/blobs/uploads/x`;
    const { copy, stored } = await stage({
      destination: (r) => (r.method === 'POST' ? { type: 'location', to } : undefined),
    });
    await expect(copy()).rejects.toMatchObject({ code: 'UPLOAD_LOCATION_UNSAFE' });
    expect(victim.requests).toEqual([]);
    expect(stored.tags.size).toBe(0);
  });

  it('follows a redirect of a download and keeps the credentials to itself', async () => {
    const store = await startMemoryRegistry();
    open.push(store);
    const { copy, stored, from, image } = await stage({
      registry: { auth: 'basic' },
      source: (r) =>
        isBlobRead(r, 0) === undefined
          ? undefined
          : { type: 'redirect', to: `http://${store.host}${r.path}?sig=abc` },
    });
    for (const [digest, bytes] of from.repository('dev/m').blobs)
      store.repository('dev/m').blobs.set(digest, bytes);
    await copy();
    expect(stored.tags.get('1')).toBe(image.descriptor.digest);
    expect(store.requests.length).toBeGreaterThan(0);
    expect(store.requests.map(({ authorization }) => authorization)).toEqual(
      store.requests.map(() => undefined),
    );
  });

  it.each([401, 403])('fetches new credentials once when they expire in the middle (%i)', async (status) => {
    let generation = 1;
    let asked = 0;
    const expired: FaultOf = (r) =>
      r.authorization === `Basic ${Buffer.from('ci:old').toString('base64')}` && generation > 1
        ? { type: 'status', status, headers: { 'www-authenticate': 'Basic realm="x"' } }
        : undefined;
    const { copy, stored } = await stage({
      credentials: async (_host, { stale }) => {
        if (stale) asked += 1;
        if (stale) generation = 3;
        return { type: 'basic', username: 'ci', password: generation > 2 ? password : 'old' };
      },
      registry: { isTokenGood: () => true },
      destination: (r, n) => {
        if (r.authorization === undefined)
          return { type: 'status', status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
        if (r.method === 'PUT' && generation === 1) generation = 2;
        return expired(r, n);
      },
    });
    await copy();
    expect(stored.tags.size).toBe(1);
    expect(asked).toBe(1);
  });

  it('says that it was denied, without the secret', async () => {
    const { copy, to } = await stage({
      destination: () => ({
        type: 'status',
        status: 401,
        headers: { 'www-authenticate': 'Basic realm="x"' },
      }),
    });
    const error = await copy().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'REGISTRY_DENIED', kind: 'remote' });
    const text = `${describeError(error)} ${(error as Error).stack}`;
    expect(text).not.toContain(password);
    expect(text).not.toContain(Buffer.from(`ci:${password}`).toString('base64'));
    expect(to.requests.length).toBeLessThan(30);
  });
});

describe('the destination is not as it seems', () => {
  it('writes the parts once more when the registry lost them', async () => {
    const { copy, stored, image } = await stage({
      push: (repository) => pushIndex(repository, '1'),
      destination: firstTimes(1, (r) =>
        r.method === 'PUT' && r.path.includes('/manifests/') && r.path.endsWith(image0.digest)
          ? { type: 'status', status: 404, code: 'MANIFEST_BLOB_UNKNOWN' }
          : undefined,
      ),
    });
    image0.digest = image.descriptor.digest;
    await copy();
    expect(stored.tags.get('1')).toBe(image.descriptor.digest);
  });

  it('takes an immutable tag that names the same digest', async () => {
    const { copy, stored, image } = await stage({ registry: { immutableTags: true } });
    await copy();
    await copy();
    expect(stored.tags.get('1')).toBe(image.descriptor.digest);
  });

  it('says which digests stand against each other on an immutable tag', async () => {
    const { copy, destination, stored, image } = await stage({ registry: { immutableTags: true } });
    const other = await pushImage(destination, 50, { tag: '1' });
    const error = await copy().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TAG_IMMUTABLE', kind: 'input' });
    expect(String(error)).toContain(other.descriptor.digest);
    expect(String(error)).toContain(image.descriptor.digest);
    expect(stored.tags.get('1')).toBe(other.descriptor.digest);
  });
});

describe('a cancelled copy', () => {
  it('leaves no tag and no session, and goes on where it stopped', async () => {
    const abort = new AbortController();
    const reason = new Error('cancelled');
    let uploads = 0;
    const { copy, stored, to, image } = await stage({
      destination: (r) => {
        if (r.method === 'PUT' && r.path.includes('/blobs/')) uploads += 1;
        if (uploads === 2) abort.abort(reason);
        return undefined;
      },
    });
    await expect(copy(abort.signal)).rejects.toBe(reason);
    expect(stored.tags.size).toBe(0);
    expect(stored.manifests.size).toBe(0);
    expect(to.sessions.size).toBe(0);
    const result = await copy();
    expect(result.blobsUploaded + result.blobsSkipped).toBe(3);
    expect(stored.tags.get('1')).toBe(image.descriptor.digest);
  });
});

const image0: { digest: string } = { digest: '?' };
