import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  assembleImage,
  collectEntries,
  digestOf,
  layoutRepository,
  mediaTypes,
  pushImage,
  readBaseImage,
  writeLayer,
} from '../src/index.ts';
import { pushIndex, pushImage as pushSmall, quickClock, wholeOf } from './fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-layers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (...parts: string[]) => join(folder, ...parts);

async function tree(name: string): Promise<string> {
  await rm(at(name), { recursive: true, force: true });
  await mkdir(at(name, 'sub', 'empty'), { recursive: true });
  await writeFile(at(name, 'b.txt'), 'b');
  await writeFile(at(name, 'a.sh'), '#!/bin/sh\n');
  await chmod(at(name, 'a.sh'), 0o700);
  await writeFile(at(name, 'sub', `long-${'x'.repeat(150)}-ü.txt`), 'long');
  await symlink('../b.txt', at(name, 'sub', 'link'));
  return at(name);
}

const layerOf = async (from: string, file: string, compression: 'gzip' | 'none' = 'gzip') =>
  writeLayer(await collectEntries(from, { to: '/app' }), { file: at(file), compression });

describe('writeLayer', () => {
  it('makes the same bytes from the same files, whenever they were written and by whom', async () => {
    const one = await layerOf(await tree('one'), 'one.tgz');
    const other = await tree('two');
    await utimes(join(other, 'b.txt'), 1, 1);
    await chmod(join(other, 'b.txt'), 0o600);
    const two = await layerOf(other, 'two.tgz');
    expect(two.descriptor).toEqual(one.descriptor);
    expect(two.diffId).toBe(one.diffId);
  });

  it('names both digests, and is what tar reads', async () => {
    const layer = await layerOf(await tree('one'), 'one.tgz');
    const bytes = await readFile(at('one.tgz'));
    expect(layer.descriptor).toEqual({
      mediaType: mediaTypes.ociLayerGzip,
      digest: digestOf(bytes),
      size: bytes.byteLength,
    });
    expect(layer.diffId).toBe(digestOf(gunzipSync(bytes)));
    expect(digestOf(await wholeOf(await layer.open()))).toBe(layer.descriptor.digest);
    const listed = execFileSync('tar', ['--numeric-owner', '-tvzf', at('one.tgz')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    });
    const lines = listed
      .trim()
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' '));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'drwxr-xr-x',
      '-rwxr-xr-x',
      '-rw-r--r--',
      'drwxr-xr-x',
      'drwxr-xr-x',
      'lrwxrwxrwx',
      '-rw-r--r--',
    ]);
    expect(lines.every((line) => line.includes(' 0/0 ') && line.includes('1970-01-01 00:00'))).toBe(true);
    expect(lines[5]).toContain('app/sub/link -> ../b.txt');
  });

  it('keeps the digest of the archive when it is not compressed', async () => {
    const from = await tree('one');
    const [packed, plain] = [await layerOf(from, 'a.tgz'), await layerOf(from, 'a.tar', 'none')];
    expect(plain.diffId).toBe(packed.diffId);
    expect(plain.descriptor).toMatchObject({ mediaType: mediaTypes.ociLayer, digest: plain.diffId });
  });

  it('refuses a file that grows while it is read', async () => {
    const from = await tree('one');
    const entries = await collectEntries(from, { to: '/' });
    await writeFile(join(from, 'b.txt'), 'more than before');
    await expect(writeLayer(entries, { file: at('x.tgz') })).rejects.toMatchObject({ code: 'FILE_UNSAFE' });
  });
});

