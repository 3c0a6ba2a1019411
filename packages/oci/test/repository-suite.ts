import { describe, expect, it } from 'vitest';
import { digestOf, mediaTypes, planCopy, type Repository, runCopy, verified } from '../src/index.ts';
import {
  content,
  describeBlob,
  push,
  pushImage,
  pushIndex,
  pushReferrer,
  quickClock,
  streamOf,
  wholeOf,
} from './fixture.ts';

/** What every repository must do, wherever it is. `open` gives an empty one each time. */
export function describeRepository(name: string, open: (path: string) => Promise<Repository>): void {
  let count = 0;
  const fresh = () => open(`suite/r${count++}-${process.pid}`);

  describe(name, () => {
    it('keeps a blob, and says that it exists the second time', async () => {
      const repository = await fresh();
      const bytes = content(1, 200_000);
      const blob = describeBlob(bytes, mediaTypes.ociLayer);
      expect(await repository.hasBlob(blob.digest)).toBe(false);
      expect(await repository.writeBlob(blob, async () => streamOf(bytes))).toBe('uploaded');
      expect(await repository.writeBlob(blob, async () => streamOf(bytes))).toBe('exists');
      expect(digestOf(await wholeOf(await repository.readBlob(blob)))).toBe(blob.digest);
    });

    it('keeps an empty blob', async () => {
      const repository = await fresh();
      const blob = await push(repository, Buffer.alloc(0), mediaTypes.ociLayer);
      expect((await wholeOf(await repository.readBlob(blob))).byteLength).toBe(0);
    });

    it.each([
      ['other bytes', content(2, 1_000), 'DIGEST_MISMATCH'],
      ['fewer bytes', content(1, 900), 'BLOB_TRUNCATED'],
      ['more bytes', content(1, 1_100), 'BLOB_TRUNCATED'],
    ])('leaves nothing of a blob that turns out to be %s', async (_rule, bytes, code) => {
      const repository = await fresh();
      const blob = describeBlob(content(1, 1_000), mediaTypes.ociLayer);
      const open = async () => verified(streamOf(bytes), blob, 'test');
      await expect(repository.writeBlob(blob, open)).rejects.toMatchObject({ code });
      expect(await repository.hasBlob(blob.digest)).toBe(false);
    });

    it('finds a manifest by tag and by digest with the very bytes', async () => {
      const repository = await fresh();
      const { descriptor, bytes } = await pushImage(repository, 3, { tag: '1.0' });
      expect(await repository.head('1.0')).toMatchObject(descriptor);
      expect(await repository.head(descriptor.digest)).toMatchObject(descriptor);
      expect(Buffer.from((await repository.manifest('1.0')).bytes).equals(bytes)).toBe(true);
      expect(await repository.tags()).toEqual(['1.0']);
    });

    it('has no answer for what is not there', async () => {
      const repository = await fresh();
      const digest = digestOf('nothing');
      expect(await repository.head('none')).toBeUndefined();
      expect(await repository.head(digest)).toBeUndefined();
      expect(await repository.tags()).toEqual([]);
      expect(await repository.referrers(digest)).toEqual([]);
      await expect(repository.manifest('none')).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
      const blob = { mediaType: mediaTypes.ociLayer, digest, size: 1 };
      await expect(repository.readBlob(blob)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    });

    it('refuses a manifest whose parts it lacks', async () => {
      const repository = await fresh();
      const other = await fresh();
      const manifest = await pushImage(other, 4);
      await expect(repository.writeManifest(manifest, '1')).rejects.toMatchObject({
        code: 'MANIFEST_INCOMPLETE',
      });
      expect(await repository.head('1')).toBeUndefined();
    });

    it('moves a tag', async () => {
      const repository = await fresh();
      await pushImage(repository, 5, { tag: 'latest' });
      const second = await pushImage(repository, 6, { tag: 'latest' });
      expect((await repository.head('latest'))?.digest).toBe(second.descriptor.digest);
      expect(await repository.tags()).toEqual(['latest']);
    });

    it('lists referrers with their type and annotations', async () => {
      const repository = await fresh();
      const { descriptor } = await pushImage(repository, 7, { tag: '1' });
      const first = await pushReferrer(repository, descriptor, 8);
      const second = await pushReferrer(repository, descriptor, 9);
      const found = await repository.referrers(descriptor.digest);
      expect(found.map(({ digest }) => digest).sort()).toEqual(
        [first.descriptor.digest, second.descriptor.digest].sort(),
      );
      const listed = found.find(({ digest }) => digest === first.descriptor.digest);
      expect(listed).toMatchObject({ artifactType: 'application/x.report', annotations: { seed: '8' } });
      expect(await repository.referrers(descriptor.digest, 'application/x.other')).toEqual([]);
    });

    it('takes and gives a whole copy: nested indexes, referrers of parts, signature tags', async () => {
      const [source, destination] = [await fresh(), await fresh()];
      const root = await pushIndex(source, '1.0');
      const report = await pushReferrer(source, root.descriptor, 10);
      const signature = await pushReferrer(source, report.descriptor, 11);
      const cosignTag = `sha256-${root.descriptor.digest.slice(7)}.sig`;
      const cosign = await pushImage(source, 12, { tag: cosignTag });
      const plan = await planCopy(source, root.descriptor.digest, 'all');
      const result = await runCopy(plan, source, destination, { tag: '2.0', clock: quickClock() });
      expect(result.digest).toBe(root.descriptor.digest);
      expect((await destination.head('2.0'))?.digest).toBe(root.descriptor.digest);
      expect((await destination.head(cosignTag))?.digest).toBe(cosign.descriptor.digest);
      expect((await destination.referrers(report.descriptor.digest)).map((r) => r.digest)).toEqual([
        signature.descriptor.digest,
      ]);
      const again = await runCopy(plan, source, destination, { tag: '2.0', clock: quickClock() });
      expect(again).toMatchObject({ bytesMoved: 0, blobsUploaded: 0, manifestsWritten: 0 });
    });

    it('copies no referrers where none are wanted', async () => {
      const [source, destination] = [await fresh(), await fresh()];
      const root = await pushImage(source, 13, { tag: '1' });
      await pushReferrer(source, root.descriptor, 14);
      const plan = await planCopy(source, root.descriptor.digest, 'none');
      await runCopy(plan, source, destination, { tag: '1', clock: quickClock() });
      expect(await destination.referrers(root.descriptor.digest)).toEqual([]);
    });
  });
}
