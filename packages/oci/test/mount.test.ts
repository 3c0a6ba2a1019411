import { afterEach, expect, it } from 'vitest';
import { planCopy, runCopy } from '../src/index.ts';
import { openRegistry, pushImage, quickClock } from './fixture.ts';
import { type MemoryRegistry, type MemoryRegistryOptions, startMemoryRegistry } from './memory-registry.ts';

let registry: MemoryRegistry | undefined;
afterEach(() => registry?.close());

async function copyWithin(options: MemoryRegistryOptions) {
  registry = await startMemoryRegistry(options);
  const source = openRegistry(registry.host, 'dev/m');
  const destination = openRegistry(registry.host, 'prod/m');
  const image = await pushImage(source, 1, { tag: '1' });
  registry.requests.length = 0;
  const plan = await planCopy(source, image.descriptor.digest, 'all');
  const result = await runCopy(plan, source, destination, { tag: '1', clock: quickClock() });
  expect(registry.repository('prod/m').tags.get('1')).toBe(image.descriptor.digest);
  return { result, requests: registry.requests };
}

it('mounts within one registry and moves no byte', async () => {
  const { result, requests } = await copyWithin({ mounts: true });
  expect(result).toMatchObject({ blobsMounted: 3, blobsUploaded: 0, bytesMoved: 0 });
  expect(requests.filter(({ path, method }) => path.includes('/blobs/sha256') && method === 'GET')).toEqual(
    [],
  );
});

it('uses the session that an unmounted blob was answered with', async () => {
  const { result, requests } = await copyWithin({ mounts: false });
  expect(result).toMatchObject({ blobsMounted: 0, blobsUploaded: 3 });
  expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
});

it('asks for a token that may read the source of a mount', async () => {
  const { result, requests } = await copyWithin({ mounts: true, auth: 'bearer' });
  expect(result.blobsMounted).toBe(3);
  const scopes = requests.filter(({ path }) => path === '/token').map(({ query }) => query.getAll('scope'));
  expect(scopes).toContainEqual(['repository:prod/m:pull,push', 'repository:dev/m:pull']);
});

it('uploads where the registry refuses the mount itself', async () => {
  const { result } = await copyWithin({
    fault: ({ query }) => (query.has('mount') ? { type: 'status', status: 403, code: 'DENIED' } : undefined),
  });
  expect(result).toMatchObject({ blobsMounted: 0, blobsUploaded: 3 });
});