describe('collectEntries', () => {
  const paths = async (options: Parameters<typeof collectEntries>[1]) =>
    (await collectEntries(await tree('one'), options))
      .filter(({ type }) => type !== 'directory')
      .map(({ path }) => path);

  it('takes what is included and leaves what is excluded', async () => {
    expect(await paths({ to: '/app', include: ['*.txt'] })).toEqual(['app/b.txt']);
    expect(await paths({ to: '/', exclude: ['sub', '*.sh'] })).toEqual(['b.txt']);
    expect(await paths({ to: '/', include: ['sub/link'] })).toEqual(['sub/link']);
  });

  it('puts one file where it is told', async () => {
    const from = join(await tree('one'), 'b.txt');
    expect((await collectEntries(from, { to: '/etc/' }))[0]?.path).toBe('etc/b.txt');
    expect((await collectEntries(from, { to: '/etc/c.txt' }))[0]?.path).toBe('etc/c.txt');
  });

  it.each([
    ['an absolute link', '/etc/passwd'],
    ['a link that climbs out', '../../secret'],
  ])('refuses %s', async (_rule, target) => {
    await symlink(target, join(await tree('one'), 'evil'));
    await expect(collectEntries(at('one'), { to: '/' })).rejects.toMatchObject({ code: 'FILE_UNSAFE' });
  });

  it('refuses a place outside of the image, and a folder that is not there', async () => {
    await expect(collectEntries(await tree('one'), { to: '/../x' })).rejects.toMatchObject({
      code: 'FILE_UNSAFE',
    });
    await expect(collectEntries(at('none'), { to: '/' })).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('an image of layers', () => {
  const platform = { os: 'linux', architecture: 'amd64' };
  const open = (name: string) => layoutRepository(at(name), { clock: quickClock(), random: () => 0 });

  it('is the same each time, and only what changed is pushed', async () => {
    const repository = open('registry');
    const [stable, changing] = [
      await layerOf(await tree('one'), '1.tgz'),
      await layerOf(await tree('two'), '2.tgz', 'none'),
    ];
    const assemble = (layers: (typeof stable)[]) =>
      assembleImage({ layers, platform, settings: { command: ['/app/a.sh'], env: { A: '1' }, ports: [80] } });
    const image = assemble([stable, changing]);
    expect(assemble([stable, changing]).manifest.descriptor).toEqual(image.manifest.descriptor);
    const first = await pushImage(repository, { image, layers: [stable, changing], tag: '1' });
    expect(first).toMatchObject({ blobsUploaded: 3, blobsSkipped: 0 });
    await writeFile(at('two', 'b.txt'), 'changed');
    const changed = await layerOf(at('two'), '3.tgz', 'none');
    const second = await pushImage(repository, {
      image: assemble([stable, changed]),
      layers: [stable, changed],
      tag: '2',
    });
    expect(second).toMatchObject({ blobsUploaded: 2, blobsSkipped: 1 });
    expect(await repository.tags()).toEqual(['1', '2']);
  });

  it('stands on a base: its layers come first and its settings stay unless they are given', async () => {
    const [from, to] = [open('from'), open('to')];
    const layer = await layerOf(await tree('one'), '1.tgz');
    const below = assembleImage({
      layers: [layer],
      platform,
      settings: { entrypoint: ['/bin/x'], command: ['a'], env: { PATH: '/bin', A: '1' }, labels: { l: '1' } },
    });
    await pushImage(from, { image: below, layers: [layer], tag: 'base' });
    const base = await readBaseImage(from, 'base', platform);
    const settings = { entrypoint: ['/bin/y'], env: { A: '2' }, labels: { k: '2' } };
    const image = assembleImage({ base, layers: [], platform, settings });
    await pushImage(to, { image, layers: [], base, tag: '1' });
    expect(JSON.parse(Buffer.from(image.config.bytes).toString())).toMatchObject({
      config: { Entrypoint: ['/bin/y'], Env: ['PATH=/bin', 'A=2'], Labels: { l: '1', k: '2' } },
      rootfs: { diff_ids: [layer.diffId] },
    });
    expect(JSON.parse(Buffer.from(image.config.bytes).toString()).config.Cmd).toBeUndefined();
    expect((await to.head('1'))?.digest).toBe(image.manifest.descriptor.digest);
  });

  it('takes the image of the platform out of an index', async () => {
    const repository = open('index');
    await pushIndex(repository, '1');
    const image = await pushSmall(repository, 1);
    expect((await readBaseImage(repository, '1', platform)).manifest.descriptor.digest).toBe(
      image.descriptor.digest,
    );
    const arm = { os: 'linux', architecture: 'arm64' };
    await expect(readBaseImage(repository, '1', arm)).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  });
});
