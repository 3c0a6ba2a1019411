import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { layoutRepository } from '../src/index.ts';
import { openRegistry, quickClock } from './fixture.ts';
import { type MemoryRegistry, startMemoryRegistry } from './memory-registry.ts';
import { describeRepository } from './repository-suite.ts';

let folder = '';
let modern: MemoryRegistry;
let old: MemoryRegistry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-oci-'));
  modern = await startMemoryRegistry({ referrers: true, mounts: true, auth: 'bearer', tagsPerPage: 1 });
  old = await startMemoryRegistry({ auth: 'basic' });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await modern.close();
  await old.close();
});

describeRepository('a layout folder', async (path) =>
  layoutRepository(join(folder, path), { clock: quickClock(), random: () => 0.5 }),
);
describeRepository('a registry with referrers, mounts and tokens', async (path) =>
  openRegistry(modern.host, path),
);
describeRepository('a registry without them', async (path) => openRegistry(old.host, path));
