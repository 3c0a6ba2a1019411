import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock } from '@ml-ci/core';
import {
  assembleImage,
  type Descriptor,
  layoutRepository,
  makeManifest,
  mediaTypes,
  pushImage,
} from '@ml-ci/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostPlatform, resolveImage } from '../src/image.ts';

let folder: string;
let index: Descriptor;
const layout = () => layoutRepository(join(folder, 'layout'), { clock: manualClock(), random: () => 0.5 });

/** An image for a platform, told apart by its working folder. */
async function pushFor(architecture: string): Promise<Descriptor> {
  const platform = { os: 'linux', architecture };
  const image = assembleImage({
    layers: [],
    platform,
    settings: { workdir: `/${architecture}`, env: { A: 'x=y' } },
  });
  await pushImage(layout(), { image, layers: [] });
  return { ...image.manifest.descriptor, platform };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-image-'));
  const amd64 = await pushFor('amd64');
  const attestation = { ...amd64, platform: { os: 'unknown', architecture: 'unknown' } };
  const manifests = [attestation, await pushFor('arm64'), amd64];
  const made = makeManifest(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests,
  });
  await layout().writeManifest(made);
  index = made.descriptor;
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['amd64', 'arm64'])('of an index, the image for linux/%s', async (architecture) => {
  const found = await resolveImage(layout(), index.digest, { os: 'linux', architecture });
  expect(found.config).toMatchObject({ workdir: `/${architecture}`, architecture, env: { A: 'x=y' } });
  expect(found.manifest.digest).not.toBe(index.digest);
});

test('an index without the platform names those it has', async () => {
  await expect(
    resolveImage(layout(), index.digest, { os: 'linux', architecture: 's390x' }),
  ).rejects.toMatchObject({
    code: 'IMAGE_PLATFORM',
    message: expect.stringContaining('linux/arm64, linux/amd64'),
  });
});

test.each([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['ia32', '386'],
])('node calls it %s, images %s', (node, image) => {
  expect(hostPlatform(node)).toEqual({ os: 'linux', architecture: image });
});
