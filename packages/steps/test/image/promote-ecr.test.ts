import { afterEach, describe, expect, it, vi } from 'vitest';
import { pushImage, pushIndex, pushReferrer } from '../../../oci/test/fixture.ts';
import { type EcrStage, startEcrStage } from './ecr-stage.ts';

let stage: EcrStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

const toProd = { from: 'dev', to: 'prod', tag: '1.0' };
const toStaging = { ...toProd, to: 'staging' };

describe('promote between repositories of ECR', () => {
  it('crosses accounts and regions, with an index and what refers to it', async () => {
    stage = await startEcrStage();
    const image = await pushIndex(stage.dev, '1.0');
    const report = await pushReferrer(stage.dev, image.descriptor, 3);
    const { exitCode, outputs } = await stage.run(toProd);
    expect(exitCode).toBe(0);
    const { digest } = image.descriptor;
    expect(outputs).toMatchObject({ digest, tag: '1.0', 'already-promoted': false });
    const stored = await stage.stored('prod');
    expect(stored.tags.get('1.0')).toBe(digest);
    expect(stored.images.has(report.descriptor.digest)).toBe(true);
  });

  it('mounts within one registry where the account allows it', async () => {
    stage = await startEcrStage();
    await pushImage(stage.dev, 1, { tag: '1.0' });
    (await stage.sandbox.stores.ecr.registry('111111111111', 'eu-west-1')).settings.set(
      'BLOB_MOUNTING',
      'ENABLED',
    );
    const { exitCode, outputs, lines } = await stage.run(toStaging);
    expect([exitCode, outputs['bytes-moved'], outputs['blobs-mounted']]).toEqual([0, 0, 3]);
    expect(lines.filter((line) => line.includes('BLOB_MOUNTING'))).toEqual([]);
  });

  it('uploads where it does not, and says how that is mended', async () => {
    stage = await startEcrStage();
    await pushImage(stage.dev, 1, { tag: '1.0' });
    const { exitCode, outputs, lines } = await stage.run(toStaging);
    expect([exitCode, outputs['blobs-mounted']]).toEqual([0, 0]);
    expect(lines.filter((line) => line.includes('BLOB_MOUNTING'))).toHaveLength(1);
  });

  it('has nothing to do on an immutable tag of the same digest, and refuses one of another', async () => {
    stage = await startEcrStage();
    const image = await pushImage(stage.dev, 1, { tag: '1.0' });
    await stage.run(toProd);
    const again = await stage.run(toProd);
    expect([again.exitCode, again.outputs['already-promoted']]).toEqual([0, true]);
    await pushImage(stage.dev, 2, { tag: '1.0' });
    const other = await stage.run(toProd);
    expect([other.exitCode, other.error?.code]).toEqual([2, 'TAG_TAKEN']);
    expect((await stage.stored('prod')).tags.get('1.0')).toBe(image.descriptor.digest);
  });

  it.each([401, 403] as const)(
    'renews a token that expires in the middle and is refused with %i',
    async (status) => {
      stage = await startEcrStage(['registry:latency:20ms']);
      const { calls, stores } = stage.sandbox;
      stores.ecr.quirks.expiredTokenStatus = status;
      const image = await pushImage(stage.dev, 1, { tag: '1.0', layers: 8, layerBytes: 200_000 });
      const asked = () => calls.filter(({ action }) => action === 'ecr:GetAuthorizationToken').length;
      const before = asked();
      const running = stage.run(toProd);
      const { layers } = await stage.stored('prod');
      await vi.waitUntil(() => layers.size > 0, { timeout: 20_000, interval: 5 });
      const atFirstBlob = [layers.size < 9, asked() - before];
      stores.ecr.expireTokens();
      expect((await running).exitCode).toBe(0);
      expect([...atFirstBlob, asked() - before]).toEqual([true, 2, 4]); // both registries, and both once more
      expect((await stage.stored('prod')).tags.get('1.0')).toBe(image.descriptor.digest);
    },
  );
});

describe('promote through a registry in which every fifth request breaks', () => {
  it.each(['throttle', '500', 'reset', 'truncate', 'wrong-digest'])(
    '%s: all is there, or there is no tag',
    async (fault) => {
      stage = await startEcrStage([`registry:${fault}:0.2`]);
      const image = await pushImage(stage.dev, 1, { tag: '1.0', layers: 4, layerBytes: 200_000 });
      const { exitCode } = await stage.run(toProd);
      const { tags } = await stage.stored('prod');
      expect([0, 3]).toContain(exitCode);
      expect(tags.get('1.0')).toBe(exitCode === 0 ? image.descriptor.digest : undefined);
    },
  );
});
