import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { layoutRepository } from '../src/index.ts';
import { content, describeBlob, push, pushImage, quickClock, streamOf } from './fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-layout-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => layoutRepository(folder, { clock: quickClock(), random: () => 0 });

it('writes what the image specification says', async () => {
  await pushImage(open(), 1, { tag: '1' });
  expect(JSON.parse(await readFile(join(folder, 'oci-layout'), 'utf8'))).toEqual({
    imageLayoutVersion: '1.0.0',
  });
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  expect(index.manifests[0].annotations).toEqual({ 'org.opencontainers.image.ref.name': '1' });
});

it('keeps entries of others as they are', async () => {
  await pushImage(open(), 1, { tag: '1' });
  const file = join(folder, 'index.json');
  const index = JSON.parse(await readFile(file, 'utf8'));
  index.manifests[0].other = { of: 'another tool' };
  await writeFile(file, JSON.stringify(index));
  await pushImage(open(), 2, { tag: '2' });
  expect(JSON.parse(await readFile(file, 'utf8')).manifests[0].other).toEqual({ of: 'another tool' });
});

it('loses no tag when many are written at once', async () => {
  const repository = open();
  const tags = Array.from({ length: 8 }, (_, i) => `t${i}`);
  await Promise.all(tags.map((tag, i) => pushImage(repository, i, { tag })));
  expect([...(await open().tags())].sort()).toEqual(tags);
});

it('leaves no half blob when the source breaks', async () => {
  const repository = open();
  const blob = describeBlob(content(1, 100_000), 'x');
  const broken = async () =>
    (async function* () {
      yield* streamOf(content(1, 70_000));
      throw new Error('broken');
    })();
  await expect(repository.writeBlob(blob, broken)).rejects.toThrow('broken');
  expect(await readdir(join(folder, 'blobs'))).toEqual(['sha256']);
  expect(await readdir(join(folder, 'blobs', 'sha256'))).toEqual([]);
});

it('refuses a folder in which something else is', async () => {
  await writeFile(join(folder, 'precious.txt'), 'x');
  await expect(push(open(), content(1, 10), 'x')).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
  expect(await readdir(folder)).toEqual(['precious.txt']);
});

it('does not hand out a damaged blob, nor what a link points to', async () => {
  const repository = open();
  const blob = await push(repository, content(1, 1_000), 'x');
  const file = join(folder, 'blobs', ...blob.digest.split(':'));
  await writeFile(join(folder, 'secret'), content(2, 1_000));
  await rm(file);
  await symlink(join(folder, 'secret'), file);
  const read = async () => {
    for await (const chunk of await repository.readBlob(blob)) void chunk;
  };
  await expect(read()).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

it('refuses a tag that is a path', async () => {
  const repository = open();
  await mkdir(join(folder, 'blobs'), { recursive: true });
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(
    join(folder, 'index.json'),
    '{"schemaVersion":2,"manifests":[{"mediaType":"x","digest":"sha256:../../x","size":1}]}',
  );
  await expect(repository.head('1')).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
  await expect(repository.head('../../etc/passwd')).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
});
