import { describe, expect, it } from 'vitest';
import { digestOf } from './digest.ts';
import { checkManifest, fallbackTag, makeManifest, readManifest, referrerDescriptor } from './manifest.ts';
import { isForeignType, mediaTypes } from './media-types.ts';

const blob = { mediaType: 'x', digest: digestOf('x'), size: 1 };
const image = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config: blob, layers: [blob] };
const bytes = Buffer.from(JSON.stringify(image));

describe('checkManifest', () => {
  it('hashes the bytes itself', () => {
    const { descriptor } = checkManifest(
      bytes,
      { mediaType: mediaTypes.ociManifest, digest: undefined },
      'r',
    );
    expect(descriptor).toEqual({
      mediaType: mediaTypes.ociManifest,
      digest: digestOf(bytes),
      size: bytes.byteLength,
    });
  });

  it.each([
    ['another digest', bytes, mediaTypes.ociManifest, digestOf('y'), 'DIGEST_MISMATCH'],
    ['a header that contradicts the content', bytes, mediaTypes.ociIndex, undefined, 'MANIFEST_INVALID'],
    [
      'schema 1',
      Buffer.from('{}'),
      'application/vnd.docker.distribution.manifest.v1+json',
      undefined,
      'MANIFEST_INVALID',
    ],
    ['no type at all', Buffer.from('{}'), undefined, undefined, 'MANIFEST_INVALID'],
    ['a page of HTML', Buffer.from('<html>'), mediaTypes.ociManifest, undefined, 'MANIFEST_INVALID'],
  ])('refuses %s', (_rule, content, mediaType, digest, code) => {
    expect(() => checkManifest(content, { mediaType, digest }, 'r')).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});

describe('readManifest', () => {
  it.each([
    ['no configuration', { layers: [] }],
    ['layers that are no list', { config: blob, layers: {} }],
    ['a digest that is a path', { config: { ...blob, digest: '../x' }, layers: [] }],
    ['a negative size', { config: { ...blob, size: -1 }, layers: [] }],
    ['a size that is no number', { config: { ...blob, size: '1' }, layers: [] }],
  ])('refuses %s', (_rule, content) => {
    expect(() => readManifest(makeManifest(mediaTypes.ociManifest, content))).toThrowError(
      expect.objectContaining({ code: 'MANIFEST_INVALID' }),
    );
  });

  it('gives a referrer the type of its configuration where it has none of its own', () => {
    const manifest = makeManifest(mediaTypes.ociManifest, { ...image, annotations: { a: 'b' } });
    expect(referrerDescriptor(manifest, readManifest(manifest))).toMatchObject({
      artifactType: 'x',
      annotations: { a: 'b' },
    });
  });
});

it('cuts the fallback tag to 64 digits', () => {
  expect(fallbackTag(`sha512:${'a'.repeat(128)}`)).toBe(`sha512-${'a'.repeat(64)}`);
});

it.each([
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', true],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+zstd', true],
  [mediaTypes.ociLayerGzip, false],
])('isForeignType(%s) is %s', (type, expected) => {
  expect(isForeignType(type)).toBe(expected);
});
