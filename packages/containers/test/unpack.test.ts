import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Descriptor } from '@ml-ci/oci';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpackLayers } from '../src/unpack.ts';
import { memoryImage, type TestEntry, tar } from './memory-image.ts';

let outer: string;
let folder: string;

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'ml-ci-unpack-'));
  folder = join(outer, 'rootfs');
  await mkdir(folder);
  await writeFile(join(outer, 'precious'), 'mine');
});
afterEach(async () => {
  expect((await readdir(outer)).sort()).toEqual(['precious', 'rootfs']);
  expect(await readFile(join(outer, 'precious'), 'utf8')).toBe('mine');
  await rm(outer, { recursive: true });
});

type Files = Readonly<Record<string, TestEntry>>;

async function unpack(
  layers: readonly Files[],
  encode = gzipSync,
  suffix = 'gzip',
  limit?: number,
): Promise<void> {
  const blobs = await Promise.all(layers.map(async (files) => encode(await tar(files))));
  const { repository } = await memoryImage({ layers: [] });
  const source = {
    ...repository,
    readBlob: async ({ digest }: Descriptor) =>
      (async function* () {
        yield blobs[Number(digest.slice(7))] ?? Buffer.alloc(0);
      })(),
  };
  const mediaType = `application/vnd.oci.image.layer.v1.tar+${suffix}`;
  const descriptors = blobs.map(
    (blob, index): Descriptor => ({ mediaType, digest: `sha256:${index}`, size: blob.length }),
  );
  await unpackLayers(source, descriptors, folder, limit);
}

const tree = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).map(String).sort();

const cases: readonly [string, readonly Files[], readonly string[]][] = [
  ['a file over a file', [{ a: '1' }, { a: '2' }], ['a']],
  [
    'a folder is not lost where a layer names it again',
    [{ 'd/a': '' }, { d: { type: 'directory' }, 'd/b': '' }],
    ['d', 'd/a', 'd/b'],
  ],
  ['a file over a folder', [{ 'd/a': '' }, { d: 'file' }], ['d']],
  [
    'a folder over a link',
    [{ d: { type: 'symlink', linkname: '..' } }, { d: { type: 'directory' }, 'd/a': '' }],
    ['d', 'd/a'],
  ],
  ['a whiteout', [{ 'd/a': '', 'd/b': '' }, { 'd/.wh.a': '' }], ['d', 'd/b']],
  ['a whiteout of a folder', [{ 'd/a': '' }, { '.wh.d': '' }], []],
  ['a whiteout hides nothing of its own layer', [{ a: '1' }, { a: '2', '.wh.a': '' }], ['a']],
  [
    'an opaque folder',
    [
      { 'd/a': '', 'd/e/f': '' },
      { 'd/.wh..wh..opq': '', 'd/b': '' },
    ],
    ['d', 'd/b'],
  ],
  [
    'an opaque folder, marked last',
    [
      { 'd/e/f': '', 'd/x': '' },
      { 'd/e/g': '', 'd/.wh..wh..opq': '' },
    ],
    ['d', 'd/e', 'd/e/g'],
  ],
  ['an absolute name is one of the image', [{ '/etc/x': '' }], ['etc', 'etc/x']],
  ['a device is left out', [{ 'dev/null': { type: 'character-device' }, a: '' }], ['a', 'dev']],
  ['the root itself', [{ './': { type: 'directory' }, './a': '' }], ['a']],
];

test.each(cases)('%s', async (_, layers, expected) => {
  await unpack(layers);
  expect(await tree()).toEqual(expected);
});

test('contents, links and modes are those of the archive, but for set-user-id', async () => {
  await unpack([
    {
      run: { content: 'x', mode: 0o4755 },
      hard: { type: 'link', linkname: 'run' },
      soft: { type: 'symlink', linkname: '/run' },
    },
  ]);
  expect((await stat(join(folder, 'run'))).mode & 0o7777).toBe(0o755);
  expect((await stat(join(folder, 'hard'))).ino).toBe((await stat(join(folder, 'run'))).ino);
  expect(await readlink(join(folder, 'soft'))).toBe('/run');
});

test.each([
  ['zstd', zstdCompressSync],
  ['plain', (bytes: Buffer) => bytes],
] as const)('a layer that is %s', async (suffix, encode) => {
  await unpack([{ a: '1' }], encode as typeof gzipSync, suffix);
  expect(await tree()).toEqual(['a']);
});

const refusals: readonly [string, readonly Files[], string][] = [
  ['a name with ..', [{ '../escaped': 'x' }], 'ARCHIVE_UNSAFE'],
  ['a name with .. inside', [{ 'a/../../escaped': 'x' }], 'ARCHIVE_UNSAFE'],
  [
    'a file behind a link',
    [{ out: { type: 'symlink', linkname: '..' }, 'out/escaped': 'x' }],
    'ARCHIVE_UNSAFE',
  ],
  [
    'a file behind a link of a lower layer',
    [{ out: { type: 'symlink', linkname: '/' } }, { 'out/tmp/x': '' }],
    'ARCHIVE_UNSAFE',
  ],
  ['a hard link to the outside', [{ x: { type: 'link', linkname: '../precious' } }], 'ARCHIVE_UNSAFE'],
  [
    'a hard link behind a link',
    [{ out: { type: 'symlink', linkname: '..' }, x: { type: 'link', linkname: 'out/precious' } }],
    'ARCHIVE_UNSAFE',
  ],
  ['a whiteout of the parent', [{ '.wh...': '' }], 'ARCHIVE_UNSAFE'],
  ['a whiteout of the parent, deeper', [{ 'a/.wh...': '' }], 'ARCHIVE_UNSAFE'],
  [
    'a whiteout behind a link',
    [{ out: { type: 'symlink', linkname: '..' } }, { 'out/.wh.precious': '' }],
    'ARCHIVE_UNSAFE',
  ],
  [
    'an opaque folder behind a link',
    [{ out: { type: 'symlink', linkname: '..' } }, { 'out/.wh..wh..opq': '' }],
    'ARCHIVE_UNSAFE',
  ],
  ['a hard link to nothing', [{ x: { type: 'link', linkname: 'nothing' } }], 'IMAGE_INVALID'],
];

test.each(refusals)('%s is refused', async (_, layers, code) => {
  await expect(unpack(layers)).rejects.toMatchObject({ code });
});

test('more bytes than the limit are refused', async () => {
  await expect(
    unpack([{ a: 'x'.repeat(60) }, { b: 'x'.repeat(60) }], gzipSync, 'gzip', 100),
  ).rejects.toMatchObject({
    code: 'ARCHIVE_TOO_LARGE',
  });
});

test('a layer that is not what it says is refused', async () => {
  await expect(unpack([{ a: '' }], () => Buffer.from('no gzip'), 'gzip')).rejects.toMatchObject({
    code: 'IMAGE_INVALID',
  });
});
